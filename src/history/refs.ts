import type { Queryable } from '#db/pool.ts';
import type { Connector } from '#kit/connector.ts';
import type { Definition } from '#domain/workflow.ts';
import { readId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { ConnectionRef } from './views.ts';

/** A definition with the ids of its connections as people see them; blank and unknown ones stay as they are. */
export function showDefinition(definition: Definition): Definition {
  const show = (id: string) =>
    readId('connection', id) === null ? id : showId('connection', readId('connection', id)!);
  const steps = Object.entries(definition.steps).map(([id, step]) =>
    step.kind === 'action' && step.connectionId !== null
      ? [id, { ...step, connectionId: show(step.connectionId) }]
      : [id, step],
  );
  const trigger = { ...definition.trigger, connectionId: show(definition.trigger.connectionId) };
  return { ...definition, trigger, steps: Object.fromEntries(steps) as Definition['steps'] };
}

/** Columns of a connection that a reference needs, as `to_jsonb` of the row or null. */
export interface ConnectionColumns {
  id: Id;
  name: string;
  connector: string;
  environment: string;
}

/** Connectors by key. */
export type Connectors = Record<string, Connector>;

/** A connection as others mention it; null when there is none. */
export function showConnection(connectors: Connectors, row: ConnectionColumns | null): ConnectionRef | null {
  if (row === null) return null;
  const { id, name, connector } = row;
  const environmentKind = environmentKindOf(connectors[connector], row.environment);
  return { id: showId('connection', id), name, connector, environmentKind };
}

/** Emulators are no part of a manifest's environments; what is unknown counts as live, so nobody takes it for a toy. */
export function environmentKindOf(
  connector: Connector | undefined,
  key: string,
): ConnectionRef['environmentKind'] {
  if (key === 'emulator') return 'emulator';
  return connector?.environments.find((known) => known.key === key)?.kind ?? 'live';
}

/** SQL for the columns above of a connection by its id, as one JSON value. */
export const connectionJson = (workspaceId: string, id: string) =>
  `(select jsonb_build_object('id', c.id, 'name', c.name, 'connector', c.connector, 'environment', c.environment)
    from connections c where c.workspace_id = ${workspaceId} and c.id = ${id})`;

/** Connections of a workspace. */
export async function connectionsById(db: Queryable, workspaceId: Id): Promise<Map<Id, ConnectionColumns>> {
  const { rows } = await db.query<ConnectionColumns>(
    'select id, name, connector, environment from connections where workspace_id = $1',
    [workspaceId],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A time of the database as the API shows it. */
export function showTime(time: Date): string;
export function showTime(time: Date | null): string | null;
export function showTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
