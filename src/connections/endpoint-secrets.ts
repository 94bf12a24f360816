import type { Connector } from '../kit/connector.ts';
import { bumpEpoch } from '../db/epoch.ts';
import { transaction, type Queryable } from '../db/pool.ts';
import { AppError } from '../std/errors.ts';
import { newId, type Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import { connectionNotFound } from './accounts.ts';
import { insertSecret, listEndpoints, listSecrets, retireSecret } from './endpoint-store.ts';
import type { Credentials } from './open-connection.ts';
import type { Parts } from './parts.ts';
import type { EndpointRow } from './rows.ts';
import { endpointSecretRow } from './sealed-rows.ts';
import { findConnection } from './store.ts';

type SecretParts = Pick<Parts, 'secrets' | 'clock'>;
interface EndpointKey {
  workspaceId: Id;
  endpointId: Id;
}

/** An address vendors post to, with what its requests are checked against. */
export interface IntakeEndpoint {
  id: Id;
  workspaceId: Id;
  connectionId: Id;
  connector: Connector;
  urlSecretHash: Buffer;
  /** Active signing secrets, decrypted. */
  secrets: string[];
  settings: JsonObject;
}

/** Every endpoint whose connector this version has. */
export async function endpointsForIntake(
  parts: Pick<Parts, 'pool' | 'secrets' | 'connectors'>,
): Promise<IntakeEndpoint[]> {
  const rows = await listEndpoints(parts.pool);
  return rows.flatMap((row) => {
    const connector = parts.connectors[row.connector];
    if (!connector) return [];
    const { id, workspaceId, connectionId, urlSecretHash, settings } = row;
    const secrets = row.sealedSecrets.map((sealed, index) =>
      parts.secrets.open(sealed, endpointSecretRow(workspaceId, id, row.secretIds[index]!)),
    );
    return [{ id, workspaceId, connectionId, connector, urlSecretHash, secrets, settings }];
  });
}

/** Adds a secret the vendor signs with, unless it is there. Bumping the epoch is the caller's part. */
export async function storeSecret(
  parts: SecretParts,
  tx: Queryable,
  { workspaceId, endpointId }: EndpointKey,
  secret: string,
): Promise<void> {
  const known = await listSecrets(tx, workspaceId, endpointId);
  const isKnown = known.some(
    ({ id, sealed }) => parts.secrets.open(sealed, endpointSecretRow(workspaceId, endpointId, id)) === secret,
  );
  if (isKnown) return;
  const id = newId(parts.clock.now());
  const sealed = parts.secrets.seal(secret, endpointSecretRow(workspaceId, endpointId, id));
  await insertSecret(tx, workspaceId, endpointId, { id, sealed });
}

/** Where a person's credential is what requests are signed with, it is one of the endpoint's secrets. */
export async function storeSigningCredential(
  parts: SecretParts,
  tx: Queryable,
  endpoint: EndpointKey,
  connector: Connector,
  credentials: Credentials,
): Promise<void> {
  const secret =
    connector.signingCredential === undefined ? undefined : credentials[connector.signingCredential];
  if (secret) await storeSecret(parts, tx, endpoint, secret);
}

/** Adds a signing secret by hand. Throws AppError `not_found`, `invalid`. */
export async function addSecret(
  parts: Parts,
  workspaceId: Id,
  connectionId: Id,
  secret: string,
): Promise<void> {
  const value = secret.trim();
  if (value === '') {
    throw new AppError('invalid', 'Enter the secret the vendor signs with.', {
      faults: [{ path: 'secret', code: 'required' }],
    });
  }
  const endpoint = await endpointOf(parts, workspaceId, connectionId);
  await transaction(parts.pool, async (tx) => {
    await storeSecret(parts, tx, { workspaceId, endpointId: endpoint.id }, value);
    await bumpEpoch(tx);
  });
}

/** Takes a signing secret away: what is signed with it is refused from now on. Throws AppError `not_found`. */
export async function removeSecret(
  parts: Parts,
  workspaceId: Id,
  connectionId: Id,
  secretId: Id,
): Promise<void> {
  const endpoint = await endpointOf(parts, workspaceId, connectionId);
  await transaction(parts.pool, async (tx) => {
    if (!(await retireSecret(tx, workspaceId, endpoint.id, secretId))) {
      throw new AppError('not_found', 'This connection has no such secret. It may have been removed.');
    }
    await bumpEpoch(tx);
  });
}

async function endpointOf(parts: Parts, workspaceId: Id, connectionId: Id): Promise<EndpointRow> {
  const connection = await findConnection(parts.pool, workspaceId, connectionId);
  if (!connection) throw connectionNotFound();
  if (connection.endpoint) return connection.endpoint;
  throw new AppError('unprocessable', 'This connection receives no webhooks, so it has no secrets.');
}
