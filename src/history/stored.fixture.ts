import type { Pool } from 'pg';
import type { Definition } from '#domain/workflow.ts';
import type { AttemptRecord, EventOutcome } from '#domain/run.ts';
import type { Reason, RunStatus } from '#domain/status.ts';
import { termsOf } from '#domain/terms.ts';
import { newId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { JsonObject } from '#std/json.ts';

/** Rows as the rooms that own them write them, put there without those rooms. */

export async function storeWorkspace(pool: Pool, name = 'Acme'): Promise<Id> {
  const id = newId();
  await pool.query('insert into workspaces (id, name) values ($1, $2)', [id, name]);
  return id;
}

export async function storeConnection(pool: Pool, workspaceId: Id, name = 'Toy ACME'): Promise<Id> {
  const id = newId();
  await pool.query(
    `insert into connections (workspace_id, id, connector, name, environment, auth_method)
     values ($1, $2, 'toy', $3, 'production', 'token')`,
    [workspaceId, id, name],
  );
  return id;
}

/** The endpoint of a connection, with one secret; gives the secret's id. What is sealed cannot be opened. */
export async function storeEndpoint(pool: Pool, workspaceId: Id, connectionId: Id): Promise<Id> {
  const [endpoint, secret] = [newId(), newId()];
  await pool.query(
    `insert into endpoints (workspace_id, id, connection_id, url_secret_sealed, url_secret_hash) values ($1, $2, $3, '', '')`,
    [workspaceId, endpoint, connectionId],
  );
  await pool.query(
    `insert into endpoint_secrets (workspace_id, endpoint_id, id, sealed) values ($1, $2, $3, '')`,
    [workspaceId, endpoint, secret],
  );
  return secret;
}

/** A published workflow; its version has the workflow's id. */
export async function storeWorkflow(
  pool: Pool,
  workspaceId: Id,
  definition: Definition,
  name = 'Signed',
): Promise<Id> {
  const id = newId();
  await pool.query(
    `insert into workflows (workspace_id, id, name, status, draft, version_id) values ($1, $2, $3, 'published', $4, $2)`,
    [workspaceId, id, name, JSON.stringify(definition)],
  );
  await pool.query(
    `insert into workflow_versions (workspace_id, id, workflow_id, number, definition) values ($1, $2, $2, 1, $3)`,
    [workspaceId, id, JSON.stringify(definition)],
  );
  return id;
}

export interface StoredEvent {
  workspaceId: Id;
  sourceId: Id;
  title?: string;
  body?: JsonObject | null;
  outcome?: EventOutcome;
}

export async function storeEvent(pool: Pool, event: StoredEvent): Promise<Id> {
  const id = newId();
  const title = event.title ?? 'Contrato.pdf';
  const body = event.body === undefined ? { document: { filename: title } } : event.body;
  await pool.query(
    `insert into events (id, workspace_id, source_id, trigger, via, title, outcome, headers, body)
     values ($1, $2, $3, 'document.signed', 'webhook', $4, $5, '{"content-type":"application/json"}', $6)`,
    [
      id,
      event.workspaceId,
      event.sourceId,
      title,
      event.outcome ?? 'recognized',
      body && Buffer.from(JSON.stringify(body)),
    ],
  );
  return id;
}

export interface StoredRun {
  workspaceId: Id;
  workflowId: Id;
  eventId: Id;
  status?: RunStatus;
  reason?: Reason | null;
  words?: string[];
  repeats?: Id;
  /** A job of it, and whether somebody holds that. */
  job?: { leased: boolean; orderKey?: string };
}

export async function storeRun(pool: Pool, run: StoredRun): Promise<Id> {
  const id = newId();
  const status = run.status ?? 'completed';
  await pool.query(
    `insert into runs (id, workspace_id, workflow_id, version_id, event_id, status, reason, repeats)
     values ($1, $2, $3, $3, $4, $5, $6, $7)`,
    [
      id,
      run.workspaceId,
      run.workflowId,
      run.eventId,
      status,
      run.reason ? JSON.stringify(run.reason) : null,
      run.repeats ?? null,
    ],
  );
  await pool.query(
    'insert into terms (run_id, workspace_id, words) values ($1, $2, array_to_tsvector($3::text[]))',
    [id, run.workspaceId, termsOf(run.words ?? ['Contrato.pdf'])],
  );
  if (['waiting', 'failed', 'parked'].includes(status)) {
    await pool.query(
      'insert into attention (workspace_id, run_id, status, code, due_at) values ($1, $2, $3, $4, now())',
      [run.workspaceId, id, status, run.reason?.code ?? status],
    );
  }
  if (run.job) await storeJob(pool, run.workspaceId, id, run.job);
  return id;
}

async function storeJob(
  pool: Pool,
  workspaceId: Id,
  runId: Id,
  job: NonNullable<StoredRun['job']>,
): Promise<void> {
  await pool.query(
    `insert into jobs (id, lane, kind, workspace_id, run_id, order_key, lease_until)
     values ($1, 'runs', 'run.advance', $2, $3, $4, case when $5 then now() + interval '1 minute' end)`,
    [newId(), workspaceId, runId, job.orderKey ?? null, job.leased],
  );
}

export async function storeAttempt(
  pool: Pool,
  runId: Id,
  attempt: Partial<Omit<AttemptRecord, 'detail'>> & { detail?: object; superseded?: boolean },
): Promise<void> {
  await pool.query(
    `insert into attempts (run_id, step, n, status, action, error, started_at, ms, detail, output, superseded)
     values ($1, $2, $3, $4, 'toy/deal.upsert', $5, now(), 12, $6, $7, $8)`,
    [
      runId,
      attempt.step ?? 'deal',
      attempt.n ?? 1,
      attempt.status ?? 'succeeded',
      attempt.error ? JSON.stringify(attempt.error) : null,
      attempt.detail ? Buffer.from(JSON.stringify(attempt.detail)) : null,
      attempt.output ? JSON.stringify(attempt.output) : null,
      attempt.superseded ?? false,
    ],
  );
}
