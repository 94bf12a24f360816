import type { Fault } from '../../std/errors.ts';
import { nearest } from '../../std/nearest.ts';
import type { Property } from './property.ts';
import type { Properties } from './validate.ts';
import { normalise } from './value.ts';

/** HubSpot's operators (docs "CRM search", read 2026-11). */
export const filterOperators = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** One condition as people and programs give it. `associations.<object>` stands for the records of another object. */
export interface Filter {
  property: string;
  operator: FilterOperator;
  value?: string;
  highValue?: string;
  values?: string[];
}

/** Groups are or, filters in a group are and. No group: everything. */
export type FilterGroups = { filters: Filter[] }[];

export interface Sort {
  property: string;
  direction: 'asc' | 'desc';
}

/** Most of each, as HubSpot has it (docs "CRM search", read 2026-11). */
export const most = { groups: 5, filters: 6, all: 18, values: 100 };

/** A condition with its property looked up and its values as records hold them; texts in lower case. */
export interface ReadyFilter {
  subject: { property: Property } | { associated: string };
  operator: FilterOperator;
  values: string[];
}

export interface ReadyGroups {
  groups: ReadyFilter[][];
  faults: Fault[];
}

/**
 * Filters as they are carried out, and what is wrong with them: unknown property, a value of the wrong type, one that is
 * missing, too many of them. A fault's path is `filterGroups.<n>.filters.<m>`.
 * @param objects names of objects that `associations.<object>` may name
 */
export function readFilters(
  properties: Properties,
  objects: readonly string[],
  groups: FilterGroups,
): ReadyGroups {
  const faults: Fault[] = [];
  const all = groups.reduce((sum, group) => sum + group.filters.length, 0);
  if (groups.length > most.groups || all > most.all) {
    faults.push({ path: 'filterGroups', code: 'too_big', params: { max: most.groups, filters: most.all } });
  }
  const ready = groups.map(({ filters }, place) => {
    const path = `filterGroups.${place}.filters`;
    if (filters.length > most.filters) {
      faults.push({ path, code: 'too_big', params: { max: most.filters } });
    }
    return filters.flatMap((filter, index) => {
      const read = readFilter(properties, objects, filter);
      if ('operator' in read) return [read];
      faults.push({ ...read, path: `${path}.${index}` });
      return [];
    });
  });
  return { groups: ready, faults };
}

const ordering: FilterOperator[] = ['LT', 'LTE', 'GT', 'GTE', 'BETWEEN'];
const tokens: FilterOperator[] = ['CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'];
const presence: FilterOperator[] = ['HAS_PROPERTY', 'NOT_HAS_PROPERTY'];

function readFilter(
  properties: Properties,
  objects: readonly string[],
  filter: Filter,
): ReadyFilter | Omit<Fault, 'path'> {
  const { operator } = filter;
  const given = givenValues(filter);
  if ('code' in given) return given;
  const associated = /^associations\.(\w+)$/.exec(filter.property)?.[1];
  if (associated !== undefined && objects.includes(associated)) {
    if (ordering.includes(operator) || tokens.includes(operator)) return notFitting(filter);
    return { subject: { associated }, operator, values: given.values };
  }
  const property = properties.get(filter.property);
  if (!property) {
    const like = nearest(filter.property, [...properties.keys()]);
    const message = `Property "${filter.property}" does not exist${like === null ? '' : `; did you mean "${like}"?`}`;
    return { code: 'unknown_property', params: { property: filter.property, nearest: like, message } };
  }
  const unordered = property.type === 'bool' || property.type === 'enumeration';
  const wordless = !['string', 'phone_number', 'enumeration'].includes(property.type);
  if ((unordered && ordering.includes(operator)) || (wordless && tokens.includes(operator))) {
    return notFitting(filter);
  }
  return readValues(property, operator, given.values);
}

function notFitting({ property, operator }: Filter): Omit<Fault, 'path'> {
  const message = `Operator ${operator} does not fit property "${property}"; use EQ, IN or HAS_PROPERTY.`;
  return { code: 'invalid_value', params: { property, operator, message } };
}

/** The values an operator needs, however they were given. */
function givenValues(filter: Filter): { values: string[] } | Omit<Fault, 'path'> {
  const { operator, property, value, highValue, values = [] } = filter;
  if (presence.includes(operator)) return { values: [] };
  const missing = (what: string): Omit<Fault, 'path'> => ({
    code: 'required',
    params: { property, operator, message: `${operator} on "${property}" needs ${what}.` },
  });
  if (operator === 'IN' || operator === 'NOT_IN') {
    if (values.length > most.values) return { code: 'too_big', params: { property, max: most.values } };
    return values.length > 0 ? { values } : missing('"values"');
  }
  if (operator === 'BETWEEN') {
    return value !== undefined && highValue !== undefined
      ? { values: [value, highValue] }
      : missing('"value" and "highValue"');
  }
  return value !== undefined && value !== '' ? { values: [value] } : missing('"value"');
}

function readValues(
  property: Property,
  operator: FilterOperator,
  given: string[],
): ReadyFilter | Omit<Fault, 'path'> {
  if (tokens.includes(operator)) return { subject: { property }, operator, values: given };
  const values: string[] = [];
  for (const text of given) {
    // Texts and options are sought as they are: what no record holds is found in none.
    const asIs = ['string', 'enumeration', 'phone_number'].includes(property.type);
    const normal = asIs ? { value: text } : normalise(property, text);
    if ('fault' in normal) {
      const { code, message, params } = normal.fault;
      return {
        code,
        params: { ...params, property: property.name, message: `"${text}" ${message}` },
      };
    }
    values.push(comparable(property, normal.value ?? ''));
  }
  return { subject: { property }, operator, values };
}

/** A value as it is compared: options as they are, all else without case. */
export function comparable(property: Property, value: string): string {
  return property.type === 'enumeration' ? value : value.toLowerCase();
}
