import type { Queryable } from '#db/pool.ts';
import type { RunStatus } from '#domain/status.ts';
import { searchParts, searchQuery } from '#domain/terms.ts';
import type { Id } from '#std/id.ts';
import { walkTerms } from './search.ts';
import { walkAlong } from './walk.ts';
import type { Range, Values, Walk } from './walk.ts';

/** Which runs a list shows. Times in milliseconds since the epoch. */
export interface RunFilter {
  statuses?: RunStatus[];
  workflowId?: Id;
  /** Runs of workflows that use it, in any version. */
  connectionId?: Id;
  /** Why it failed or waits, as `Reason` names it; then only runs that failed or wait are looked at. */
  reason?: string;
  from?: number;
  /** Exclusive. */
  to?: number;
  /** What people typed into the search. */
  search?: string;
}

/** Rows looked at in one step when a condition has no index. */
const window = 5_000;
/** The same when the condition is on the row itself. */
const wideWindow = 20_000;

/** Statuses that stand in `attention`, which is small. */
const inAttention: RunStatus[] = ['waiting', 'failed', 'parked'];
/** Statuses of runs that have a job now; jobs are few. */
const withJob: RunStatus[] = ['pending', 'running'];

/** A status as the API knows it: `running` is a pending run whose job is leased. */
export const shownStatus = (run: string) => `case when ${run}.status = 'pending' and exists (
    select from jobs held where held.run_id = ${run}.id and held.lease_until > now() offset 0) then 'running' else ${run}.status end`;

// `offset 0` keeps the planner from turning a look-up into a join with a whole table.
type Condition = ((runId: string, values: Values) => string) | null;

/** The walk with the best plan for a filter. Null when nothing can match: no workflow uses the connection. */
export async function walkRuns(db: Queryable, range: Range, filter: RunFilter): Promise<Walk | null> {
  const workflows = await workflowsOf(db, range.workspaceId, filter);
  if (workflows?.length === 0) return null;
  const parts = filter.search === undefined ? [] : searchParts(filter.search);
  const query = filter.search === undefined ? null : searchQuery(filter.search);
  const found: Condition =
    query === null ? null : (runId, values) => matchesTerms(range, runId, query, values);
  const statuses = filter.statuses?.length ? filter.statuses : null;

  const { reason } = filter;
  if (reason !== undefined || statuses?.every((status) => inAttention.includes(status))) {
    const wanted = (values: Values) =>
      all([
        `a.status = any(${values.add(statuses ?? inAttention)})`,
        reason !== undefined && `a.code = ${values.add(reason)}`,
        workflows && runIs('a.run_id', null, workflows, values),
        found?.('a.run_id', values),
      ]);
    return walkAlong(db, range, { table: 'attention a', key: 'a.run_id', wanted, window });
  }
  if (statuses?.every((status) => withJob.includes(status))) {
    const wanted = (values: Values) =>
      all([runIs('j.run_id', statuses, workflows, values), found?.('j.run_id', values)]);
    return walkAlong(db, range, { table: 'jobs j', key: 'j.run_id', wanted, window });
  }
  const table = workflows
    ? (values: Values, before: Id, rows: number) => runsOfWorkflows(range, workflows, values, before, rows)
    : 'runs r';
  const status = statuses && ((values: Values) => `${shownStatus('r')} = any(${values.add(statuses)})`);
  if (query !== null) {
    const also: Condition = (runId, values) => runIs(runId, statuses, workflows, values);
    const both = (values: Values) => all([status?.(values), found?.('r.id', values)]);
    const byRun =
      workflows &&
      ((rows: number) => walkAlong(db, range, { table, key: 'r.id', wanted: both, window: rows }));
    return walkTerms(db, range, { parts, also: statuses || workflows ? also : null, byRun });
  }
  return walkAlong(db, range, { table, key: 'r.id', wanted: status, window: wideWindow });
}

/** Each workflow's newest runs out of its own index, and no more of them than a step looks at. */
function runsOfWorkflows(range: Range, workflows: Id[], values: Values, before: Id, rows: number): string {
  const [workspace, below, from, most] = [range.workspaceId, before, range.from, rows].map(values.add);
  const parts = workflows.map(
    (workflow) => `(select id, workspace_id, status from runs where workflow_id = ${values.add(workflow)}
      and workspace_id = ${workspace} and id < ${below} and id >= ${from} order by id desc limit ${most})`,
  );
  return `(${parts.join(' union all ')}) r`;
}

function runIs(runId: string, statuses: RunStatus[] | null, workflows: Id[] | null, values: Values): string {
  return `exists (select from runs r where ${all([
    `r.id = ${runId}`,
    statuses && `${shownStatus('r')} = any(${values.add(statuses)})`,
    workflows && `r.workflow_id = any(${values.add(workflows)}::uuid[])`,
  ])} offset 0)`;
}

function matchesTerms(range: Range, runId: string, query: string, values: Values): string {
  return `exists (select from terms t where t.workspace_id = ${values.add(range.workspaceId)}
    and t.run_id = ${runId} and t.words @@ ${values.add(query)}::tsquery offset 0)`;
}

function all(conditions: (string | false | null | undefined)[]): string {
  return conditions.filter(Boolean).join(' and ');
}

/** Workflows a filter names, or null when it names none. */
async function workflowsOf(db: Queryable, workspaceId: Id, filter: RunFilter): Promise<Id[] | null> {
  const { workflowId, connectionId } = filter;
  if (connectionId === undefined) return workflowId === undefined ? null : [workflowId];
  const { rows } = await db.query<{ id: Id }>(
    `select distinct workflow_id as id from workflow_versions
     where workspace_id = $1 and ($3::uuid is null or workflow_id = $3) and (
       definition #>> '{trigger,connectionId}' = $2 or exists (
         select from jsonb_each(definition -> 'steps') step where step.value ->> 'connectionId' = $2))`,
    [workspaceId, connectionId, workflowId ?? null],
  );
  return rows.map((row) => row.id);
}
