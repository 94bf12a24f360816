import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { connectionJson, showConnection } from './refs.ts';
import type { ConnectionColumns } from './refs.ts';
import { runRows, showRun } from './run-rows.ts';
import type { Reading } from './runs.ts';
import type { Cause } from './views.ts';

/** Most causes shown, and the newest runs that stand for each. */
const mostCauses = 50;
const samplesEach = 3;

interface CauseRow {
  code: string;
  status: Cause['status'];
  workflow_id: Id;
  workflow: string | null;
  connection: ConnectionColumns | null;
  count: number;
  since: Date;
  samples: Id[];
}

/** What failed or waits for a decision, put together by why: one code in one workflow is one cause. Largest first. */
export async function listCauses(reading: Reading, workspaceId: Id): Promise<Cause[]> {
  const { pool, connectors } = reading;
  const { rows } = await pool.query<CauseRow>(
    `select a.code, a.status, r.workflow_id, a.connection_id, count(*)::int as count, min(a.since) as since,
       (array_agg(a.run_id order by a.run_id desc))[1:${samplesEach}] as samples,
       (select w.name from workflows w where w.workspace_id = $1 and w.id = r.workflow_id) as workflow,
       ${connectionJson('$1', 'a.connection_id')} as connection
     from attention a
     cross join lateral (select workflow_id from runs where runs.id = a.run_id and runs.workspace_id = $1 offset 0) r
     where a.workspace_id = $1 and a.status in ('failed', 'parked')
     group by a.code, a.status, r.workflow_id, a.connection_id
     order by count desc, since limit ${mostCauses}`,
    [workspaceId],
  );
  const samples = await runRows(
    pool,
    workspaceId,
    rows.flatMap((row) => row.samples),
  );
  const shown = new Map(samples.map((row) => [row.id, showRun(connectors, row)]));
  return rows.map((row) => ({
    code: row.code,
    status: row.status,
    workflow: { id: showId('workflow', row.workflow_id), name: row.workflow ?? '' },
    connection: showConnection(connectors, row.connection),
    count: row.count,
    since: row.since.toISOString(),
    samples: row.samples.flatMap((id) => shown.get(id) ?? []),
  }));
}
