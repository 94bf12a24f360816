import { isObject, type Json } from '#std/json.ts';
import type { Crm } from './crm.ts';
import type { Fields } from './fields.ts';
import { isDay } from './moment.ts';
import { Refusal } from './refusal.ts';
import type { CustomValue, CustomValues, FieldOwner, FieldRow, FieldType } from './rows.ts';

/** The custom fields of a kind of record, in the order the account shows them. */
export function fieldsFor(crm: Crm, owner: FieldOwner): FieldRow[] {
  return crm.by.fieldOwner.all(owner).sort((a, b) => a.order - b.order);
}

/**
 * Reads `[{custom_field_id, value}]` as API v1 writes it. Undefined when the member is absent.
 * @throws Refusal for an unknown field or a value its type does not take
 */
export function readCustomList(
  crm: Crm,
  owner: FieldOwner,
  body: Fields,
  name: string,
): CustomValues | undefined {
  const items = body.items(name);
  if (!items) return undefined;
  const values: CustomValues = {};
  for (const item of items) {
    const id = item.text('custom_field_id') ?? '';
    const field = crm.fields.get(id);
    if (field?.for !== owner) throw new Refusal('unknown_custom_field', name, id);
    values[id] = customValue(field, item.raw['value'] ?? null);
  }
  return values;
}

/** Reads `{slug: value}` as API v2 writes it. Undefined when the member is absent. */
export function readCustomBySlug(crm: Crm, owner: FieldOwner, body: Fields): CustomValues | undefined {
  const raw = body.raw['custom_fields'];
  if (raw === undefined || raw === null) return undefined;
  if (!isObject(raw)) throw new Refusal('must_be_object', 'custom_fields');
  const bySlug = new Map(crm.by.fieldOwner.all(owner).map((field) => [field.slug, field]));
  const values: CustomValues = {};
  for (const [slug, value] of Object.entries(raw)) {
    const field = bySlug.get(slug);
    if (!field) throw new Refusal('unknown_field', `custom_fields.${slug}`);
    values[field.id] = customValue(field, value);
  }
  return values;
}

/** Whether a value fits its field. How the vendor words these refusals is not documented. */
export function customValue(field: FieldRow, value: Json): CustomValue {
  if (value === null || value === '') return null;
  if (field.type === 'multiple_choice') return choices(field, value);
  if (typeof value !== 'string') throw new Refusal('must_be_string', field.label);
  if (field.type === 'option') checkOption(field, value);
  if (field.type === 'date') return brazilianDay(field, value);
  return value;
}

function choices(field: FieldRow, value: Json): string[] {
  if (!Array.isArray(value)) throw new Refusal('must_be_array', field.label);
  return value.map((choice) => {
    if (typeof choice !== 'string') throw new Refusal('must_be_string', field.label);
    checkOption(field, choice);
    return choice;
  });
}

function checkOption(field: FieldRow, value: string): void {
  if (!field.allowNew && !field.opts.includes(value)) throw new Refusal('not_included', field.label);
}

// Custom dates are text, DD/MM/AAAA.
function brazilianDay(field: FieldRow, value: string): string {
  const [day, month, year] = value.split('/');
  if (!/^\d{2}\/\d{2}\/\d{4}$/.test(value) || !isDay(`${year}-${month}-${day}`)) {
    throw new Refusal('invalid', field.label, 'must be a date in the format DD/MM/AAAA');
  }
  return value;
}

// A field's name in API v2: lower case, without accents, words joined by hyphens.
function slugOf(crm: Crm, owner: FieldOwner, label: string): string {
  const base =
    label
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'campo';
  const taken = new Set(crm.by.fieldOwner.all(owner).map((field) => field.slug));
  let slug = base;
  for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
  return slug;
}

export interface FieldDraft {
  for: FieldOwner;
  label: string;
  type: FieldType;
  opts: string[];
  required: boolean;
  unique: boolean;
  allowNew: boolean;
  visible: boolean;
  order?: number | undefined;
}

/** Adds a custom field. */
export function createField(crm: Crm, draft: FieldDraft, id = crm.newId()): FieldRow {
  if (draft.label.trim() === '') throw new Refusal('blank', 'label');
  const now = crm.now();
  const order = draft.order ?? crm.by.fieldOwner.all(draft.for).length + 1;
  const slug = slugOf(crm, draft.for, draft.label);
  return crm.fields.put({ ...draft, id, order, slug, createdAt: now, updatedAt: now });
}

/** Changes a custom field; what it is for, its type and its slug stay. */
export function changeField(
  crm: Crm,
  row: FieldRow,
  change: Partial<Omit<FieldDraft, 'for' | 'type'>>,
): FieldRow {
  if (change.label?.trim() === '') throw new Refusal('blank', 'label');
  return crm.fields.put({ ...row, ...change, order: change.order ?? row.order, updatedAt: crm.now() });
}
