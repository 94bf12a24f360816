import type { Json, OutputField } from '../../../src/api/contract.ts';
import type { FilterRow, Filters } from './guide.ts';

/** How a row compares. */
export type Operator = FilterRow['operator'];

const forText: Operator[] = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'is_any_of',
  'is_known',
  'is_unknown',
];
const forAmounts: Operator[] = [
  'equals',
  'not_equals',
  'greater_than',
  'less_than',
  'is_known',
  'is_unknown',
];
const forLists: Operator[] = ['contains', 'not_contains', 'is_known', 'is_unknown'];
const forTruth: Operator[] = ['equals', 'not_equals', 'is_known', 'is_unknown'];

/** The comparisons that make sense for a value's type. */
export function operatorsFor(type: OutputField['type'] | undefined): Operator[] {
  if (type === 'number' || type === 'date') return forAmounts;
  if (type === 'list' || type === 'object') return forLists;
  return type === 'boolean' ? forTruth : forText;
}

/** Whether a comparison needs something to compare with. */
export function needsValue(operator: Operator): boolean {
  return operator !== 'is_known' && operator !== 'is_unknown';
}

/** The rows of filters that the guide can show; groups within groups are kept but not shown. */
export function rowsOf(filters: Filters | null): { rows: FilterRow[]; nested: number } {
  const all = filters?.conditions ?? [];
  const rows = all.filter((each): each is FilterRow => 'path' in each);
  return { rows, nested: all.length - rows.length };
}

/** Filters with other rows; null when nothing is left to filter by. */
export function withRows(
  filters: Filters | null,
  rows: FilterRow[],
  match: Filters['match'] = filters?.match ?? 'all',
): Filters | null {
  const nested = (filters?.conditions ?? []).filter((each) => 'conditions' in each);
  const conditions = [...rows, ...nested];
  return conditions.length > 0 ? { match, conditions } : null;
}

/** A value kept when the comparison changes: a list for "is any of", text for the others. */
export function valueFor(operator: Operator, value: Json | undefined): Json {
  return operator === 'is_any_of' ? listOf(value) : textOf(value);
}

/** The texts of a stored value. */
export function listOf(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : [value]).map((each) => textOf(each)).filter(Boolean);
}

/** The text of a stored value. */
export function textOf(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map((each) => textOf(each)).join(', ');
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value);
}
