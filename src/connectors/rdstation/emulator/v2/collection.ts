import type { Context } from 'hono';
import type { Crm } from '../model/crm.ts';
import { readMoment } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { CustomValues, FieldOwner } from '../model/rows.ts';
import { readFilter, type Filter, type Operator } from './rdql.ts';

type Plain = string | number | boolean | null;
/** How a field of a list is filtered and sorted: as text, as a number, or as a moment in milliseconds. */
interface Attribute<Row> {
  type: 'text' | 'number' | 'moment';
  of(row: Row): Plain | Plain[];
}

/** What a list can be asked: its fields, and whose custom fields `@slug` means. */
export interface Collection<Row> {
  attributes: Record<string, Attribute<Row>>;
  custom?: { owner: FieldOwner; of(row: Row): CustomValues };
  /** Rows to look at for a filter, from an index where one serves; all of them otherwise. */
  rows(filter: Filter | null): Row[];
}

/** `page[size]` when none is asked for, and the most; no page reaches beyond the first 10,000 rows. */
const usualSize = 20;
const mostSize = 200;
const reachable = 10_000;

/** Text of a field. */
export function text<Row>(of: (row: Row) => Plain | Plain[]): Attribute<Row> {
  return { type: 'text', of };
}
/** A number. */
export function number<Row>(of: (row: Row) => number | null): Attribute<Row> {
  return { type: 'number', of };
}
/** `created_at` and `updated_at`. */
export const stamps = {
  created_at: { type: 'moment', of: (row: { createdAt: number }) => row.createdAt },
  updated_at: { type: 'moment', of: (row: { updatedAt: number }) => row.updatedAt },
} as const;

/**
 * Answers a list call: `filter`, `sort[field]`, `page[number]`, `page[size]`.
 * @throws Refusal `bad_request` for a filter or sort it does not know
 */
export function list<Row extends { id: string }>(
  c: Context,
  crm: Crm,
  collection: Collection<Row>,
  shape: (row: Row) => object,
) {
  const asked = c.req.query('filter');
  const filter = asked?.trim() ? readFilter(asked) : null;
  const test = filter ? compile(crm, collection, filter) : () => true;
  const rows = sorted(c, collection, collection.rows(filter).filter(test)).slice(0, reachable);
  const size = Math.min(positive(c.req.query('page[size]'), usualSize), mostSize);
  const page = positive(c.req.query('page[number]'), 1);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const link = (number: number) => {
    const url = new URL(c.req.url);
    url.searchParams.set('page[number]', String(number));
    url.searchParams.set('page[size]', String(size));
    return url.toString();
  };
  const links = {
    first: link(1),
    prev: page > 1 ? link(page - 1) : null,
    self: link(page),
    next: page < last ? link(page + 1) : null,
    last: link(last),
  };
  return c.json({ data: rows.slice((page - 1) * size, page * size).map(shape), links });
}

function positive(text: string | undefined, otherwise: number): number {
  const value = Number.parseInt(text ?? '', 10);
  return value > 0 ? value : otherwise;
}

function sorted<Row extends { id: string }>(c: Context, collection: Collection<Row>, rows: Row[]): Row[] {
  const sort = Object.entries(c.req.query()).flatMap(([key, direction]) => {
    const field = /^sort\[(.+)\]$/.exec(key)?.[1];
    if (field === undefined) return [];
    const attribute = collection.attributes[field];
    if (!attribute || !/^(asc|desc)$/.test(direction)) {
      throw new Refusal('bad_request', 'sort', `Cannot sort by ${field} ${direction}`);
    }
    return [{ attribute, sign: direction === 'desc' ? -1 : 1 }];
  });
  if (sort.length === 0) return rows;
  return rows.sort((a, b) => {
    for (const { attribute, sign } of sort) {
      const order = sign * compare(attribute.of(a), attribute.of(b));
      if (order !== 0) return order;
    }
    return a.id < b.id ? -1 : 1;
  });
}

function compare(a: Plain | Plain[], b: Plain | Plain[]): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''), 'pt-BR');
}

function compile<Row>(crm: Crm, collection: Collection<Row>, filter: Filter): (row: Row) => boolean {
  if (filter.kind !== 'term') {
    const tests = filter.parts.map((part) => compile(crm, collection, part));
    return filter.kind === 'all'
      ? (row) => tests.every((test) => test(row))
      : (row) => tests.some((test) => test(row));
  }
  const attribute = attributeOf(crm, collection, filter.field);
  const wanted = filter.values.map((value) => operand(attribute, filter.field, value));
  const holds = (row: Row) => {
    const own = [attribute.of(row)].flat();
    return own.some((value) => wanted.some((other) => matches(value, filter.operator, other)));
  };
  return filter.negated ? (row) => !holds(row) : holds;
}

function attributeOf<Row>(crm: Crm, collection: Collection<Row>, field: string): Attribute<Row> {
  const { custom } = collection;
  if (field.startsWith('@') && custom) {
    const known = crm.by.fieldOwner.all(custom.owner).find(({ slug }) => slug === field.slice(1));
    if (known) return { type: 'text', of: (row) => custom.of(row)[known.id] ?? null };
  }
  const attribute = Object.hasOwn(collection.attributes, field) ? collection.attributes[field] : undefined;
  if (!attribute) throw new Refusal('bad_request', 'filter', `Unknown field in filter: ${field}`);
  return attribute;
}

function operand<Row>(attribute: Attribute<Row>, field: string, value: string): string | number {
  if (attribute.type === 'text') return value;
  // Times without an offset are meant in UTC here, unlike in API v1.
  const isBare = /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+)?$/.test(value);
  const read = attribute.type === 'number' ? Number(value) : readMoment(isBare ? `${value}Z` : value);
  if (read === null || Number.isNaN(read)) {
    throw new Refusal('bad_request', 'filter', `Not a value for ${field}: ${value}`);
  }
  return read;
}

function matches(own: Plain, operator: Operator, wanted: string | number): boolean {
  if (own === null) return false;
  if (operator === '~') return String(own).toLowerCase().includes(String(wanted).toLowerCase());
  const value = typeof wanted === 'string' ? String(own) : own;
  switch (operator) {
    case '=':
      return value === wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
  }
}
