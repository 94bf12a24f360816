import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { PastAttempt } from '../domain/decide.ts';
import type { Reason, RunStatus } from '../domain/status.ts';

/** What the engine needs to take a run one step on. */
export interface LoadedRun {
  id: Id;
  workspaceId: Id;
  workflowId: Id;
  versionId: Id;
  status: RunStatus;
  part: number;
  /** Null when it is kept no longer. */
  body: Buffer | null;
  attempts: LoadedAttempt[];
}

export interface LoadedAttempt extends PastAttempt {
  output: JsonObject | null;
}

interface RunRow {
  id: Id;
  workspace_id: Id;
  workflow_id: Id;
  version_id: Id;
  status: RunStatus;
  part: number | null;
  body: Buffer | null;
}

/**
 * Loads runs with their events' bodies; a run that repeats an old event may outlive it. Each run is looked up by itself (`offset 0` keeps the planner from joining whole
 * tables), so the cost is a few index reads a run however many old runs there are.
 */
export async function loadRuns(db: Queryable, runIds: Id[]): Promise<Map<Id, LoadedRun>> {
  const { rows } = await db.query<RunRow>({
    name: 'runs.load',
    text: `select r.*, e.part, e.body from unnest($1::uuid[]) as wanted (id)
      cross join lateral (select id, workspace_id, workflow_id, version_id, event_id, status from runs where runs.id = wanted.id offset 0) r
      left join lateral (select part, body from events where events.id = r.event_id offset 0) e on true`,
    values: [runIds],
  });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        workspaceId: row.workspace_id,
        workflowId: row.workflow_id,
        versionId: row.version_id,
        status: row.status,
        part: row.part ?? 0,
        body: row.body,
        attempts: [],
      },
    ]),
  );
}

interface AttemptRow {
  run_id: Id;
  step: string;
  n: number;
  status: PastAttempt['status'];
  trigger: PastAttempt['trigger'];
  started_at: Date;
  next_at: Date | null;
  error: Reason | null;
  output: JsonObject | null;
}

/** Adds the recorded attempts to runs that may have some. */
export async function loadAttempts(db: Queryable, runs: LoadedRun[]): Promise<void> {
  if (runs.length === 0) return;
  const { rows } = await db.query<AttemptRow>({
    name: 'runs.load-attempts',
    text: `select a.* from unnest($1::uuid[]) as wanted (id) cross join lateral (
        select run_id, step, n, case when superseded and status = 'succeeded' then 'failed' else status end as status, trigger,
          started_at, next_at, error, output from attempts where run_id = wanted.id offset 0) a
      order by run_id, started_at, n`,
    values: [runs.map((run) => run.id)],
  });
  const byId = new Map(runs.map((run) => [run.id, run]));
  for (const row of rows) {
    byId.get(row.run_id)?.attempts.push({
      step: row.step,
      n: row.n,
      status: row.status,
      trigger: row.trigger,
      startedAt: row.started_at.getTime(),
      nextAt: row.next_at?.getTime() ?? null,
      error: row.error,
      output: row.output,
    });
  }
}
