import type { Queryable } from '../../db/pool.ts';
import { idAt, idTime, type Id } from '../../std/id.ts';
import type { Trouble } from './connections-store.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back a source's rhythm is read. */
const rhythmDays = 14;
/** Gaps between fewer events say nothing about a rhythm. */
const fewestGaps = 10;
/** A workspace with more events than this in 14 days is judged by its newest ones. */
const mostEvents = 20_000;
/** No silence shorter than this is worth a message. */
const shortestMs = 6 * hourMs;
/** Events are stored by several processes, whose clocks differ a little. */
const overlapMs = 120_000;

/** A source that is watched, and for how long it may be silent. */
export interface Source {
  connectionId: Id;
  name: string;
  connector: string;
  limitHours: number | null;
  usualMs: number | null;
  lastEventAt: Date | null;
}

/** Connections that published workflows listen to, with what is known of their rhythm. */
export async function listSources(db: Queryable, workspaceId: Id): Promise<Source[]> {
  const { rows } = await db.query<Source & { usualMs: string | null }>(
    `select c.id as "connectionId", c.name, c.connector, s.limit_hours as "limitHours", s.usual_ms as "usualMs",
       s.last_event_at as "lastEventAt"
     from connections c left join notice_sources s on s.workspace_id = c.workspace_id and s.connection_id = c.id
     where c.workspace_id = $1 and ${listenedTo} order by lower(c.name), c.id`,
    [workspaceId],
  );
  return rows.map((row) => ({ ...row, usualMs: row.usualMs === null ? null : Number(row.usualMs) }));
}

const listenedTo = `exists (select from workflows w
  join workflow_versions v on v.workspace_id = w.workspace_id and v.id = w.version_id
  where w.workspace_id = c.workspace_id and w.status = 'published' and w.deleted_at is null
    and v.definition -> 'trigger' ->> 'connectionId' = c.id::text)`;

/** Sets for how many hours a source may be silent; null: its own rhythm tells. */
export async function setSourceLimit(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  hours: number | null,
  now: number,
): Promise<void> {
  await db.query(
    `insert into notice_sources (workspace_id, connection_id, limit_hours, watched_since) values ($1, $2, $3, $4)
     on conflict (workspace_id, connection_id) do update set limit_hours = excluded.limit_hours`,
    [workspaceId, connectionId, hours, new Date(now)],
  );
}

/** Notes when each source spoke last. `since`: up to where it was noted before; null for 14 days. */
export async function noteEvents(
  db: Queryable,
  workspaceIds: Id[],
  since: number | null,
  now: number,
): Promise<void> {
  await db.query(
    `insert into notice_sources (workspace_id, connection_id, watched_since)
     select c.workspace_id, c.id, $2 from connections c where c.workspace_id = any($1) and ${listenedTo}
     on conflict do nothing`,
    [workspaceIds, new Date(now)],
  );
  const from = since === null ? now - rhythmDays * dayMs : since - overlapMs;
  const { rows } = await db.query<{ workspace_id: Id; source_id: Id; last: Id }>(
    `select workspace_id, source_id, max(id::text) as last from events
     where workspace_id = any($1) and id >= $2 and via <> 'backfill' group by workspace_id, source_id`,
    [workspaceIds, idAt(from)],
  );
  if (rows.length === 0) return;
  await db.query(
    `update notice_sources s set last_event_at = t.at
     from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as t (workspace_id, connection_id, at)
     where s.workspace_id = t.workspace_id and s.connection_id = t.connection_id
       and (s.last_event_at is null or s.last_event_at < t.at)`,
    [
      rows.map((row) => row.workspace_id),
      rows.map((row) => row.source_id),
      rows.map((row) => new Date(idTime(row.last))),
    ],
  );
}

/**
 * Measures how long the sources of a workspace are usually silent: four times the gap that 95 of 100 gaps stay under, no
 * less than the longest of the last 14 days (nights and weekends), no less than 6 hours.
 */
export async function measureRhythms(db: Queryable, workspaceId: Id, now: number): Promise<void> {
  await db.query(
    `with newest as (
       select id, source_id from events
       where workspace_id = $1 and id >= $2 and via <> 'backfill' order by id desc limit ${mostEvents}),
     times as (
       select source_id, ('x' || translate(left(id::text, 13), '-', ''))::bit(48)::bigint as ms from newest),
     gaps as (select source_id, ms - lag(ms) over (partition by source_id order by ms) as gap from times),
     rhythms as (
       select source_id, count(gap) as gaps, percentile_cont(0.95) within group (order by gap) as often, max(gap) as longest
       from gaps group by source_id)
     update notice_sources s set measured_at = $3, usual_ms = (select
         case when r.gaps >= ${fewestGaps} then greatest(4 * r.often, r.longest, ${shortestMs})::bigint end
         from rhythms r where r.source_id = s.connection_id)
     where s.workspace_id = $1`,
    [workspaceId, idAt(now - rhythmDays * dayMs), new Date(now)],
  );
}

/** Workspaces whose rhythms were not measured within the last hour. */
export async function unmeasured(db: Queryable, workspaceIds: Id[], now: number): Promise<Id[]> {
  const { rows } = await db.query<{ workspace_id: Id }>(
    `select distinct workspace_id from notice_sources
     where workspace_id = any($1) and (measured_at is null or measured_at < $2)`,
    [workspaceIds, new Date(now - hourMs)],
  );
  return rows.map((row) => row.workspace_id);
}

/** Active sources that are silent for longer than they may be. */
export async function silentSources(db: Queryable, workspaceIds: Id[], now: number): Promise<Trouble[]> {
  const { rows } = await db.query<Trouble>(
    `select s.workspace_id as "workspaceId", s.connection_id as "connectionId", 'silent' as code
     from notice_sources s join connections c on c.workspace_id = s.workspace_id and c.id = s.connection_id
     where s.workspace_id = any($1) and c.status = 'active' and ${listenedTo}
       and extract(epoch from $2::timestamptz - coalesce(s.last_event_at, s.watched_since)) * 1000
         > coalesce(s.limit_hours::bigint * ${hourMs}, s.usual_ms)`,
    [workspaceIds, new Date(now)],
  );
  return rows;
}
