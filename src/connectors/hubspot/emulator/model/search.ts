import { linksOf } from './associations.ts';
import type { Hub } from './hub.ts';
import { typeKey } from './lookups.ts';
import { propertyOf } from './properties.ts';
import { invalid } from './refusal.ts';
import type { PropertyType, RecordRow } from './rows.ts';
import { findType } from './schemas.ts';
import type { ObjectType } from './types.ts';
import { momentOf } from './values.ts';
import { valueOf } from './view.ts';

export const operators = [
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
export interface Filter {
  propertyName: string;
  operator: (typeof operators)[number];
  value?: string | undefined;
  highValue?: string | undefined;
  values?: string[] | undefined;
}
export interface Query {
  filterGroups: { filters: Filter[] }[];
  query: string;
  sort: { propertyName: string; descending: boolean } | null;
}

type Test = (row: RecordRow) => boolean;

/**
 * Records that match, in the order asked for; oldest first when none is. A search sees records as they were a moment
 * ago. HubSpot docs "CRM search", read 2026-11.
 * @throws HubError 400 for an unknown property
 */
export function search(hub: Hub, portal: number, type: ObjectType, query: Query): RecordRow[] {
  const groups = query.filterGroups.map(({ filters }) =>
    filters.map((filter) => testOf(hub, portal, type, filter)),
  );
  const words = query.query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = seen(hub, portal, type).filter(
    (row) =>
      (groups.length === 0 || groups.some((tests) => tests.every((test) => test(row)))) &&
      hasWords(type, row, words),
  );
  return sorted(hub, portal, type, found, query.sort);
}

function seen(hub: Hub, portal: number, type: ObjectType): RecordRow[] {
  const key = typeKey(portal, type.id);
  const now = hub.by.type.all(key);
  const view = hub.lag.view();
  if (view.size === 0) return now;
  const earlier = [...view.values()].filter(
    (row): row is RecordRow =>
      row !== null && row.archivedAt === null && typeKey(row.portal, row.type) === key,
  );
  return [...now.filter((row) => !view.has(row.id)), ...earlier];
}

function hasWords(type: ObjectType, row: RecordRow, words: string[]): boolean {
  if (words.length === 0) return true;
  const text = type.searched
    .map((name) => row.values[name] ?? '')
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function testOf(hub: Hub, portal: number, type: ObjectType, filter: Filter): Test {
  const linked = /^associations\.(.+)$/.exec(filter.propertyName)?.[1];
  if (linked !== undefined) return linkTest(hub, portal, linked, filter);
  const property = propertyOf(hub, portal, type.id, filter.propertyName);
  if (!property) {
    throw invalid(`There was a problem with the request. Property "${filter.propertyName}" does not exist`, {
      errors: [
        { message: `Property "${filter.propertyName}" does not exist`, code: 'PROPERTY_DOESNT_EXIST' },
      ],
    });
  }
  const read = (row: RecordRow) => valueOf(type, row, filter.propertyName) ?? '';
  const exact = property.type === 'enumeration';
  const key = (value: string) => keyOf(value, property.type, exact);
  return valueTest(filter, key, read);
}

function valueTest(
  filter: Filter,
  key: (value: string) => string | number,
  read: (row: RecordRow) => string,
): Test {
  const wanted = key(filter.value ?? '');
  const compare =
    (accepts: (value: string | number) => boolean): Test =>
    (row) => {
      const value = read(row);
      return value !== '' && accepts(key(value));
    };
  switch (filter.operator) {
    case 'EQ':
      return compare((value) => value === wanted);
    case 'NEQ':
      return (row) => key(read(row)) !== wanted;
    case 'LT':
      return compare((value) => value < wanted);
    case 'LTE':
      return compare((value) => value <= wanted);
    case 'GT':
      return compare((value) => value > wanted);
    case 'GTE':
      return compare((value) => value >= wanted);
    case 'BETWEEN': {
      const high = key(filter.highValue ?? '');
      return compare((value) => value >= wanted && value <= high);
    }
    case 'IN':
    case 'NOT_IN': {
      // Texts must be sent in lower case: stored values are lowered, those asked for are not.
      const listed = new Set(
        (filter.values ?? []).map((value) => (typeof wanted === 'number' ? key(value) : value)),
      );
      const inside = (row: RecordRow) => listed.has(key(read(row)));
      return filter.operator === 'IN' ? inside : (row) => !inside(row);
    }
    case 'HAS_PROPERTY':
      return (row) => read(row) !== '';
    case 'NOT_HAS_PROPERTY':
      return (row) => read(row) === '';
    case 'CONTAINS_TOKEN':
      return (row) => hasToken(read(row), filter.value ?? '');
    case 'NOT_CONTAINS_TOKEN':
      return (row) => !hasToken(read(row), filter.value ?? '');
  }
}

function keyOf(value: string, type: PropertyType, exact: boolean): string | number {
  if (type === 'number') return Number(value || NaN);
  if (type === 'date' || type === 'datetime') return momentOf(value) ?? NaN;
  return exact ? value : value.toLowerCase();
}

function hasToken(value: string, wanted: string): boolean {
  const tokens = value
    .toLowerCase()
    .split(/[^\p{L}\p{N}_.'-]+/u)
    .flatMap((token) => [token, ...token.split(/[.'-]/)]);
  return wanted
    .toLowerCase()
    .split(/[^\p{L}\p{N}_.'*-]+/u)
    .filter(Boolean)
    .every((part) => {
      const pattern = part
        .split('*')
        .map((text) => text.replace(/[.\\+?^${}()|[\]]/g, '\\$&'))
        .join('.*');
      const whole = new RegExp(`^${pattern}$`, 'u');
      return tokens.some((token) => whole.test(token));
    });
}

function linkTest(hub: Hub, portal: number, name: string, filter: Filter): Test {
  const other = findType(hub, portal, name);
  if (!other || other.id.startsWith('2-')) throw invalid(`Cannot search by association with ${name}`);
  const wanted = new Set(filter.operator === 'IN' ? (filter.values ?? []) : [filter.value ?? '']);
  return (row) => {
    const links = linksOf(hub, row, other.id);
    if (filter.operator === 'HAS_PROPERTY') return links.length > 0;
    if (filter.operator === 'NOT_HAS_PROPERTY') return links.length === 0;
    const has = links.some((link) => wanted.has(link.toId));
    return filter.operator === 'NEQ' || filter.operator === 'NOT_IN' ? !has : has;
  };
}

function sorted(
  hub: Hub,
  portal: number,
  type: ObjectType,
  rows: RecordRow[],
  sort: Query['sort'],
): RecordRow[] {
  const byId = (a: RecordRow, b: RecordRow) =>
    a.createdAt - b.createdAt || Number(a.objectId) - Number(b.objectId);
  if (!sort) return rows.sort(byId);
  const kind = propertyOf(hub, portal, type.id, sort.propertyName)?.type;
  if (!kind) throw invalid(`Property "${sort.propertyName}" does not exist`);
  const keyed = rows.map((row) => {
    const value = valueOf(type, row, sort.propertyName);
    return { row, key: value === null ? null : keyOf(value, kind, false) };
  });
  const way = sort.descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.key === b.key) return byId(a.row, b.row);
    if (a.key === null) return 1;
    if (b.key === null) return -1;
    return (a.key < b.key ? -1 : 1) * way;
  });
  return keyed.map(({ row }) => row);
}
