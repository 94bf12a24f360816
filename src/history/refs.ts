import type { Connector } from '#kit/connector.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { ConnectionRef } from './views.ts';

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
export function environmentKindOf(connector: Connector | undefined, key: string): ConnectionRef['environmentKind'] {
  if (key === 'emulator') return 'emulator';
  return connector?.environments.find((known) => known.key === key)?.kind ?? 'live';
}

/** SQL for the columns above of a connection by its id, as one JSON value. */
export const connectionJson = (workspaceId: string, id: string) =>
  `(select jsonb_build_object('id', c.id, 'name', c.name, 'connector', c.connector, 'environment', c.environment)
    from connections c where c.workspace_id = ${workspaceId} and c.id = ${id})`;

/** A time of the database as the API shows it. */
export function showTime(time: Date): string;
export function showTime(time: Date | null): string | null;
export function showTime(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}
