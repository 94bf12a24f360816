import type { Queryable } from '#db/pool.ts';
import { idAt, idTime } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { showConnection, showTime } from './refs.ts';
import type { ConnectionColumns } from './refs.ts';
import type { Reading } from './runs.ts';
import type { Home } from './views.ts';

const hourMs = 3_600_000;
const hoursShown = 24;

/** How things are in a workspace; the rest of `Home` is told by the configuration. */
export type Overview = Pick<Home, 'workflows' | 'attention' | 'hours' | 'sources'>;

/** The home page's numbers: workflows, what needs a person, the last 24 hours, and how far each source was read. */
export async function getOverview({ pool, clock, connectors }: Reading, workspaceId: Id): Promise<Overview> {
  const [workflows, attention, hours, sources] = await Promise.all([
    countWorkflows(pool, workspaceId),
    countAttention(pool, workspaceId),
    hourStrip(pool, workspaceId, clock.now()),
    readSources(pool, workspaceId),
  ]);
  return {
    workflows,
    attention,
    hours,
    sources: sources.map((source) => ({
      connection: showConnection(connectors, source)!,
      completeUpTo: showTime(source.complete_until),
      checkedAt: showTime(source.checked_at),
      foundLate: Number(source.found_late ?? 0),
    })),
  };
}

/** Runs that failed or wait for a decision, and connections to reconnect; runs that wait for such a connection are part of it. */
export async function countAttention(db: Queryable, workspaceId: Id): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select ((select count(*) from attention a where workspace_id = $1 and status in ('failed', 'parked')
        and not (code = 'needs_reconnect' and exists (select from connections c
          where c.workspace_id = $1 and c.id = a.connection_id and c.status = 'needs_reconnect')))
      + (select count(*) from connections where workspace_id = $1 and status = 'needs_reconnect'))::int as count`,
    [workspaceId],
  );
  return rows[0]!.count;
}

async function countWorkflows(db: Queryable, workspaceId: Id): Promise<Home['workflows']> {
  const { rows } = await db.query<Home['workflows']>(
    `select count(*) filter (where status = 'published')::int as published,
       count(*) filter (where status = 'paused')::int as paused,
       count(*) filter (where status = 'draft')::int as draft
     from workflows where workspace_id = $1 and deleted_at is null`,
    [workspaceId],
  );
  return rows[0]!;
}

/**
 * Runs by the hour they began in. An hour is a range of ids, so each is counted by itself along the index.
 * @param now milliseconds since the epoch; the last entry is the hour it is in
 */
async function hourStrip(db: Queryable, workspaceId: Id, now: number): Promise<Home['hours']> {
  const lastHour = Math.floor(now / hourMs) * hourMs;
  const starts = Array.from(
    { length: hoursShown },
    (_, index) => lastHour - (hoursShown - 1 - index) * hourMs,
  );
  const { rows } = await db.query<{
    start: Id;
    completed: number;
    failed: number;
    waiting: number;
    total: number;
  }>(
    `select hour.start, counted.* from unnest($2::uuid[], $3::uuid[]) as hour (start, stop)
     cross join lateral (
       select count(*) filter (where status = 'completed')::int as completed,
         count(*) filter (where status = 'failed')::int as failed,
         count(*) filter (where status in ('waiting', 'parked'))::int as waiting, count(*)::int as total
       from runs where workspace_id = $1 and id >= hour.start and id < hour.stop) counted
     order by hour.start`,
    [workspaceId, starts.map(idAt), starts.map((start) => idAt(start + hourMs))],
  );
  return rows.map(({ start, completed, failed, waiting, total }) => ({
    hour: new Date(idTime(start)).toISOString(),
    completed,
    failed,
    waiting,
    other: total - completed - failed - waiting,
  }));
}

interface SourceRow extends ConnectionColumns {
  complete_until: Date | null;
  checked_at: Date | null;
  found_late: string | null;
}

/** Connections that published workflows listen to. */
async function readSources(db: Queryable, workspaceId: Id): Promise<SourceRow[]> {
  const { rows } = await db.query<SourceRow>(
    `select c.id, c.name, c.connector, c.environment, m.complete_until, m.checked_at, m.found_late
     from connections c left join watermarks m on m.workspace_id = c.workspace_id and m.connection_id = c.id
     where c.workspace_id = $1 and (m.connection_id is not null or exists (
       select from workflows w join workflow_versions v on v.workspace_id = w.workspace_id and v.id = w.version_id
       where w.workspace_id = $1 and w.status = 'published' and w.deleted_at is null and v.definition #>> '{trigger,connectionId}' = c.id::text))
     order by c.name`,
    [workspaceId],
  );
  return rows;
}
