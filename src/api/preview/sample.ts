import type { OutputField } from '#kit/field.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { isObject } from '#std/json.ts';

/** Data made of the samples of a trigger's or an action's fields: `document.filename` becomes `{document: {filename}}`. */
export function sampleOf(fields: OutputField[]): JsonObject {
  const sample: JsonObject = {};
  for (const field of fields) put(sample, field.path.split('.'), structuredClone(field.sample));
  return sample;
}

function put(target: JsonObject, [key, ...rest]: string[], value: Json): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    // A field inside this one may have come first: both are kept.
    const there = target[key];
    target[key] = isObject(there) && isObject(value) ? { ...value, ...there } : value;
    return;
  }
  const inner = target[key];
  if (Array.isArray(inner)) return putInList(inner, rest, value);
  const holder = isObject(inner) ? inner : {};
  target[key] = holder;
  put(holder, rest, value);
}

function putInList(list: Json[], path: string[], value: Json): void {
  const [index, ...rest] = path;
  const place = Number(index);
  const item = list[place];
  if (Number.isInteger(place) && isObject(item)) put(item, rest, value);
}
