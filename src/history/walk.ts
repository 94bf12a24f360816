import type { Clock } from '#std/clock.ts';
import type { Queryable } from '#db/pool.ts';
import type { Id } from '#std/id.ts';
import { idAfter } from './cursor.ts';

/** What a step of a walk found, newest first, and where the next step begins; null at the end. */
export interface Stretch {
  ids: Id[];
  next: Id | null;
}

/** Goes through a list from newest to oldest, looking at a bounded number of rows at a time. */
export type Walk = (before: Id, wanted: number) => Promise<Stretch>;

/** Rows of one workspace between two ids. */
export interface Range {
  workspaceId: Id;
  /** First id that belongs to it. */
  from: Id;
}

/** A query in the making: its values, numbered in the order they were given. */
export interface Values {
  list: unknown[];
  /** Gives the value its place: `$3`. */
  add: (value: unknown) => string;
}

/** Starts an empty list of values. */
export function values(): Values {
  const list: unknown[] = [];
  return { list, add: (value) => `$${list.push(value)}` };
}

/** Where a stretch reads: a table whose `key` comes in order out of an index, or a sub-select of at most `window` rows. */
export interface Source {
  table: string | ((values: Values, before: Id, window: number) => string);
  key: string;
  /** Makes the condition that a row is wanted; null takes every row. */
  wanted: ((values: Values) => string) | null;
  /** Most rows looked at in one step. */
  window: number;
}

/**
 * A walk along an index. Each step looks at no more than `window` rows, so a condition that nearly nothing meets costs
 * no more than one that everything meets; it then gives little and says where to go on.
 */
export function walkAlong(db: Queryable, range: Range, source: Source): Walk {
  return async (before, wanted) => {
    const window = source.wanted === null ? wanted : source.window;
    const { rows } = await db.query<{ key: Id; hit: boolean }>(
      stretchQuery(range, source, before, window, wanted),
    );
    const last = rows.at(-1);
    const ids = [...new Set(rows.filter((row) => row.hit).map((row) => row.key))];
    if (last === undefined) return { ids, next: null };
    // The last row of the window may share its key with rows behind it (search terms of one run): they come again,
    // unless that is where we stand already.
    const again = idAfter(last.key);
    return { ids, next: last.hit || again >= before ? last.key : again };
  };
}

function stretchQuery(range: Range, source: Source, before: Id, window: number, wanted: number) {
  const { list, add } = values();
  const hit = source.wanted?.({ list, add }) ?? 'true';
  const table = typeof source.table === 'string' ? source.table : source.table({ list, add }, before, window);
  const text = `select key, hit from (
      select ${source.key} as key, (${hit}) as hit, row_number() over (order by ${source.key} desc) as n
      from ${table}
      where workspace_id = ${add(range.workspaceId)} and ${source.key} < ${add(before)} and ${source.key} >= ${add(range.from)}
      order by ${source.key} desc limit ${add(window)}) stretch
    where hit or n = ${add(window)} limit ${add(wanted)}`;
  return { text, values: list };
}

/** How long a page may look for rows before it is handed over short. */
const patienceMs = 150;

/**
 * Fills a page from a walk. Gives up after a while with what it has: the page is short then and has a `next` all the same.
 */
export async function fillPage(walk: Walk, before: Id, limit: number, clock: Clock): Promise<Stretch> {
  const deadline = clock.monotonic() + patienceMs;
  const ids: Id[] = [];
  let next: Id | null = before;
  do {
    const stretch: Stretch = await walk(next, limit - ids.length);
    for (const id of stretch.ids) if (!ids.includes(id)) ids.push(id);
    next = stretch.next;
  } while (next !== null && ids.length < limit && clock.monotonic() < deadline);
  return { ids, next };
}
