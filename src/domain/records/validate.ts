import type { Fault } from '../../std/errors.ts';
import { nearest } from '../../std/nearest.ts';
import type { ObjectType } from './object.ts';
import type { Property } from './property.ts';
import type { GivenValues, Values } from './value.ts';
import { normalise } from './value.ts';

/** Properties of an object by name. */
export type Properties = ReadonlyMap<string, Property>;

/** What a write would set: a text, or null where the value is cleared. */
export type Wanted = Record<string, string | null>;

export interface Checked {
  wanted: Wanted;
  faults: Fault[];
}

/**
 * Values as they would be kept, and what is wrong with those that cannot be. A fault's path is `properties.<name>`; its
 * `message` is an English sentence that names the property and says what to do.
 * @param current the record's values now; empty for a new one
 */
export function checkValues(properties: Properties, given: GivenValues, current: Values = {}): Checked {
  const wanted: Wanted = {};
  const faults: Fault[] = [];
  for (const [name, value] of Object.entries(given)) {
    const property = properties.get(name);
    if (!property) {
      faults.push(unknownProperty(properties, name));
    } else if (property.readOnly) {
      faults.push(faultOf(name, 'read_only', 'is written by the CRM itself; leave it out.'));
    } else {
      const normal = normalise(property, value, current[name] ?? null);
      if ('value' in normal) wanted[name] = normal.value;
      else faults.push(faultOf(name, normal.fault.code, normal.fault.message, normal.fault.params));
    }
  }
  return { wanted, faults };
}

/** What a record lacks that its object asks for, after a write. */
export function missingValues(object: ObjectType, values: Values): Fault[] {
  return object.requires
    .filter((group) => !group.some((name) => (values[name] ?? '') !== ''))
    .map((group) => {
      const rest = group.length > 1 ? `or ${group.slice(1).join(' or ')} ` : '';
      return faultOf(group[0]!, 'required', `${rest}must have a value; add one.`, { anyOf: group });
    });
}

/** A fault of one property. */
export function faultOf(
  name: string,
  code: string,
  message: string,
  params: Record<string, unknown> = {},
): Fault {
  return {
    path: `properties.${name}`,
    code,
    params: { ...params, property: name, message: `Property "${name}" ${message}` },
  };
}

function unknownProperty(properties: Properties, name: string): Fault {
  const like = nearest(name, [...properties.keys()]);
  const advice = like === null ? 'see the list of properties' : `did you mean "${like}"?`;
  return faultOf(name.slice(0, 200), 'unknown_property', `does not exist; ${advice}`, { nearest: like });
}

/** The first sentence of some faults, for the message of an error. */
export function sentenceOf(faults: Fault[]): string {
  const message = faults[0]?.params?.['message'];
  const first = typeof message === 'string' ? message : 'The values are not as they should be.';
  const more = faults.length > 1 ? ` And ${faults.length - 1} more; see the faults.` : '';
  return `${first}${more} Nothing was written.`;
}
