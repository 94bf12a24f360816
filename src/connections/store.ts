import type { Queryable } from '../db/pool.ts';
import type { ConnectionStatus, Reason } from '../domain/status.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { ConnectionDetails, EndpointRow, Subscription } from './rows.ts';

interface DetailsColumns {
  workspace_id: Id;
  id: Id;
  connector: string;
  name: string;
  environment: string;
  auth_method: string;
  account: string | null;
  settings: JsonObject;
  status: ConnectionStatus;
  status_reason: Reason | null;
  created_at: Date;
  tested_at: Date | null;
  endpoint_id: Id | null;
  url_secret_sealed: Buffer;
  subscription: Subscription | null;
  secrets: { id: Id; created_at: string }[] | null;
  received: string | null;
  refused: string | null;
  unrecognized: string | null;
  last_received_at: Date | null;
  last_refused_at: Date | null;
  last_refused_reason: string | null;
  complete_until: Date | null;
  checked_at: Date | null;
  found_late: string | null;
  credentials_sealed: Buffer | null;
  expires_at: Date | null;
}

const SELECT_DETAILS = `
select c.*, e.id as endpoint_id, e.url_secret_sealed, e.subscription,
  (select jsonb_agg(jsonb_build_object('id', s.id, 'created_at', s.created_at) order by s.created_at, s.id)
    from endpoint_secrets s
    where s.workspace_id = e.workspace_id and s.endpoint_id = e.id and s.retired_at is null) as secrets,
  n.received, n.refused, n.unrecognized, n.last_received_at, n.last_refused_at, n.last_refused_reason,
  w.complete_until, w.checked_at, w.found_late, k.sealed as credentials_sealed, k.expires_at
from connections c
left join credentials k on k.workspace_id = c.workspace_id and k.connection_id = c.id
left join endpoints e on e.workspace_id = c.workspace_id and e.connection_id = c.id
left join endpoint_counts n on n.endpoint_id = e.id
left join watermarks w on w.workspace_id = c.workspace_id and w.connection_id = c.id`;

/** All connections of a workspace by name. */
export async function listConnections(db: Queryable, workspaceId: Id): Promise<ConnectionDetails[]> {
  const text = `${SELECT_DETAILS} where c.workspace_id = $1 order by lower(c.name), c.id`;
  const { rows } = await db.query<DetailsColumns>(text, [workspaceId]);
  return rows.map(toDetails);
}

/** One connection, or null. */
export async function findConnection(
  db: Queryable,
  workspaceId: Id,
  id: Id,
): Promise<ConnectionDetails | null> {
  const text = `${SELECT_DETAILS} where c.workspace_id = $1 and c.id = $2`;
  const { rows } = await db.query<DetailsColumns>(text, [workspaceId, id]);
  return rows[0] ? toDetails(rows[0]) : null;
}

/** Key of a connection's connector; null when it is not there. */
export async function connectorOf(db: Queryable, workspaceId: Id, id: Id): Promise<string | null> {
  const { rows } = await db.query<{ connector: string }>({
    name: 'connections.connector-of',
    text: 'select connector from connections where workspace_id = $1 and id = $2',
    values: [workspaceId, id],
  });
  return rows[0]?.connector ?? null;
}

export interface NewConnectionRow {
  workspaceId: Id;
  id: Id;
  connector: string;
  name: string;
  environment: string;
  authMethod: string;
  account: string | null;
  settings: JsonObject;
}

/** Stores a connection that was just tested. A name that is taken is a unique violation. */
export async function insertConnection(db: Queryable, row: NewConnectionRow): Promise<void> {
  await db.query(
    `insert into connections
      (workspace_id, id, connector, name, environment, auth_method, account, settings, tested_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
    [
      ...[row.workspaceId, row.id, row.connector, row.name, row.environment, row.authMethod, row.account],
      JSON.stringify(row.settings),
    ],
  );
}

/** Whether a connection of the workspace has this very name. */
export async function isNameTaken(db: Queryable, workspaceId: Id, name: string): Promise<boolean> {
  const { rows } = await db.query('select 1 from connections where workspace_id = $1 and name = $2', [
    workspaceId,
    name,
  ]);
  return rows.length > 0;
}

/** Gives a connection another name, other settings, or both. False when it is not there. */
export async function changeConnection(
  db: Queryable,
  workspaceId: Id,
  id: Id,
  change: { name?: string | undefined; settings?: JsonObject | undefined },
): Promise<boolean> {
  const { rows } = await db.query(
    `update connections set name = coalesce($3, name), settings = coalesce($4, settings)
     where workspace_id = $1 and id = $2 returning id`,
    [workspaceId, id, change.name ?? null, change.settings ? JSON.stringify(change.settings) : null],
  );
  return rows.length > 0;
}

/** Moves a connection to a status if it is in one of `from`. False when it was not. */
export async function moveStatus(
  db: Queryable,
  workspaceId: Id,
  id: Id,
  move: { from: ConnectionStatus[]; to: ConnectionStatus; reason: Reason | null },
): Promise<boolean> {
  const { rows } = await db.query(
    `update connections set status = $4, status_reason = $5
     where workspace_id = $1 and id = $2 and status = any ($3) returning id`,
    [workspaceId, id, move.from, move.to, move.reason === null ? null : JSON.stringify(move.reason)],
  );
  return rows.length > 0;
}

/** What is wrong with a connection that works all the same (its webhooks could not be registered), or nothing any more. */
export async function noteReason(
  db: Queryable,
  workspaceId: Id,
  id: Id,
  reason: Reason | null,
): Promise<void> {
  await db.query('update connections set status_reason = $3 where workspace_id = $1 and id = $2', [
    workspaceId,
    id,
    reason === null ? null : JSON.stringify(reason),
  ]);
}

/** Remembers that the credentials worked now, and whose account they open. */
export async function markTested(db: Queryable, workspaceId: Id, id: Id, account: string): Promise<void> {
  await db.query(
    'update connections set account = $3, tested_at = now() where workspace_id = $1 and id = $2',
    [workspaceId, id, account],
  );
}

/** Whether another connection, of whatever workspace, opens the same account: vendors may give both one refresh token. */
export async function sharesAccount(db: Queryable, workspaceId: Id, id: Id): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from connections mine join connections other
       on other.connector = mine.connector and other.environment = mine.environment
      and other.account = mine.account and other.id <> mine.id
     where mine.workspace_id = $1 and mine.id = $2 limit 1`,
    [workspaceId, id],
  );
  return rows.length > 0;
}

/** Deletes a connection with its credentials, endpoint and secrets. False when it is not there. */
export async function deleteConnection(db: Queryable, workspaceId: Id, id: Id): Promise<boolean> {
  const { rows } = await db.query(
    'delete from connections where workspace_id = $1 and id = $2 returning id',
    [workspaceId, id],
  );
  return rows.length > 0;
}

/** Deletes every connection of a workspace that is being deleted; gives their ids. */
export async function eraseConnections(db: Queryable, workspaceId: Id): Promise<Id[]> {
  await db.query('delete from oauth_states where workspace_id = $1', [workspaceId]);
  const { rows } = await db.query<{ id: Id }>(
    'delete from connections where workspace_id = $1 returning id',
    [workspaceId],
  );
  return rows.map((row) => row.id);
}

function toDetails(row: DetailsColumns): ConnectionDetails {
  const { complete_until: completeUntil } = row;
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    connector: row.connector,
    name: row.name,
    environment: row.environment,
    authMethod: row.auth_method,
    account: row.account,
    settings: row.settings,
    status: row.status,
    reason: row.status_reason,
    createdAt: row.created_at,
    testedAt: row.tested_at,
    endpoint: toEndpoint(row),
    access: row.credentials_sealed && { sealed: row.credentials_sealed, expiresAt: row.expires_at },
    watermark: completeUntil && {
      completeUntil,
      checkedAt: row.checked_at,
      foundLate: Number(row.found_late),
    },
  };
}

function toEndpoint(row: DetailsColumns): EndpointRow | null {
  if (row.endpoint_id === null) return null;
  return {
    id: row.endpoint_id,
    urlSecretSealed: row.url_secret_sealed,
    subscription: row.subscription,
    secrets: (row.secrets ?? []).map((secret) => ({ id: secret.id, createdAt: new Date(secret.created_at) })),
    received: Number(row.received ?? 0),
    refused: Number(row.refused ?? 0),
    unrecognized: Number(row.unrecognized ?? 0),
    lastReceivedAt: row.last_received_at,
    lastRefusedAt: row.last_refused_at,
    lastRefusedReason: row.last_refused_reason,
  };
}
