import type { Queryable } from '#db/pool.ts';
import type { Reason, RunStatus } from '#domain/status.ts';
import { idTime, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { connectionJson, showConnection, showTime } from './refs.ts';
import type { ConnectionColumns, Connectors } from './refs.ts';
import { shownStatus } from './run-filter.ts';
import type { RunSummary } from './views.ts';

/** A run with what a list shows of it. */
export interface RunRow {
  id: Id;
  workflow_id: Id;
  version_id: Id;
  event_id: Id;
  repeats: Id | null;
  status: RunStatus;
  reason: Reason | null;
  rested_at: Date | null;
  event_title: string | null;
  trigger: string | null;
  source_id: Id | null;
  source: ConnectionColumns | null;
  workflow: string | null;
  due_at: Date | null;
}

/** Reads runs of a workspace by id, in the order of the ids; those that do not exist there are left out. */
export async function runRows(db: Queryable, workspaceId: Id, ids: Id[]): Promise<RunRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query<RunRow>({
    name: 'history.runs',
    text: `select r.id, r.workflow_id, r.version_id, r.event_id, r.repeats, ${shownStatus('r')} as status, r.reason, r.rested_at,
        e.title as event_title, e.trigger, e.source_id, ${connectionJson('$1', 'e.source_id')} as source,
        (select w.name from workflows w where w.workspace_id = $1 and w.id = r.workflow_id) as workflow,
        (select a.due_at from attention a where a.workspace_id = $1 and a.run_id = r.id) as due_at
      from unnest($2::uuid[]) with ordinality as wanted (id, place)
      cross join lateral (select * from runs where runs.id = wanted.id and runs.workspace_id = $1 offset 0) r
      left join lateral (select title, trigger, source_id from events where events.id = r.event_id and events.workspace_id = $1 offset 0) e on true
      order by wanted.place`,
    values: [workspaceId, ids],
  });
  return rows;
}

/** A run as lists show it. Its title is what people call the event: a file name, a deal's title. */
export function showRun(connectors: Connectors, row: RunRow): RunSummary {
  return {
    id: showId('run', row.id),
    title: row.event_title ?? '',
    trigger: row.trigger ?? '',
    status: row.status,
    reason: row.reason,
    workflow: { id: showId('workflow', row.workflow_id), name: row.workflow ?? '' },
    source: showConnection(connectors, row.source),
    startedAt: new Date(idTime(row.id)).toISOString(),
    restedAt: showTime(row.rested_at),
    nextAt: row.status === 'waiting' ? showTime(row.due_at) : null,
  };
}
