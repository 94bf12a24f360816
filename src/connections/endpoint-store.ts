import type { Queryable } from '../db/pool.ts';
import type { ConnectionStatus } from '../domain/status.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { Subscription } from './rows.ts';

export async function insertEndpoint(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  endpoint: { id: Id; urlSecretSealed: Buffer; urlSecretHash: Buffer },
): Promise<void> {
  await db.query(
    `insert into endpoints (workspace_id, id, connection_id, url_secret_sealed, url_secret_hash)
     values ($1, $2, $3, $4, $5)`,
    [workspaceId, endpoint.id, connectionId, endpoint.urlSecretSealed, endpoint.urlSecretHash],
  );
}

/** What the vendor gave for our address; null when it is not registered any more. */
export async function storeSubscription(
  db: Queryable,
  workspaceId: Id,
  endpointId: Id,
  subscription: Subscription | null,
): Promise<void> {
  await db.query('update endpoints set subscription = $3 where workspace_id = $1 and id = $2', [
    workspaceId,
    endpointId,
    subscription === null ? null : JSON.stringify(subscription),
  ]);
}

/** A secret the vendor signs with; several may be active at once. */
export async function insertSecret(
  db: Queryable,
  workspaceId: Id,
  endpointId: Id,
  secret: { id: Id; sealed: Buffer },
): Promise<void> {
  await db.query(
    'insert into endpoint_secrets (workspace_id, endpoint_id, id, sealed) values ($1, $2, $3, $4)',
    [workspaceId, endpointId, secret.id, secret.sealed],
  );
}

/** Signatures made with it count no longer. False when it is not an active secret of this endpoint. */
export async function retireSecret(db: Queryable, workspaceId: Id, endpointId: Id, id: Id): Promise<boolean> {
  const { rows } = await db.query(
    `update endpoint_secrets set retired_at = now()
     where workspace_id = $1 and endpoint_id = $2 and id = $3 and retired_at is null returning id`,
    [workspaceId, endpointId, id],
  );
  return rows.length > 0;
}

/** Active secrets of one endpoint, sealed. */
export async function listSecrets(
  db: Queryable,
  workspaceId: Id,
  endpointId: Id,
): Promise<{ id: Id; sealed: Buffer }[]> {
  const { rows } = await db.query<{ id: Id; sealed: Buffer }>(
    `select id, sealed from endpoint_secrets
     where workspace_id = $1 and endpoint_id = $2 and retired_at is null order by created_at, id`,
    [workspaceId, endpointId],
  );
  return rows;
}

/** An endpoint as intake needs it, secrets sealed. */
export interface SealedEndpoint {
  workspaceId: Id;
  id: Id;
  connectionId: Id;
  connector: string;
  settings: JsonObject;
  status: ConnectionStatus;
  urlSecretHash: Buffer;
  /** Ids and sealed values of the active secrets, in one order. */
  secretIds: Id[];
  sealedSecrets: Buffer[];
}

/** Every endpoint of the hub. */
export async function listEndpoints(db: Queryable): Promise<SealedEndpoint[]> {
  const { rows } = await db.query<SealedEndpoint>(
    `select e.workspace_id as "workspaceId", e.id, e.connection_id as "connectionId", c.connector, c.settings, c.status,
       e.url_secret_hash as "urlSecretHash",
       array(select s.id::text from endpoint_secrets s where s.workspace_id = e.workspace_id and s.endpoint_id = e.id
         and s.retired_at is null order by s.created_at, s.id) as "secretIds",
       array(select s.sealed from endpoint_secrets s where s.workspace_id = e.workspace_id and s.endpoint_id = e.id
         and s.retired_at is null order by s.created_at, s.id) as "sealedSecrets"
     from endpoints e join connections c on c.workspace_id = e.workspace_id and c.id = e.connection_id`,
  );
  return rows;
}
