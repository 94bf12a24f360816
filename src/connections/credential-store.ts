import type { Queryable } from '../db/pool.ts';
import type { ConnectionStatus } from '../domain/status.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';

/** What running a connector needs of a connection, in one statement. */
export interface SealedConnection {
  workspaceId: Id;
  id: Id;
  connector: string;
  name: string;
  environment: string;
  authMethod: string;
  account: string | null;
  settings: JsonObject;
  status: ConnectionStatus;
  sealed: Buffer;
  /** Grows with every change of the credentials. */
  revision: number;
  /** Until the access token runs out, in milliseconds by database time; null when it does not. */
  expiresInMs: number | null;
  /** How long the access token was to live when it was stored. */
  lifetimeMs: number | null;
  urlSecretSealed: Buffer | null;
  endpointId: Id | null;
}

const SELECT_SEALED = `
select c.workspace_id as "workspaceId", c.id, c.connector, c.name, c.environment, c.auth_method as "authMethod",
  c.account, c.settings, c.status, k.sealed, k.revision,
  extract(epoch from k.expires_at - clock_timestamp())::float8 * 1000 as "expiresInMs",
  extract(epoch from k.expires_at - k.updated_at)::float8 * 1000 as "lifetimeMs",
  e.url_secret_sealed as "urlSecretSealed", e.id as "endpointId"
from connections c
join credentials k on k.workspace_id = c.workspace_id and k.connection_id = c.id
left join endpoints e on e.workspace_id = c.workspace_id and e.connection_id = c.id
where c.workspace_id = $1 and c.id = $2`;

/** A connection with its sealed credentials, or null. */
export async function findSealed(db: Queryable, workspaceId: Id, id: Id): Promise<SealedConnection | null> {
  const query = { name: 'connections.sealed', text: SELECT_SEALED, values: [workspaceId, id] };
  const { rows } = await db.query<SealedConnection>(query);
  return rows[0] ?? null;
}

export async function insertCredentials(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  stored: { sealed: Buffer; expiresInMs: number | null },
): Promise<void> {
  await db.query(
    `insert into credentials (workspace_id, connection_id, sealed, expires_at)
     values ($1, $2, $3, now() + $4::float8 * interval '1 ms')`,
    [workspaceId, connectionId, stored.sealed, stored.expiresInMs],
  );
}

/**
 * Replaces credentials and ends a refresh under way. With `ifRevision` only when nobody did so since; false then. One
 * statement, so a refresh token that replaces itself is never half stored.
 */
export async function replaceCredentials(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  stored: { sealed: Buffer; expiresInMs: number | null; ifRevision?: number },
): Promise<boolean> {
  const { rows } = await db.query(
    `update credentials set sealed = $3, expires_at = now() + $4::float8 * interval '1 ms', revision = revision + 1,
       refresh_owner = null, refresh_until = null, updated_at = now()
     where workspace_id = $1 and connection_id = $2 and ($5::int is null or revision = $5) returning revision`,
    [workspaceId, connectionId, stored.sealed, stored.expiresInMs, stored.ifRevision ?? null],
  );
  return rows.length > 0;
}

/** Takes the right to refresh for `leaseMs`, if nobody holds it and the credentials are still of this revision. */
export async function takeRefreshLease(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  lease: { revision: number; owner: string; leaseMs: number },
): Promise<boolean> {
  const { rows } = await db.query(
    `update credentials set refresh_owner = $4, refresh_until = clock_timestamp() + $5::float8 * interval '1 ms'
     where workspace_id = $1 and connection_id = $2 and revision = $3
       and (refresh_until is null or refresh_until < clock_timestamp()) returning revision`,
    [workspaceId, connectionId, lease.revision, lease.owner, lease.leaseMs],
  );
  return rows.length > 0;
}

/** Gives the right to refresh back, when it is still this owner's. */
export async function dropRefreshLease(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  owner: string,
): Promise<void> {
  await db.query(
    `update credentials set refresh_owner = null, refresh_until = null
     where workspace_id = $1 and connection_id = $2 and refresh_owner = $3`,
    [workspaceId, connectionId, owner],
  );
}

/** Remembers a person sent to a vendor's consent page, for `ttlMs`. */
export async function insertOauthState(
  db: Queryable,
  state: { hash: Buffer; workspaceId: Id; sealed: Buffer; ttlMs: number },
): Promise<void> {
  await db.query('delete from oauth_states where expires_at < now()');
  await db.query(
    `insert into oauth_states (state_hash, workspace_id, sealed, expires_at)
     values ($1, $2, $3, now() + $4::float8 * interval '1 ms')`,
    [state.hash, state.workspaceId, state.sealed, state.ttlMs],
  );
}

/** Takes what was remembered, once; null when it is unknown, used or over. */
export async function takeOauthState(
  db: Queryable,
  hash: Buffer,
): Promise<{ workspaceId: Id; sealed: Buffer } | null> {
  const { rows } = await db.query<{ workspaceId: Id; sealed: Buffer }>(
    `delete from oauth_states where state_hash = $1 and expires_at > now() returning workspace_id as "workspaceId", sealed`,
    [hash],
  );
  return rows[0] ?? null;
}
