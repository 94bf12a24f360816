import { termsOf } from '../terms.ts';
import type { ObjectType } from './object.ts';
import { isMultiple } from './property.ts';
import type { Property } from './property.ts';
import { comparable } from './filter.ts';
import type { Properties } from './validate.ts';
import { partsOf } from './value.ts';
import type { Values } from './value.ts';

/** Of a longer value the beginning is looked up, and the rest compared. */
export const longestKey = 200;

/** What equality finds a record by: `city=oslo`, and `topics:sport` for each of several options. */
export function lookupKeys(properties: Properties, values: Values): string[] {
  const keys: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const property = properties.get(name);
    // Times are hardly ever asked for to the millisecond.
    if (!property || property.type === 'datetime' || property.type === 'json') continue;
    keys.push(equalKey(property, comparable(property, value)));
    if (isMultiple(property)) keys.push(...partsOf(value).map((part) => partKey(property, part)));
  }
  return keys;
}

/** @param value as `comparable` gives it */
export function equalKey(property: Property, value: string): string {
  return keyText(`${property.name}=${value.slice(0, longestKey)}`);
}

/** One of several options. */
export function partKey(property: Property, part: string): string {
  return keyText(`${property.name}:${part.slice(0, longestKey)}`);
}

/** What keys are joined with on their way into the database. */
export const keyBreak = '\u001e';
const keyText = (text: string) => text.replaceAll(keyBreak, ' ').toWellFormed();

/** What free text finds a record by: folded words, whole values, parts of addresses, digits of numbers. */
export function searchWords(object: ObjectType, values: Values, externalId: string): string[] {
  return termsOf([externalId, ...object.search.flatMap((name) => values[name] ?? [])]);
}
