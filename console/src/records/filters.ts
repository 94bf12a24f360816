import type { Filter, FilterOperator, Property } from '../../../src/api/contract-records.ts';

/** Operators by what they need: nothing, one value, two, several. */
const needs: Record<FilterOperator, 'none' | 'one' | 'two' | 'several'> = {
  EQ: 'one',
  NEQ: 'one',
  LT: 'one',
  LTE: 'one',
  GT: 'one',
  GTE: 'one',
  BETWEEN: 'two',
  IN: 'several',
  NOT_IN: 'several',
  HAS_PROPERTY: 'none',
  NOT_HAS_PROPERTY: 'none',
  CONTAINS_TOKEN: 'one',
  NOT_CONTAINS_TOKEN: 'one',
};

/** How many values an operator takes. */
export const needsOf = (operator: FilterOperator) => needs[operator];

const ordered: FilterOperator[] = ['GTE', 'LTE', 'BETWEEN', 'EQ'];
const presence: FilterOperator[] = ['HAS_PROPERTY', 'NOT_HAS_PROPERTY'];

/** Operators that mean something for a property, the usual one first. */
export function operatorsOf({ type }: Pick<Property, 'type'>): FilterOperator[] {
  if (type === 'enumeration') return ['IN', 'NOT_IN', ...presence];
  if (type === 'bool') return ['EQ', ...presence];
  if (type === 'datetime') return ['GTE', 'LTE', 'BETWEEN', ...presence];
  if (type === 'number' || type === 'date') return [...ordered, ...presence];
  return ['CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN', 'EQ', 'NEQ', ...presence];
}

/** Whether a filter says all that its operator needs. */
export function isWhole(filter: Filter): boolean {
  const need = needsOf(filter.operator);
  if (need === 'several') return (filter.values ?? []).length > 0;
  if (need === 'two') return Boolean(filter.value && filter.highValue);
  return need === 'none' || Boolean(filter.value);
}

const escape = (text: string) => text.replace(/[\\;:,]/g, (sign) => `\\${sign}`);
/** Parts of a text at a sign that has no `\` before it. */
function split(text: string, sign: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') part += text.slice(at, ++at + 1);
    else if (text[at] === sign) {
      parts.push(part);
      part = '';
    } else part += text[at];
  }
  return [...parts, part];
}
const plain = (text: string) => text.replace(/\\(.)/g, '$1');

/** Filters as a part of an address, `city:EQ:Oslo;amount:BETWEEN:1,20`, which people can read and write. */
export function writeFilters(filters: Filter[]): string {
  return filters
    .map(({ property, operator, value, highValue, values }) => {
      const given = values ?? [value, highValue].filter((one) => one !== undefined);
      return [property, operator, ...(given.length > 0 ? [given.map(escape).join(',')] : [])].join(':');
    })
    .join(';');
}

/** The filters of an address; what is no filter is left out. */
export function readFilters(text: string): Filter[] {
  return split(text, ';').flatMap((part): Filter[] => {
    const [property = '', operator = '', list] = split(part, ':');
    if (!property || !Object.hasOwn(needs, operator)) return [];
    const base = { property: plain(property), operator: operator as FilterOperator };
    const given = list === undefined ? [] : split(list, ',').map(plain);
    switch (needsOf(base.operator)) {
      case 'none':
        return [base];
      case 'several':
        return [{ ...base, values: given }];
      case 'two':
        return [{ ...base, value: given[0] ?? '', highValue: given[1] ?? '' }];
      default:
        return [{ ...base, value: given.join(',') }];
    }
  });
}
