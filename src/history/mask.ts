import type { OutputField } from '#kit/field.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { at, isObject } from '#std/json.ts';

/** Stands for a value that is not shown. */
export const hidden = '•••';

/** Shorter values are hidden where they stand, not wherever they occur: "12" is in everything. */
const shortest = 4;

/** Hides personal numbers and the like when history is read. */
export interface Mask {
  text(text: string): string;
  /** Every text and number in a value, deep. */
  value<Value extends Json | undefined>(value: Value): Value;
}

/** Values that sensitive fields hold in some data. */
export function sensitiveValues(fields: OutputField[], data: JsonObject | null): string[] {
  if (data === null) return [];
  return fields
    .filter((field) => field.sensitive)
    .flatMap((field) => leaves(valuesAt(data, field.path.split('.'))))
    .map(String);
}

/** Replaces values in texts, also where they are written as JSON or in a URL. */
export function createMask(values: string[]): Mask {
  const long = new Set(values.filter((value) => value.length >= shortest));
  const spellings = [...long].flatMap((value) => [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
  ]);
  const longestFirst = [...new Set(spellings)].sort((left, right) => right.length - left.length);
  const pattern = longestFirst.length === 0 ? null : new RegExp(longestFirst.map(literal).join('|'), 'g');
  const text = (given: string) => (pattern ? given.replace(pattern, hidden) : given);
  return { text, value: (value) => (pattern ? (replaceDeep(value, text, long) as typeof value) : value) };
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** A copy of some data without what its sensitive fields hold, however short. */
export function hideFields(fields: OutputField[], data: JsonObject): JsonObject {
  const copy = structuredClone(data);
  for (const field of fields) {
    if (!field.sensitive) continue;
    const path = field.path.split('.');
    const last = path.pop()!;
    for (const holder of path.length === 0 ? [copy] : valuesAt(copy, path)) hideKey(holder, last);
  }
  return copy;
}

function hideKey(holder: Json, key: string): void {
  if (Array.isArray(holder)) for (const item of holder) hideKey(item, key);
  else if (isObject(holder) && holder[key] !== undefined && holder[key] !== null) holder[key] = hidden;
}

/** What stands at a path; a list on the way stands for each of its items. */
function valuesAt(value: Json, path: string[]): Json[] {
  if (path.length === 0) return [value];
  if (Array.isArray(value) && !/^\d+$/.test(path[0]!)) return value.flatMap((item) => valuesAt(item, path));
  const next = at(value, path[0]!);
  return next === undefined ? [] : valuesAt(next, path.slice(1));
}

function leaves(values: Json[]): (string | number)[] {
  return values.flatMap((value) => {
    if (typeof value === 'string' || typeof value === 'number') return [value];
    if (value === null || typeof value === 'boolean') return [];
    return leaves(Object.values(value));
  });
}

function replaceDeep(
  value: Json | undefined,
  text: (given: string) => string,
  values: Set<string>,
): Json | undefined {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return values.has(String(value)) ? hidden : value;
  if (Array.isArray(value)) return value.map((item) => replaceDeep(item, text, values) as Json);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [text(key), replaceDeep(item, text, values) as Json]),
  );
}
