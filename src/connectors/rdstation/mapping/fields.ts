import { z } from 'zod';
import type { Json } from '#std/json.ts';
import type { Desk } from '../desk.ts';
import type {
  ContactFields,
  CrmObject,
  CustomField,
  CustomValues,
  DealFields,
  OrganizationFields,
  PhoneType,
} from '../port.ts';
import { readTarget } from './target.ts';
import { invalid, isBlank, toCustomValue, toDay, toNumber, toText } from './value.ts';

/** One row of a mapping: what to fill, with what, and whether a blank may empty it. */
export const mappingRows = z
  .array(
    z.object({
      target: z.string().min(1),
      value: z.json().optional(),
      overwriteBlank: z.boolean().optional(),
    }),
  )
  .default([]);
export type MappingRow = z.output<typeof mappingRows>[number];

/** A mapping sorted by the record it fills. */
export interface Filling {
  deal: Pick<DealFields, 'rating' | 'closeOn' | 'custom'>;
  contact: Pick<ContactFields, 'name' | 'jobTitle' | 'phone' | 'custom'>;
  organization: Pick<OrganizationFields, 'summary' | 'url' | 'custom'>;
}

/**
 * Reads mapping rows against the account's fields. Blanks are left out unless their row says they may overwrite.
 * @throws VendorError `invalid` naming the field whose value does not fit, or that is gone
 */
export async function fillingOf(desk: Desk, rows: MappingRow[], phoneType: PhoneType): Promise<Filling> {
  const filling: Filling = { deal: {}, contact: {}, organization: {} };
  for (const row of rows) {
    const value = row.value ?? null;
    if (isBlank(value) && !row.overwriteBlank) continue;
    const target = readTarget(row.target);
    if (target.standard !== null) setStandard(filling, target.object, target.standard, value, phoneType);
    else {
      setCustom(
        filling,
        target.object,
        await customField(desk, target.object, target.customId, row.target),
        value,
        desk,
      );
    }
  }
  return filling;
}

async function customField(desk: Desk, object: CrmObject, id: string, target: string): Promise<CustomField> {
  const field = (await desk.lists.customFields(object)).find((one) => one.id === id);
  if (!field) throw invalid(target, 'this custom field is not in RD Station CRM any more; choose it again');
  return field;
}

function setCustom(filling: Filling, object: CrmObject, field: CustomField, value: Json, desk: Desk): void {
  const custom: CustomValues = { ...filling[object].custom };
  custom[field.key] = toCustomValue(field, value, desk.crm.linkSide === 'deal' ? 'iso' : 'br');
  filling[object].custom = custom;
}

function setStandard(
  filling: Filling,
  object: CrmObject,
  name: string,
  value: Json,
  phoneType: PhoneType,
): void {
  const { deal, contact, organization } = filling;
  const label = `${object}:${name}`;
  // Standard fields with a fixed form cannot be emptied over the API.
  if (isBlank(value) && ['rating', 'close_date', 'name', 'phone'].includes(name)) return;
  if (object === 'deal' && name === 'rating') deal.rating = toRating(value, label);
  else if (object === 'deal') deal.closeOn = toDay(value, label);
  else if (object === 'contact' && name === 'name') contact.name = toText(value);
  else if (object === 'contact' && name === 'title') contact.jobTitle = toText(value);
  else if (object === 'contact') contact.phone = { number: toText(value), type: phoneType };
  else if (name === 'resume') organization.summary = toText(value);
  else organization.url = toText(value);
}

/**
 * RD's rating, one to five stars.
 * @throws VendorError `invalid` naming the field
 */
export function toRating(value: Json, label: string): number {
  const rating = toNumber(value, label);
  if (!Number.isInteger(rating) || rating < 1 || rating > 5) {
    throw invalid(label, `${rating} is not a rating from 1 to 5`);
  }
  return rating;
}
