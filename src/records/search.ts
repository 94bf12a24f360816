import type { QueryResultRow } from 'pg';
import type { Queryable } from '../db/pool.ts';
import { readFilters } from '../domain/records/filter.ts';
import type { FilterGroups, ReadyFilter, Sort } from '../domain/records/filter.ts';
import type { CrmRecord } from '../domain/records/record.ts';
import { searchQuery } from '../domain/terms.ts';
import { AppError } from '../std/errors.ts';
import { nearest } from '../std/nearest.ts';
import type { Crm, ObjectSchema } from './crm.ts';
import { recordColumns, toRecord } from './record-store.ts';
import type { RecordRow } from './record-store.ts';
import { readPlace, showPlace } from './search-place.ts';
import type { Place } from './search-place.ts';
import { conditionOf, Params } from './search-sql.ts';

/** What is looked for. Without a sort: newest first. */
export interface Search {
  filterGroups?: FilterGroups | undefined;
  /** Words as they are typed: the beginning of each is enough. */
  query?: string | undefined;
  sort?: Sort | undefined;
  /** What is archived instead of what is not. */
  archived?: boolean | undefined;
  cursor?: string | undefined;
  /** 1 to 200. */
  limit: number;
}

export interface Found {
  records: CrmRecord[];
  /** The next page; null on the last one. */
  cursor: string | null;
}

/** Above this nothing is counted. */
export const countedUpTo = 10_000;

interface Prepared {
  where: string;
  params: Params;
}

/**
 * A page of records. One statement; two where a page goes over from those that have a value of the sorted property to
 * those that have none, which come last in either direction. Throws AppError `invalid` with the faults of filters.
 */
export async function search(db: Queryable, crm: Crm, object: ObjectSchema, wanted: Search): Promise<Found> {
  const order = orderOf(object, wanted);
  const place = wanted.cursor === undefined ? null : readPlace(wanted.cursor);
  const page = async (blank: boolean, after: Place | null, limit: number): Promise<Row[]> => {
    const { where, params } = prepare(crm, object, wanted);
    return pageOf(db, order, { where, params }, { blank, after, limit });
  };
  const rows = place?.blank === true ? [] : await page(false, place, wanted.limit + 1);
  if (order.blanks && rows.length <= wanted.limit) {
    const after = place?.blank === true ? place : null;
    rows.push(...(await page(true, after, wanted.limit + 1 - rows.length)));
  }
  const shown = rows.slice(0, wanted.limit);
  const last = shown.at(-1);
  return {
    records: shown.map(toRecord),
    cursor:
      rows.length > shown.length && last
        ? showPlace({ id: last.id, key: last.sort_key, blank: last.blank })
        : null,
  };
}

/** How many there are: exact up to 10,000, then 10,001. One statement. */
export async function countFound(
  db: Queryable,
  crm: Crm,
  object: ObjectSchema,
  wanted: Omit<Search, 'limit'>,
): Promise<number> {
  const { where, params } = prepare(crm, object, wanted);
  const { rows } = await db.query<{ count: string }>(
    `select count(*) from (select 1 from records r where ${where} limit ${countedUpTo + 1}) as found`,
    params.values,
  );
  return Number(rows[0]!.count);
}

function prepare(crm: Crm, object: ObjectSchema, wanted: Omit<Search, 'limit'>): Prepared {
  const params = new Params(crm.workspaceId, crm.connectionId, object.name);
  const groups = readyGroups(crm, object, wanted.filterGroups ?? []);
  const typed = wanted.query?.trim() ?? '';
  const words = typed === '' ? null : searchQuery(typed);
  const conditions = [
    'r.workspace_id = $1 and r.connection_id = $2 and r.object = $3',
    `r.archived_at is ${wanted.archived === true ? 'not null and r.merged_into is null' : 'null'}`,
    ...(words === null ? [] : [`r.words @@ ${params.add(words)}::tsquery`]),
    // Only blanks and punctuation were typed: that is in no record.
    ...(typed !== '' && words === null ? ['false'] : []),
    conditionOf(groups, params),
  ];
  return { where: conditions.join(' and '), params };
}

/** Throws AppError `invalid` with what is wrong with filters. */
export function readyGroups(crm: Crm, object: ObjectSchema, groups: FilterGroups): ReadyFilter[][] {
  const { groups: ready, faults } = readFilters(object.properties, [...crm.objects.keys()], groups);
  if (faults.length === 0) return ready;
  const first = faults[0]!.params?.['message'];
  const said = typeof first === 'string' ? first : `There are too many filters at ${faults[0]!.path}.`;
  throw new AppError('invalid', `${said} See the faults.`, { faults });
}

/** What a list is sorted by: an expression over `records r`, and the type its values are compared as. */
interface Order {
  expression: string;
  params: unknown[];
  type: string;
  direction: 'asc' | 'desc';
  /** Whether records may have no value of it. */
  blanks: boolean;
}

function orderOf(object: ObjectSchema, { sort, archived }: Search): Order {
  const time = (column: string, direction: Sort['direction']): Order => ({
    ...{ expression: `r.${column}`, params: [], type: 'timestamptz', direction, blanks: false },
  });
  if (sort === undefined) return time(archived === true ? 'archived_at' : 'created_at', 'desc');
  const { property: name, direction } = sort;
  if (name === object.stamps?.created) return time('created_at', direction);
  if (name === object.stamps?.modified) return time('updated_at', direction);
  const property = object.properties.get(name);
  if (!property) {
    const like = nearest(name, [...object.properties.keys()]);
    throw new AppError(
      'invalid',
      `Property "${name.slice(0, 100)}" does not exist${like === null ? '' : `; did you mean "${like}"?`}`,
      {
        faults: [
          { path: 'sort.property', code: 'unknown_property', params: { property: name, nearest: like } },
        ],
      },
    );
  }
  const shared = { direction, blanks: true };
  if (property.slot !== null) {
    return { ...shared, expression: `r.sorts[${property.slot}] collate "C"`, params: [], type: 'text' };
  }
  if (property.type === 'number') {
    const path = `$.${JSON.stringify(name)}.double()`;
    const expression = `jsonb_path_query_first(r."values", ?::jsonpath, '{}', true)`;
    return { ...shared, expression, params: [path], type: 'jsonb' };
  }
  const expression = `lower(left(r."values" ->> ?, 200)) collate "C"`;
  return { ...shared, expression, params: [name], type: 'text' };
}

type Row = RecordRow & QueryResultRow & { sort_key: string | null; blank: boolean };

async function pageOf(
  db: Queryable,
  order: Order,
  { where, params }: Prepared,
  { blank, after, limit }: { blank: boolean; after: Place | null; limit: number },
): Promise<Row[]> {
  const places = order.params.map((value) => params.add(value));
  const key = order.expression.replace(/\?/g, () => places.shift()!);
  const beyond = order.direction === 'asc' ? '>' : '<';
  const conditions = [where];
  if (order.blanks) conditions.push(`${key} is ${blank ? '' : 'not '}null`);
  if (after !== null) {
    conditions.push(
      blank
        ? `r.id ${beyond} ${params.add(after.id)}::uuid`
        : `(${key}, r.id) ${beyond} (${params.add(after.key)}::${order.type}, ${params.add(after.id)}::uuid)`,
    );
  }
  const sorted = blank ? `r.id ${order.direction}` : `${key} ${order.direction}, r.id ${order.direction}`;
  const { rows } = await db.query<Row>(
    `select ${recordColumns}, ${blank ? 'null' : `(${key})::text`} as sort_key, ${blank} as blank
     from records r where ${conditions.join(' and ')} order by ${sorted} limit ${params.add(limit)}`,
    params.values,
  );
  return rows;
}
