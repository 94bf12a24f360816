import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { Job, Lane, NewJob } from '../domain/job.ts';

/**
 * The statements of the lease queue. A job ends by the statement that writes its result: rooms that write results
 * join `heldJobs` into theirs, so that no row of ours means no result.
 */

/** How long a claim holds without being extended. Others take over within this and one reap. */
export const leaseMs = 10_000;

/**
 * SQL for "the jobs of `inp` that we still hold", to be used as `… from jobs using/from inp where ${heldJobs}`: `inp` has
 * columns `job` and `fence`; `$owner` is the parameter that holds our name.
 */
export function heldJobs(owner: string): string {
  return `jobs.id = inp.job and jobs.fence = inp.fence and jobs.owner = ${owner}`;
}

/** Adds jobs in the caller's transaction. A named job that exists stays as it is. */
export async function enqueue(db: Queryable, jobs: NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const column = <Value>(read: (job: NewJob) => Value) => jobs.map(read);
  await db.query(
    `insert into jobs (id, lane, kind, workspace_id, run_id, payload, due_at, order_key, order_at, name)
     select id, lane, kind, workspace_id, run_id, payload, now() + delay * interval '1 ms', order_key, order_at, name
     from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::jsonb[], $7::float8[], $8::text[],
       $9::bigint[], $10::text[]) as t (id, lane, kind, workspace_id, run_id, payload, delay, order_key, order_at, name)
     on conflict (name) where name is not null do nothing`,
    [
      column((job) => job.id),
      column((job) => job.lane),
      column((job) => job.kind),
      column((job) => job.workspaceId ?? null),
      column((job) => job.runId ?? null),
      column((job) => (job.payload ? JSON.stringify(job.payload) : null)),
      column((job) => job.delayMs ?? 0),
      column((job) => job.orderKey ?? null),
      column((job) => job.orderAt ?? 0),
      column((job) => job.name ?? null),
    ],
  );
}

interface JobRow {
  id: Id;
  lane: Lane;
  kind: Job['kind'];
  workspace_id: Id | null;
  run_id: Id | null;
  payload: JsonObject | null;
  order_key: string | null;
  settled: number;
  fence: number;
}

/**
 * Claims due jobs of a lane. Of jobs with one order key only the first in order is claimed, whether the ones before it
 * are due or not, and none while another of the key is held (a late event may come before one under way). Claims of other
 * workers are skipped, never waited for.
 */
export async function claim(db: Queryable, lane: Lane, owner: string, limit: number): Promise<Job[]> {
  const { rows } = await db.query<JobRow>({
    name: 'jobs.claim',
    text: `with due as (
        select id from jobs j
        where lane = $1 and due_at <= now() and lease_until is null and (order_key is null or (
          not exists (select from jobs earlier
            where earlier.order_key = j.order_key and (earlier.order_at, earlier.id) < (j.order_at, j.id))
          and not exists (select from jobs held
            where held.order_key = j.order_key and held.lease_until is not null)))
        order by due_at limit $2 for update skip locked)
      update jobs set lease_until = now() + $3 * interval '1 ms', owner = $4, fence = fence + 1
      from due where jobs.id = due.id
      returning jobs.id, lane, kind, workspace_id, run_id, payload, order_key, settled, fence`,
    values: [lane, limit, leaseMs, owner],
  });
  return rows.map((row) => ({
    id: row.id,
    lane: row.lane,
    kind: row.kind,
    workspaceId: row.workspace_id,
    runId: row.run_id,
    payload: row.payload,
    orderKey: row.order_key,
    settled: row.settled,
    fence: row.fence,
  }));
}

/** Extends the leases we hold, in one statement. Answers the ids still ours; the others are lost. */
export async function extend(
  db: Queryable,
  owner: string,
  held: Pick<Job, 'id' | 'fence'>[],
): Promise<Set<Id>> {
  const { rows } = await db.query<{ id: Id }>({
    name: 'jobs.extend',
    text: `with inp as (select * from unnest($1::uuid[], $2::int[]) as t (job, fence))
      update jobs set lease_until = now() + $3 * interval '1 ms' from inp where ${heldJobs('$4')} returning jobs.id`,
    values: [held.map((job) => job.id), held.map((job) => job.fence), leaseMs, owner],
  });
  return new Set(rows.map((row) => row.id));
}

/** Ends a job without a result of its own. False when it was no longer ours. */
export async function finish(db: Queryable, owner: string, job: Pick<Job, 'id' | 'fence'>): Promise<boolean> {
  const { rowCount } = await db.query('delete from jobs where id = $1 and fence = $2 and owner = $3', [
    job.id,
    job.fence,
    owner,
  ]);
  return rowCount === 1;
}

/** Gives jobs back to be claimed again after `delayMs`, with a new payload or in another lane when one is given. */
export async function release(
  db: Queryable,
  owner: string,
  jobs: Pick<Job, 'id' | 'fence'>[],
  delayMs: number,
  change: { payload?: JsonObject | undefined; lane?: Lane | undefined } = {},
): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(
    `with inp as (select * from unnest($1::uuid[], $2::int[]) as t (job, fence))
     update jobs set lease_until = null, owner = null, settled = jobs.fence, due_at = now() + $3 * interval '1 ms',
       payload = coalesce($5, payload), lane = coalesce($6, lane)
     from inp where ${heldJobs('$4')}`,
    [
      jobs.map((job) => job.id),
      jobs.map((job) => job.fence),
      delayMs,
      owner,
      change.payload ? JSON.stringify(change.payload) : null,
      change.lane ?? null,
    ],
  );
}

/** Lets go of jobs whose handlers did not end in time: as `reap`, so the next claim knows that something was under way. */
export async function abandon(
  db: Queryable,
  owner: string,
  jobs: Pick<Job, 'id' | 'fence'>[],
): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(
    `with inp as (select * from unnest($1::uuid[], $2::int[]) as t (job, fence))
     update jobs set lease_until = null, owner = null from inp where ${heldJobs('$3')}`,
    [jobs.map((job) => job.id), jobs.map((job) => job.fence), owner],
  );
}

/** Frees jobs whose holder died or stalled. Any worker may do it; the former holder's results are refused from here on. */
export async function reap(db: Queryable): Promise<number> {
  const { rowCount } = await db.query({
    name: 'jobs.reap',
    text: `update jobs set lease_until = null, owner = null
      where id in (select id from jobs where lease_until < now() limit 1000 for update skip locked)`,
  });
  return rowCount ?? 0;
}

/** Makes the waiting jobs of runs due now, by a person's hand. */
export async function hurryJobs(db: Queryable, runIds: Id[]): Promise<void> {
  await db.query(
    `update jobs set due_at = now(), payload = coalesce(payload, '{}') || '{"manual": true}'
     where run_id = any($1) and lease_until is null`,
    [runIds],
  );
}

/** Takes the jobs of runs away. Whoever holds one writes no result any more. */
export async function cancelJobs(db: Queryable, runIds: Id[]): Promise<void> {
  await db.query('delete from jobs where run_id = any($1)', [runIds]);
}

/** Takes jobs of a workspace away that is being deleted: up to `limit`. Gives how many went. */
export async function cancelWorkspaceJobs(db: Queryable, workspaceId: Id, limit: number): Promise<number> {
  const { rowCount } = await db.query(
    'delete from jobs where id = any(array(select id from jobs where workspace_id = $1 limit $2))',
    [workspaceId, limit],
  );
  return rowCount ?? 0;
}

/** Puts the first job of an order key behind the last; gives its run. Null when nothing waits behind it. */
export async function skipHead(db: Queryable, workspaceId: Id, orderKey: string): Promise<Id | null> {
  const { rows } = await db.query<{ run_id: Id }>(
    `with keyed as (select id, order_at, lease_until from jobs where workspace_id = $1 and order_key = $2 order by order_at, id),
       head as (select id from keyed limit 1)
     update jobs set order_at = (select max(order_at) + 1 from keyed)
     where id = (select id from head) and (select count(*) from keyed) > 1 returning run_id`,
    [workspaceId, orderKey],
  );
  return rows[0]?.run_id ?? null;
}
