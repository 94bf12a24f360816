import type { Queryable } from '#db/pool.ts';
import type { WorkflowStatus } from '#domain/status.ts';
import type { Definition } from '#domain/workflow.ts';
import { idAt, idTime, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { connectionsById, showConnection, showTime } from './refs.ts';
import type { ConnectionColumns, Connectors } from './refs.ts';
import type { Reading } from './runs.ts';
import { stepsOnTheWay } from './versions.ts';
import type { WorkflowSummary } from './views.ts';

interface WorkflowRow {
  id: Id;
  name: string;
  status: WorkflowStatus;
  draft: Definition;
  draft_revision: number;
  updated_at: Date;
  number: number | null;
  published: Definition | null;
  changed: boolean;
  last_run: Id | null;
  attention: number;
  tags: string[];
  day: WorkflowSummary['day'];
}

/** A workflow with both its definitions; ids in these are not yet as people see them. */
export interface StoredWorkflow {
  summary: WorkflowSummary;
  draft: Definition;
  draftRevision: number;
  published: Definition | null;
}

/** Workflows of a workspace by name. */
export async function listWorkflows(
  { pool, clock, connectors }: Reading,
  workspaceId: Id,
): Promise<WorkflowSummary[]> {
  const [rows, connections] = await Promise.all([
    workflowRows(pool, workspaceId, null, clock.now()),
    connectionsById(pool, workspaceId),
  ]);
  return rows.map((row) => showWorkflow(connectors, connections, row));
}

/** One workflow, or null. */
export async function findWorkflow(
  { pool, clock, connectors }: Reading,
  workspaceId: Id,
  id: Id,
): Promise<StoredWorkflow | null> {
  const [rows, connections] = await Promise.all([
    workflowRows(pool, workspaceId, id, clock.now()),
    connectionsById(pool, workspaceId),
  ]);
  const row = rows[0];
  if (!row) return null;
  return {
    summary: showWorkflow(connectors, connections, row),
    draft: row.draft,
    draftRevision: row.draft_revision,
    published: row.published,
  };
}

/** Published workflows by the connections they use. */
export async function workflowsByConnection(
  db: Queryable,
  workspaceId: Id,
): Promise<Map<Id, { id: string; name: string }[]>> {
  const { rows } = await db.query<{ id: Id; name: string; definition: Definition }>(
    `select w.id, w.name, v.definition from workflows w
     join workflow_versions v on v.workspace_id = w.workspace_id and v.id = w.version_id
     where w.workspace_id = $1 and w.deleted_at is null and w.status <> 'draft' order by w.name`,
    [workspaceId],
  );
  const users = new Map<Id, { id: string; name: string }[]>();
  for (const { id, name, definition } of rows) {
    const used = Object.values(definition.steps).map((step) =>
      step.kind === 'action' ? step.connectionId : null,
    );
    for (const connection of new Set([definition.trigger.connectionId, ...used])) {
      if (connection !== null) {
        users.set(connection, [...(users.get(connection) ?? []), { id: showId('workflow', id), name }]);
      }
    }
  }
  return users;
}

const dayMs = 24 * 3_600_000;
/** A busy workflow's day is counted up to here. */
const mostCounted = 10_000;

/** @param now milliseconds since the epoch */
async function workflowRows(
  db: Queryable,
  workspaceId: Id,
  id: Id | null,
  now: number,
): Promise<WorkflowRow[]> {
  const { rows } = await db.query<WorkflowRow>(
    `select w.id, w.name, w.status, w.draft, w.draft_revision, w.updated_at, w.tags, v.number, v.definition as published,
       v.definition is distinct from w.draft as changed,
       (select r.id from runs r where r.workflow_id = w.id order by r.id desc limit 1) as last_run,
       (select count(*)::int from attention a join runs r on r.id = a.run_id
         where a.workspace_id = $1 and a.status in ('failed', 'parked') and r.workflow_id = w.id) as attention,
       (select jsonb_build_object('completed', count(*) filter (where status = 'completed'),
           'failed', count(*) filter (where status = 'failed'),
           'waiting', count(*) filter (where status in ('waiting', 'parked')), 'total', count(*))
         from (select r.status from runs r where r.workflow_id = w.id and r.id >= $3 limit ${mostCounted}) day) as day
     from workflows w left join workflow_versions v on v.workspace_id = w.workspace_id and v.id = w.version_id
     where w.workspace_id = $1 and w.deleted_at is null and ($2::uuid is null or w.id = $2) order by w.name, w.id`,
    [workspaceId, id, idAt(now - dayMs)],
  );
  return rows;
}

function showWorkflow(
  connectors: Connectors,
  connections: Map<Id, ConnectionColumns>,
  row: WorkflowRow,
): WorkflowSummary {
  const shown = row.published ?? row.draft;
  const { connector, key, connectionId } = shown.trigger;
  return {
    id: showId('workflow', row.id),
    name: row.name,
    status: row.status,
    trigger:
      key === ''
        ? null
        : { connector, key, connection: showConnection(connectors, connections.get(connectionId) ?? null) },
    actions: stepsOnTheWay(shown).map(([, step]) => ({ connector: step.connector, key: step.key })),
    version: row.number,
    changed: row.changed,
    updatedAt: showTime(row.updated_at),
    lastRunAt: row.last_run === null ? null : new Date(idTime(row.last_run)).toISOString(),
    attention: row.attention,
    tags: row.tags,
    day: row.day,
  };
}
