import { comparable } from './filter.ts';
import type { FilterOperator, ReadyFilter } from './filter.ts';
import type { Property } from './property.ts';
import { isMultiple } from './property.ts';

/** What a record is judged by. */
export interface Facts {
  values: Record<string, string>;
  /** Ids of associated records of an object, ours and the CRM's own. */
  associated?(object: string): string[];
}

/**
 * Whether a record fits, by the same rules as the search in the database. Negations hold where there is no value: what
 * has no city is not in Oslo. Pure.
 */
export function fits(groups: ReadyFilter[][], facts: Facts): boolean {
  return groups.length === 0 || groups.some((group) => group.every((filter) => holds(filter, facts)));
}

function holds(filter: ReadyFilter, facts: Facts): boolean {
  const positive = positiveOf[filter.operator];
  if (positive !== undefined) return !holds({ ...filter, operator: positive }, facts);
  if ('associated' in filter.subject) {
    const ids = facts.associated?.(filter.subject.associated) ?? [];
    return filter.operator === 'HAS_PROPERTY' ? ids.length > 0 : filter.values.some((id) => ids.includes(id));
  }
  const { property } = filter.subject;
  const raw = facts.values[property.name];
  if (raw === undefined) return false;
  return valueHolds(property, filter, comparable(property, raw));
}

/** Operators that are the opposite of another one. */
export const positiveOf: Partial<Record<FilterOperator, FilterOperator>> = {
  NEQ: 'EQ',
  NOT_IN: 'IN',
  NOT_HAS_PROPERTY: 'HAS_PROPERTY',
  NOT_CONTAINS_TOKEN: 'CONTAINS_TOKEN',
};

function valueHolds(property: Property, { operator, values }: ReadyFilter, value: string): boolean {
  const [first = '', high = ''] = values;
  const to = (other: string) => compareValues(property, value, other);
  switch (operator) {
    case 'EQ':
      return value === first;
    case 'IN':
      return isMultiple(property)
        ? value.split(';').some((part) => values.includes(part))
        : values.includes(value);
    case 'LT':
      return to(first) < 0;
    case 'LTE':
      return to(first) <= 0;
    case 'GT':
      return to(first) > 0;
    case 'GTE':
      return to(first) >= 0;
    case 'BETWEEN':
      return to(first) >= 0 && to(high) <= 0;
    case 'CONTAINS_TOKEN':
      return tokensOf(first).every((token) => tokenPattern(token).test(value));
    default:
      return true;
  }
}

/** Numbers as numbers, all else by its letters. */
export function compareValues(property: Property, left: string, right: string): number {
  if (property.type === 'number') return Number(left) - Number(right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The words of a text that is looked for; each must be there. */
export function tokensOf(text: string): string[] {
  return text.split(/\s+/).filter((token) => token !== '');
}

/** A whole word, `*` standing for anything but blanks. */
function tokenPattern(token: string): RegExp {
  const body = tokenBody(token.toLowerCase());
  return new RegExp(`(?<![\\p{L}\\p{N}])${body}(?![\\p{L}\\p{N}])`, 'u');
}

/** A token as a regular expression that JavaScript and PostgreSQL read alike. */
export function tokenBody(token: string): string {
  return token.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '\\S*');
}
