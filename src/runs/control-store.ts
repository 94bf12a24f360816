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
}

/** Locks a run against other people's actions; null when it is not of this workspace. */
export async function lockRun(db: Queryable, workspaceId: Id, runId: Id): Promise<LockedRun | null> {
  const { rows } = await db.query<{
    id: Id;
    workflow_id: Id;
    version_id: Id;
    event_id: Id;
    status: RunStatus;
    reason: Reason | null;
  }>(
    `select id, workflow_id, version_id, event_id, status, reason from runs where workspace_id = $1 and id = $2 for update`,
    [workspaceId, runId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    workflowId: row.workflow_id,
    versionId: row.version_id,
    eventId: row.event_id,
    status: row.status,
    reason: row.reason,
  };
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

/** Moves a run on by a person's hand. `attention` rows follow its status. */
export async function moveRun(
  db: Queryable,
  workspaceId: Id,
  runId: Id,
  status: RunStatus,
  reason: Reason | null,
): Promise<void> {
  const rests = status !== 'pending' && status !== 'waiting';
  await db.query(
    `with moved as (
       update runs set status = $3, reason = $4, rested_at = case when $5 then now() end where workspace_id = $1 and id = $2)
     delete from attention where workspace_id = $1 and run_id = $2`,
    [workspaceId, runId, status, reason ? JSON.stringify(reason) : null, rests],
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
    words: string[];
  },
): Promise<void> {
  await db.query(
    `with run as (
       insert into runs (id, workspace_id, workflow_id, version_id, event_id, repeats) values ($1, $2, $3, $4, $5, $6))
     insert into terms (run_id, workspace_id, words) values ($1, $2, array_to_tsvector($7::text[]))`,
    [run.id, run.workspaceId, run.workflowId, run.versionId, run.eventId, run.repeats, run.words],
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
 * whatever went wrong ends here. Only runs older than a minute, so that nothing under way is meant.
 */
export async function adoptLostRuns(db: Queryable, newestId: Id): Promise<number> {
  const { rowCount } = await db.query(
    `insert into jobs (id, lane, kind, workspace_id, run_id)
     select gen_random_uuid(), 'runs', 'run.advance', r.workspace_id, r.id from runs r
     where r.id < $1 and r.id > $2 and r.status in ('pending', 'waiting') and not exists (select from jobs j where j.run_id = r.id)
     limit 1000`,
    [newestId, '00000000-0000-0000-0000-000000000000'],
  );
  return rowCount ?? 0;
}
