import type { Queryable } from '../db/pool.ts';
import type { Reason, RunStatus } from '../domain/status.ts';
import type { Id } from '../std/id.ts';

/** A run locked for a person's action. */
export interface LockedRun {
  id: Id;
  workflowId: Id;
  versionId: Id;
  eventId: Id;
  status: RunStatus;
  reason: Reason | null;
  orderKey: string | null;
  orderAt: number;
}

interface LockedRow {
  id: Id;
  workflow_id: Id;
  version_id: Id;
  event_id: Id;
  status: RunStatus;
  reason: Reason | null;
  order_key: string | null;
  order_at: string;
}

/** Locks runs against other people's actions; those that are not of this workspace are left out. */
export async function lockRuns(db: Queryable, workspaceId: Id, runIds: Id[]): Promise<LockedRun[]> {
  const { rows } = await db.query<LockedRow>(
    `select id, workflow_id, version_id, event_id, status, reason, order_key, order_at from runs
     where workspace_id = $1 and id = any($2) order by id for update`,
    [workspaceId, runIds],
  );
  return rows.map((row) => ({
    id: row.id,
    workflowId: row.workflow_id,
    versionId: row.version_id,
    eventId: row.event_id,
    status: row.status,
    reason: row.reason,
    orderKey: row.order_key,
    orderAt: Number(row.order_at),
  }));
}

/** The event of a run, to start another from it. */
export interface StoredEvent {
  id: Id;
  workspaceId: Id;
  sourceId: Id;
  part: number;
  occurredAt: number | null;
  body: Buffer | null;
}

/** An event of a workspace with its body; null when it is not there any more. */
export async function findEvent(db: Queryable, workspaceId: Id, eventId: Id): Promise<StoredEvent | null> {
  const { rows } = await db.query<{
    id: Id;
    workspace_id: Id;
    source_id: Id;
    part: number;
    occurred_at: Date | null;
    body: Buffer | null;
  }>(
    'select id, workspace_id, source_id, part, occurred_at, body from events where workspace_id = $1 and id = $2',
    [workspaceId, eventId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    sourceId: row.source_id,
    part: row.part,
    occurredAt: row.occurred_at?.getTime() ?? null,
    body: row.body,
  };
}

/** Moves runs on by a person's hand. `attention` rows follow their status. */
export async function moveRuns(
  db: Queryable,
  workspaceId: Id,
  runIds: Id[],
  status: RunStatus,
  reason: Reason | null,
): Promise<void> {
  const rests = status !== 'pending' && status !== 'waiting';
  await db.query(
    `with moved as (
       update runs set status = $3, reason = $4, rested_at = case when $5 then now() end
       where workspace_id = $1 and id = any($2))
     delete from attention where workspace_id = $1 and run_id = any($2)`,
    [workspaceId, runIds, status, reason ? JSON.stringify(reason) : null, rests],
  );
}

/** Attempts under way of runs that a person ended: what came of them nobody will write any more. */
export async function forgetRunning(db: Queryable, runIds: Id[]): Promise<void> {
  await db.query(
    `update attempts set status = 'unknown', error = '{"code": "canceled_by_hand"}'
     where run_id = any($1) and status = 'running'`,
    [runIds],
  );
}

/** Lets a run go through steps again: what they gave stays in the history and counts no more. */
export async function supersedeSteps(db: Queryable, runId: Id, steps: string[]): Promise<void> {
  await db.query('update attempts set superseded = true where run_id = $1 and step = any($2)', [
    runId,
    steps,
  ]);
}

/** Adds a run for an event that is stored already, in the caller's transaction. */
export async function insertRun(
  db: Queryable,
  run: {
    id: Id;
    workspaceId: Id;
    workflowId: Id;
    versionId: Id;
    eventId: Id;
    repeats: Id | null;
    orderKey: string | null;
    orderAt: number;
    words: string[];
  },
): Promise<void> {
  await db.query(
    `with run as (
       insert into runs (id, workspace_id, workflow_id, version_id, event_id, repeats, order_key, order_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8))
     insert into terms (run_id, workspace_id, words) values ($1, $2, array_to_tsvector($9::text[]))`,
    [
      ...[run.id, run.workspaceId, run.workflowId, run.versionId, run.eventId, run.repeats],
      ...[run.orderKey, run.orderAt, run.words],
    ],
  );
}

/** Runs of a workspace that wait for a connection to be mended. */
export async function parkedByConnection(db: Queryable, workspaceId: Id, connectionId: Id): Promise<Id[]> {
  const { rows } = await db.query<{ run_id: Id }>(
    `select run_id from attention where workspace_id = $1 and connection_id = $2 and code = 'needs_reconnect' order by run_id`,
    [workspaceId, connectionId],
  );
  return rows.map((row) => row.run_id);
}

/**
 * Runs that rest nowhere: not finished, nobody asked, no job. There should be none; a job is made for each, so that
 * whatever went wrong ends here. Those that were never tried are looked for between two ids (the status has no index,
 * so the window is what bounds the reading), those that wait for a retry in `attention`, wherever they are.
 * @param window ids [from, to); `to` a minute old, so that nothing under way is meant
 */
export async function adoptLostRuns(db: Queryable, window: { from: Id; to: Id }): Promise<number> {
  const { rowCount } = await db.query(
    `with lost as (
       select id from runs where id >= $1 and id < $2 and status = 'pending'
         and not exists (select from jobs where run_id = runs.id)
       union all
       select run_id from attention where status = 'waiting' and since < now() - interval '1 minute'
         and not exists (select from jobs where jobs.run_id = attention.run_id)
       limit 1000)
     insert into jobs (id, lane, kind, workspace_id, run_id, order_key, order_at, payload)
     select r.id, 'runs', 'run.advance', r.workspace_id, r.id, r.order_key, r.order_at, '{"adopted": true}'
     from lost cross join lateral (
       select * from runs where runs.id = lost.id and runs.status in ('pending', 'waiting') offset 0) r
     on conflict do nothing`,
    [window.from, window.to],
  );
  return rowCount ?? 0;
}
