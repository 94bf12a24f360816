import type { Queryable } from '#db/pool.ts';
import type { Clock } from '#std/clock.ts';
import { idAt, readId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { bottomId, readCursor, showCursor } from './cursor.ts';
import type { Connectors } from './refs.ts';
import { walkRuns } from './run-filter.ts';
import type { RunFilter } from './run-filter.ts';
import { runRows, showRun } from './run-rows.ts';
import { fillPage } from './walk.ts';
import type { Stretch } from './walk.ts';
import type { Page, RunSummary } from './views.ts';

/** Which part of a list. */
export interface PageWanted {
  /** From the page before; the newest without it. */
  cursor?: string;
  /** Most items of the page. */
  limit: number;
}

/** What reading needs. */
export interface Reading {
  pool: Queryable;
  clock: Clock;
  connectors: Connectors;
}

/** Runs of a workspace, newest first. A search for an id (`run_…`, `evt_…`) finds that run, or that event's runs. */
export async function listRuns(
  reading: Reading,
  workspaceId: Id,
  filter: RunFilter,
  page: PageWanted,
): Promise<Page<RunSummary>> {
  const { ids, next } = await runIds(reading, workspaceId, filter, page);
  const rows = await runRows(reading.pool, workspaceId, ids);
  return { items: rows.map((row) => showRun(reading.connectors, row)), cursor: showCursor(next) };
}

/** Ids of the runs that `listRuns` would show. */
export async function runIds(
  { pool, clock }: Reading,
  workspaceId: Id,
  filter: RunFilter,
  page: PageWanted,
): Promise<Stretch> {
  const typedId =
    filter.search === undefined ? null : await runsByTypedId(pool, workspaceId, filter.search.trim());
  if (typedId) return { ids: typedId, next: null };
  const from = filter.from === undefined ? bottomId : idAt(filter.from);
  const cursor = readCursor(page.cursor);
  const to = filter.to === undefined ? cursor : idAt(filter.to);
  const walk = await walkRuns(pool, { workspaceId, from }, filter);
  if (!walk) return { ids: [], next: null };
  return fillPage(walk, cursor < to ? cursor : to, page.limit, clock);
}

async function runsByTypedId(db: Queryable, workspaceId: Id, typed: string): Promise<Id[] | null> {
  const run = readId('run', typed);
  const event = readId('event', typed);
  if (run === null && event === null) return null;
  const { rows } = await db.query<{ id: Id }>(
    `select id from runs where workspace_id = $1 and id = $2
     union select id from runs where workspace_id = $1 and event_id = $3 order by id desc`,
    [workspaceId, run, event],
  );
  // A bare UUID that is none of ours may be a value of the vendor's.
  return rows.length > 0 || typed.includes('_') ? rows.map((row) => row.id) : null;
}
