import type { Queryable } from '../../db/pool.ts';
import { newId, type Id } from '../../std/id.ts';
import { windowMs } from './decide.ts';

/** Runs of one workflow that came to rest for one cause since the last look. */
interface Group {
  workspace_id: Id;
  kind: string;
  subject_id: Id;
  code: string;
  /** The notice that stands, or stood until a moment ago. */
  id: Id | null;
  closed: boolean;
  arrivals: number;
  last_at: Date;
  runs: Id[];
}

/** Results are written by statements of a moment; one that took longer is still found by this much looking back. */
const overlapMs = 30_000;
/** Rows younger than this are counted at the next look, so that none slips in below a count. */
const lagMs = 1_000;
const mostRuns = 20;

/**
 * Learns of runs that failed or parked since `since`, and counts each once: one row a trouble, however many runs. Gives
 * the newest moment seen, to go on from; null when there was nothing.
 */
export async function learnRuns(
  db: Queryable,
  workspaceIds: Id[],
  since: number | null,
  now: number,
): Promise<number | null> {
  const counted = new Date(now - lagMs);
  const { rows } = await db.query<Group>({
    name: 'notices.learn-runs',
    text: `with fresh as (
        select a.workspace_id, 'run.' || a.status as kind, r.workflow_id as subject_id, a.code, a.run_id, a.since
        from attention a join runs r on r.id = a.run_id
        where a.workspace_id = any($1) and a.status in ('failed', 'parked') and a.since > $2),
      known as (
        select distinct on (workspace_id, kind, subject_id, code) *
        from notices where workspace_id = any($1) and (closed_at is null or closed_at > $4)
        order by workspace_id, kind, subject_id, code, closed_at desc nulls first)
      select f.workspace_id, f.kind, f.subject_id, f.code, n.id, n.closed_at is not null as closed,
        count(*) filter (where f.since <= $3 and f.since > coalesce(n.counted_until, '-infinity'))::int as arrivals,
        max(f.since) as last_at, (array_agg(f.run_id order by f.since desc))[1:${mostRuns}] as runs
      from fresh f left join known n
        on n.workspace_id = f.workspace_id and n.kind = f.kind and n.subject_id = f.subject_id and n.code = f.code
      group by f.workspace_id, f.kind, f.subject_id, f.code, n.id, n.closed_at`,
    values: [
      workspaceIds,
      since === null ? '-infinity' : new Date(since - overlapMs),
      counted,
      new Date(now - windowMs),
    ],
  });
  await openNotices(
    db,
    rows.filter((group) => group.id === null && group.arrivals > 0),
    counted,
    now,
  );
  await goOn(
    db,
    rows.filter((group) => group.id !== null && group.arrivals > 0),
    counted,
  );
  return rows.length === 0 ? since : Math.max(...rows.map((group) => group.last_at.getTime()));
}

async function openNotices(db: Queryable, groups: Group[], counted: Date, now: number): Promise<void> {
  if (groups.length === 0) return;
  await db.query(
    `insert into notices (workspace_id, id, kind, subject_id, code, total, counted_until, runs, opened_at, last_at)
     select workspace_id, id, kind, subject_id, code, total, $8, string_to_array(runs, ' ')::uuid[], $9, last_at
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::int[], $7::text[], $10::timestamptz[])
       as t (workspace_id, id, kind, subject_id, code, total, runs, last_at)
     on conflict (workspace_id, kind, subject_id, code) where closed_at is null do nothing`,
    [
      groups.map((group) => group.workspace_id),
      groups.map(() => newId(now)),
      groups.map((group) => group.kind),
      groups.map((group) => group.subject_id),
      groups.map((group) => group.code),
      groups.map((group) => group.arrivals),
      groups.map((group) => group.runs.join(' ')),
      counted,
      new Date(now),
      groups.map((group) => group.last_at),
    ],
  );
}

/** More of the same; a trouble that was over until a moment ago stands again. */
async function goOn(db: Queryable, groups: Group[], counted: Date): Promise<void> {
  if (groups.length === 0) return;
  await db.query(
    `update notices n set total = n.total + t.arrivals, counted_until = $5, closed_at = null,
       last_at = greatest(n.last_at, t.last_at), runs = string_to_array(t.runs, ' ')::uuid[]
     from unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[]) as t (id, arrivals, runs, last_at)
     where n.id = t.id`,
    [
      groups.map((group) => group.id),
      groups.map((group) => group.arrivals),
      groups.map((group) => group.runs.join(' ')),
      groups.map((group) => group.last_at),
      counted,
    ],
  );
}

/**
 * Closes troubles of which no run rests any more. Runs that somebody set going again are waited for: only their end
 * says whether it is fixed.
 */
export async function closeRuns(db: Queryable, workspaceIds: Id[], now: number): Promise<void> {
  await db.query({
    name: 'notices.close-runs',
    text: `with looked as (
        select n.workspace_id, n.id, case
          when exists (select from attention a where a.workspace_id = n.workspace_id and a.run_id = any(n.runs)
            and 'run.' || a.status = n.kind and a.code = n.code) then true
          when exists (select from runs r where r.id = any(n.runs) and r.status in ('pending', 'waiting')) then true
          else exists (select from attention a join runs r on r.id = a.run_id where a.workspace_id = n.workspace_id
            and 'run.' || a.status = n.kind and a.code = n.code and r.workflow_id = n.subject_id) end as stands
        from notices n
        where n.workspace_id = any($1) and n.closed_at is null and n.kind in ('run.failed', 'run.parked'))
      update notices n set closed_at = $2 from looked
      where n.workspace_id = looked.workspace_id and n.id = looked.id and not looked.stands`,
    values: [workspaceIds, new Date(now)],
  });
}
