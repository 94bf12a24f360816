import type { Json, JsonObject } from '../std/json.ts';
import { at } from '../std/json.ts';

/** Conditions over an event's data. An empty group lets everything through. */
export interface FilterGroup {
  match: 'all' | 'any';
  conditions: (Condition | FilterGroup)[];
}

export interface Condition {
  path: string;
  operator: Operator;
  value?: Json;
}

export const operators = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'greater_than',
  'less_than',
  'is_known',
  'is_unknown',
  'is_any_of',
] as const;
export type Operator = (typeof operators)[number];

/** Which condition decided, for "explain" on the run page. */
export interface Verdict {
  passed: boolean;
  decidedBy: Condition | null;
}

/** Text without case and accents, so that "Prestação" meets "prestacao". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Judges data by a group of conditions. Pure. */
export function judge(group: FilterGroup | null, data: JsonObject): Verdict {
  if (!group || group.conditions.length === 0) return { passed: true, decidedBy: null };
  const wanted = group.match === 'any';
  for (const item of group.conditions) {
    const verdict = 'conditions' in item ? judge(item, data) : { passed: holds(item, data), decidedBy: item };
    if (verdict.passed === wanted) return verdict;
  }
  const last = group.conditions.at(-1)!;
  return { passed: !wanted, decidedBy: 'conditions' in last ? null : last };
}

function holds(condition: Condition, data: JsonObject): boolean {
  const actual = at(data, condition.path);
  const known = actual !== undefined && actual !== null && actual !== '';
  switch (condition.operator) {
    case 'is_known':
      return known;
    case 'is_unknown':
      return !known;
    case 'equals':
      return known && same(actual, condition.value);
    case 'not_equals':
      return !known || !same(actual, condition.value);
    case 'is_any_of':
      return known && Array.isArray(condition.value) && condition.value.some((value) => same(actual, value));
    case 'contains':
      return texts(actual).some((text) => text.includes(folded(condition.value)));
    case 'not_contains':
      return !texts(actual).some((text) => text.includes(folded(condition.value)));
    case 'starts_with':
      return texts(actual).some((text) => text.startsWith(folded(condition.value)));
    case 'ends_with':
      return texts(actual).some((text) => text.endsWith(folded(condition.value)));
    case 'greater_than':
      return known && compare(actual, condition.value) > 0;
    case 'less_than':
      return known && compare(actual, condition.value) < 0;
  }
}

function asText(value: Json | undefined): string {
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value);
}
const folded = (value: Json | undefined) => fold(asText(value));
const texts = (value: Json | undefined) =>
  (Array.isArray(value) ? value : [value]).map((item) => folded(item));
const same = (left: Json | undefined, right: Json | undefined) => folded(left) === folded(right);

/** Numbers as numbers, dates as dates, the rest as text. NaN (never greater, never less) when they do not compare. */
function compare(left: Json | undefined, right: Json | undefined): number {
  const numbers = [Number(left), Number(right)] as const;
  if (!numbers.some(Number.isNaN)) return numbers[0] - numbers[1];
  const dates = [Date.parse(asText(left)), Date.parse(asText(right))] as const;
  return dates[0] - dates[1];
}
