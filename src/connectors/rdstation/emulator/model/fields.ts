import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { Refusal } from './refusal.ts';

/**
 * Reads the members of a body with their types. Absent members read as undefined, null as null; a wrong type is a
 * Refusal that names the member.
 */
export interface Fields {
  text(name: string): string | null | undefined;
  number(name: string): number | null | undefined;
  flag(name: string): boolean | null | undefined;
  list(name: string): Json[] | null | undefined;
  /** A list of objects, each read the same way. */
  items(name: string): Fields[] | null | undefined;
  object(name: string): Fields | null | undefined;
  has(name: string): boolean;
  readonly names: string[];
  readonly raw: JsonObject;
}

/** Wraps a body; `path` is put before the names in refusals ("contacts[0]."). */
export function fieldsOf(raw: JsonObject, path = ''): Fields {
  function read<T extends Json>(
    name: string,
    kind: Refusal['kind'],
    is: (value: Json) => value is T,
  ): T | null | undefined {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (value === undefined || value === null) return value;
    if (!is(value)) throw new Refusal(kind, path + name);
    return value;
  }
  const list = (name: string) =>
    read(name, 'must_be_array', (value): value is Json[] => Array.isArray(value));
  return {
    text: (name) => read(name, 'must_be_string', (value): value is string => typeof value === 'string'),
    number: (name) => read(name, 'must_be_number', (value): value is number => typeof value === 'number'),
    flag: (name) => read(name, 'must_be_boolean', (value): value is boolean => typeof value === 'boolean'),
    list,
    items: (name) =>
      list(name)?.map((item, index) => {
        if (!isObject(item)) throw new Refusal('must_be_object', `${path}${name}[${index}]`);
        return fieldsOf(item, `${path}${name}[${index}].`);
      }),
    object(name) {
      const value = read<JsonObject>(name, 'must_be_object', isObject);
      return value ? fieldsOf(value, `${path}${name}.`) : value;
    },
    has: (name) => Object.hasOwn(raw, name),
    names: Object.keys(raw),
    raw,
  };
}

/** A list of texts, or undefined when the member is absent. */
export function textsOf(fields: Fields, name: string): string[] | undefined {
  return fields.list(name)?.map((item) => {
    if (typeof item !== 'string') throw new Refusal('must_be_string', name);
    return item;
  });
}
