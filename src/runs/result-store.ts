import type { Queryable } from '../db/pool.ts';
import { pack, unpacked } from '../db/packed.ts';
import type { Id } from '../std/id.ts';
import type { AttemptRecord, Result } from '../domain/run.ts';
import { heldJobs } from '../jobs/store.ts';
import { storedJson } from '../std/json.ts';

/**
 * Writes what claimed jobs came to, in one statement for a batch: the attempt, the run's new status, and the job's end
 * or next due time. A job that is no longer ours (fence or owner moved on) changes nothing.
 * @returns ids of the jobs whose result was written
 */
export async function recordResults(db: Queryable, owner: string, results: Result[]): Promise<Set<Id>> {
  const sorted = results.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
  const runIds = sorted.map((result) => result.runId);
  const details = pack(sorted.map(({ attempt }) => attempt?.detail ?? null));
  const { rows } = await db.query<{ job: Id }>({
    name: 'runs.record-results',
    text: recordResultsSql,
    values: [
      owner,
      runIds[0],
      runIds.at(-1),
      ...resultColumns(sorted),
      ...attemptColumns(sorted.map((r) => r.attempt)),
      details.bytes,
      details.starts,
      details.lengths,
    ],
  });
  return new Set(rows.map((row) => row.job));
}

// Statuses at which a run rests for good or until a person acts: its job ends.
const ends = `inp.status in ('completed', 'failed', 'canceled', 'parked')`;

const recordResultsSql = `
with inp as (
  select * from unnest($4::uuid[], $5::int[], $6::uuid[], $7::uuid[], $8::text[], $9::jsonb[], $10::float8[], $11::text[], $12::bool[],
      $13::text[], $14::int[], $15::text[], $16::text[], $17::text[], $18::uuid[], $19::jsonb[], $20::int[], $21::float8[],
      $22::int[], $23::float8[], $24::jsonb[], $26::int[], $27::int[])
    as t (job, fence, run_id, workspace_id, status, reason, delay, words, had_attention,
      step, n, attempt_status, trigger, action, connection_id, error, http, started_ms, ms, next_ms, output,
      detail_start, detail_length)),
ended as (
  delete from jobs using inp where ${heldJobs('$1')} and ${ends} returning inp.job),
kept as (
  update jobs set
    due_at = case when inp.status is null then jobs.due_at else now() + inp.delay * interval '1 ms' end,
    lease_until = case when inp.status is null then jobs.lease_until end,
    owner = case when inp.status is null then jobs.owner end,
    settled = case when inp.status is null then jobs.settled else jobs.fence end,
    payload = case when inp.status is null then jobs.payload end
  from inp where ${heldJobs('$1')} and (inp.status is null or not ${ends}) returning inp.job),
won as materialized (
  select inp.* from inp where inp.job in (select job from ended union all select job from kept)),
new_attempts as (
  insert into attempts (run_id, step, n, status, trigger, action, connection_id, error, http, started_at, ms, next_at, detail, output)
  select run_id, step, n, attempt_status, trigger, action, connection_id, error, http, to_timestamp(started_ms / 1000), ms,
    to_timestamp(next_ms / 1000), ${unpacked('$25', 'detail_start', 'detail_length')}, output
  from won where step is not null
  on conflict (run_id, step, n) do update set status = excluded.status, error = excluded.error, http = excluded.http,
    ms = excluded.ms, next_at = excluded.next_at, detail = excluded.detail, output = excluded.output),
new_terms as (
  insert into terms (run_id, workspace_id, words)
  select run_id, workspace_id, array_to_tsvector(string_to_array(words, chr(10))) from won where words is not null),
calls_for as (
  insert into attention (workspace_id, run_id, status, code, connection_id, due_at)
  select workspace_id, run_id, status, coalesce(reason ->> 'code', status), connection_id,
    case when status = 'waiting' then now() + delay * interval '1 ms' end
  from won where status in ('waiting', 'failed', 'parked')
  on conflict (workspace_id, run_id) do update set status = excluded.status, code = excluded.code,
    connection_id = excluded.connection_id, since = now(), due_at = excluded.due_at),
no_longer as (
  delete from attention using won where won.had_attention and won.status in ('completed', 'canceled')
    and attention.workspace_id = won.workspace_id and attention.run_id = won.run_id),
moved as (
  update runs set status = won.status, reason = won.reason, rested_at = case when won.status = 'waiting' then null else now() end
  from won where won.status is not null and runs.id = won.run_id and runs.id between $2::uuid and $3::uuid)
select job from won`;

function resultColumns(results: Result[]): unknown[] {
  return [
    results.map((result) => result.job),
    results.map((result) => result.fence),
    results.map((result) => result.runId),
    results.map((result) => result.workspaceId),
    results.map((result) => result.status),
    results.map((result) => storedJson(result.reason)),
    results.map((result) => result.delayMs),
    results.map((result) => result.words?.join('\n') ?? null),
    results.map((result) => result.hadAttention),
  ];
}

function attemptColumns(attempts: (AttemptRecord | null)[]): unknown[] {
  return [
    attempts.map((attempt) => attempt?.step ?? null),
    attempts.map((attempt) => attempt?.n ?? null),
    attempts.map((attempt) => attempt?.status ?? null),
    attempts.map((attempt) => attempt?.trigger ?? null),
    attempts.map((attempt) => attempt?.action ?? null),
    attempts.map((attempt) => attempt?.connectionId ?? null),
    attempts.map((attempt) => storedJson(attempt?.error)),
    attempts.map((attempt) => attempt?.http ?? null),
    attempts.map((attempt) => attempt?.startedAt ?? null),
    attempts.map((attempt) => attempt?.ms ?? null),
    attempts.map((attempt) => attempt?.nextAt ?? null),
    attempts.map((attempt) => storedJson(attempt?.output)),
  ];
}

/** The job an attempt belongs to. */
export interface Claim {
  job: Id;
  fence: number;
  runId: Id;
}

/**
 * Writes an attempt before its call goes out, if the claim still holds (the row is locked, so an overtaker waits for
 * us and sees it). May be repeated when its answer was lost. False: overtaken, nothing may be sent.
 */
export async function beginAttempt(
  db: Queryable,
  owner: string,
  claim: Claim,
  attempt: AttemptRecord,
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'runs.begin-attempt',
    text: `with held as (select 1 from jobs where id = $1 and fence = $2 and owner = $3 for update)
      insert into attempts (run_id, step, n, status, trigger, action, connection_id, started_at)
      select $4, $5, $6, 'running', $7, $8, $9, to_timestamp($10::float8 / 1000) from held
      on conflict (run_id, step, n) do update set started_at = excluded.started_at where attempts.status = 'running'`,
    values: [claim.job, claim.fence, owner, claim.runId, ...beginColumns(attempt)],
  });
  return rowCount === 1;
}

const beginColumns = (attempt: AttemptRecord) => [
  attempt.step,
  attempt.n,
  attempt.trigger,
  attempt.action,
  attempt.connectionId,
  attempt.startedAt,
];

/**
 * Records an attempt whose outcome nobody knows: of a worker that died, or our own when we were overtaken. A recorded
 * outcome is never replaced; what was sent and received is added when only the one who sent it knows.
 */
export async function recordUnknown(db: Queryable, runId: Id, attempt: AttemptRecord): Promise<void> {
  await db.query({
    name: 'runs.record-unknown',
    text: `insert into attempts (run_id, step, n, status, trigger, action, connection_id, started_at, ms, error, detail)
      values ($1, $2, $3, 'unknown', $4, $5, $6, to_timestamp($7::float8 / 1000), $8, $9, $10)
      on conflict (run_id, step, n) do update set status = 'unknown', ms = excluded.ms,
        error = coalesce(attempts.error, excluded.error), detail = coalesce(excluded.detail, attempts.detail)
      where attempts.status = 'running' or (attempts.status = 'unknown' and attempts.detail is null)`,
    values: [runId, ...beginColumns(attempt), attempt.ms, storedJson(attempt.error), attempt.detail],
  });
}
