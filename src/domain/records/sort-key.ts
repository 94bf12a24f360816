import type { Property } from './property.ts';
import { slots } from './property.ts';
import type { Properties } from './validate.ts';
import type { Values } from './value.ts';

const longest = 100;

/**
 * A text that sorts, letter by letter, as the value does: numbers by their size, all else without case. Of a long text
 * the beginning.
 */
export function sortKey(property: Pick<Property, 'type'>, value: string): string {
  if (property.type === 'number') return numberKey(value);
  return value.slice(0, longest).toLowerCase().toWellFormed();
}

/**
 * `o` for zero; `p`, exponent and digits for what is above; for what is below, the same turned round, so that more of it
 * comes first: -20 before -3 before 0 before 3 before 20.
 * @param value a number as `normalise` writes it
 */
function numberKey(value: string): string {
  const negative = value.startsWith('-');
  const plain = /e/i.test(value) ? unscientific(value) : value;
  const [whole = '', decimals = ''] = plain.replace(/^[-+]/, '').split('.');
  const all = whole + decimals;
  const first = all.search(/[1-9]/);
  if (first < 0) return 'o';
  const exponent = String(whole.length - first + 500).padStart(3, '0');
  const digits = all.slice(first).replace(/0+$/, '').slice(0, longest);
  return negative ? `n${turned(exponent + digits)}~` : `p${exponent}${digits}`;
}

const turned = (digits: string) => digits.replace(/\d/g, (digit) => String(9 - Number(digit)));

/** Numbers beyond 10^21 are written with an exponent. */
function unscientific(value: string): string {
  const [mantissa = '0', power = '0'] = value.toLowerCase().replace(/^[-+]/, '').split('e');
  const [whole = '', decimals = ''] = mantissa.split('.');
  const shift = Number(power);
  if (shift >= 0) {
    const moved = decimals.padEnd(shift, '0');
    return `${whole}${moved.slice(0, shift)}.${moved.slice(shift)}`;
  }
  const padded = whole.padStart(1 - shift, '0');
  return `${padded.slice(0, padded.length + shift)}.${padded.slice(padded.length + shift)}${decimals}`;
}

/** The six ordered places of a record. */
export function sortKeys(properties: Properties, values: Values): (string | null)[] {
  const keys = Array.from({ length: slots }, (): string | null => null);
  for (const property of properties.values()) {
    const value = values[property.name];
    if (property.slot !== null && value !== undefined) keys[property.slot - 1] = sortKey(property, value);
  }
  return keys;
}
