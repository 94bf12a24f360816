import type { Fault, Field, Json, JsonObject } from '../../../src/api/contract.ts';

/** A loader with what it needs to know first. */
export interface Source {
  from: string;
  dependsOn?: string[];
}

/** Whether a value counts as not given. */
export function isBlank(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** The values a form starts with. */
export function defaultsOf(fields: Field[]): JsonObject {
  return Object.fromEntries(
    fields.flatMap((field) => (field.default === undefined ? [] : [[field.key, field.default]])),
  );
}

/** What a form holds for a field: what was given, else its default. */
export function valueOf(field: Field, values: JsonObject): Json | undefined {
  return Object.hasOwn(values, field.key) ? values[field.key] : field.default;
}

/** Whether a field shows: the one it depends on has a fitting value and shows itself. */
export function isShown(field: Field, fields: Field[], values: JsonObject): boolean {
  const rule = field.showIf;
  if (!rule) return true;
  const other = fields.find((each) => each.key === rule.field);
  if (!other) return true;
  if (!isShown(other, fields, values)) return false;
  return rule.in.some((wanted) => JSON.stringify(wanted) === JSON.stringify(valueOf(other, values) ?? null));
}

/** The fields on screen, in order. */
export function shownFields(fields: Field[], values: JsonObject): Field[] {
  return fields.filter((field) => isShown(field, fields, values));
}

/**
 * Values after one of them changed: what the field clears is emptied, and what those clear. Choosing the same value
 * again clears nothing.
 */
export function changeField(fields: Field[], values: JsonObject, key: string, value: Json): JsonObject {
  const before = values[key] ?? null;
  const next = { ...values, [key]: value };
  if (JSON.stringify(before) === JSON.stringify(value)) return next;
  const seen = new Set([key]);
  const clear = (from: string) => {
    for (const other of fields.find((each) => each.key === from)?.clears ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      delete next[other];
      clear(other);
    }
  };
  clear(key);
  return next;
}

/** What a loader is asked with, or the keys that must be chosen first. */
export function loaderParams(
  source: Source,
  fields: Field[],
  values: JsonObject,
): { params: Record<string, string> } | { missing: string[] } {
  const wanted = source.dependsOn ?? [];
  const pairs = wanted.map((key) => {
    const field = fields.find((each) => each.key === key);
    return [key, field ? valueOf(field, values) : values[key]] as const;
  });
  const missing = pairs.filter(([, value]) => isBlank(value)).map(([key]) => key);
  if (missing.length > 0) return { missing };
  return {
    params: Object.fromEntries(
      pairs.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  };
}

/** Keys of required fields on screen that are still empty. */
export function missingFields(fields: Field[], values: JsonObject): string[] {
  return shownFields(fields, values)
    .filter((field) => field.required && isBlank(valueOf(field, values)))
    .map((field) => field.key);
}

const contentTypes: Field['type'][] = ['text', 'longtext', 'template', 'mapping', 'url', 'secret'];

/** A form in two halves: what is chosen (pipeline, stage, how to find), and what is written (title, mapping). */
export function splitFields(fields: Field[]): { choices: Field[]; contents: Field[] } {
  return {
    choices: fields.filter((field) => !contentTypes.includes(field.type)),
    contents: fields.filter((field) => contentTypes.includes(field.type)),
  };
}

/** Fields that matter in the open, optional ones without value, default or fault behind a fold; one alone is not folded. */
export function foldFields(
  fields: Field[],
  values: JsonObject,
  faults: Record<string, Fault[]>,
): { plain: Field[]; extra: Field[] } {
  const spare = (field: Field) =>
    !field.required && field.default === undefined && isBlank(values[field.key]) && !faults[field.key];
  const extra = fields.filter(spare);
  return extra.length < 2
    ? { plain: fields, extra: [] }
    : { plain: fields.filter((field) => !spare(field)), extra };
}

/**
 * Names of a fault's way: `steps.step_1.input.title`, `/steps/step_1/input/title` and `steps[0].x` alike. The name of
 * the body's part that holds a definition is left out.
 */
export function wayOf(fault: Fault): string[] {
  const way = fault.path.split(/[./[\]]+/).filter((part) => part !== '' && part !== '$');
  return way[0] === 'definition' ? way.slice(1) : way;
}

/** Faults below a way, by the name that follows it. */
export function faultsUnder(faults: Fault[], prefix: string[]): Record<string, Fault[]> {
  const found: Record<string, Fault[]> = {};
  for (const fault of faults) {
    const way = wayOf(fault);
    const key = way[prefix.length];
    if (key !== undefined && prefix.every((part, index) => way[index] === part)) {
      (found[key] ??= []).push(fault);
    }
  }
  return found;
}
