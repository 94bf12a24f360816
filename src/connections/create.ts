import { bumpEpoch } from '../db/epoch.ts';
import { transaction, type Queryable } from '../db/pool.ts';
import { AppError } from '../std/errors.ts';
import { newId, type Id } from '../std/id.ts';
import { hashUrlSecret } from './addresses.ts';
import { insertCredentials } from './credential-store.ts';
import { insertEndpoint } from './endpoint-store.ts';
import { storeSigningCredential } from './endpoint-secrets.ts';
import type { CheckedInput } from './input.ts';
import type { Credentials } from './open-connection.ts';
import type { Parts } from './parts.ts';
import { registerQuietly } from './registration.ts';
import { credentialsRow, endpointUrlRow } from './sealed-rows.ts';
import { insertConnection, isNameTaken } from './store.ts';
import { tryCredentials } from './trial.ts';

const URL_SECRET_BYTES = 24;

/**
 * Stores a connection whose credentials work, makes its endpoint, and registers that at the vendor where the vendor can
 * reach us. Throws AppError as `tryCredentials` does, and `conflict` for a name that is taken; then nothing is stored.
 */
export async function createConnection(
  parts: Parts,
  workspaceId: Id,
  input: CheckedInput,
  tokens: { credentials: Credentials; expiresInMs: number | null },
): Promise<Id> {
  const id = newId(parts.clock.now());
  await refuseTakenName(parts.pool, workspaceId, input.name);
  const account = await tryCredentials(parts, workspaceId, id, input, tokens.credentials);
  const sealed = parts.secrets.seal(JSON.stringify(tokens.credentials), credentialsRow(workspaceId, id));
  await namingConflict(() =>
    transaction(parts.pool, async (tx) => {
      await insertConnection(tx, {
        ...{ workspaceId, id, account, name: input.name, settings: input.settings },
        connector: input.connector.key,
        environment: input.environment.key,
        authMethod: input.method.key,
      });
      await insertCredentials(tx, workspaceId, id, { sealed, expiresInMs: tokens.expiresInMs });
      if (input.connector.webhooks) {
        await makeEndpoint(parts, tx, { workspaceId, id }, input, tokens.credentials);
      }
      await bumpEpoch(tx);
      await parts.onConnected(tx, { workspaceId, id, connector: input.connector.key });
    }),
  );
  await registerQuietly(parts, workspaceId, id);
  return id;
}

async function makeEndpoint(
  parts: Parts,
  tx: Queryable,
  connection: { workspaceId: Id; id: Id },
  input: CheckedInput,
  credentials: Credentials,
): Promise<void> {
  const { workspaceId } = connection;
  const id = newId(parts.clock.now());
  const urlSecret = parts.randomBytes(URL_SECRET_BYTES).toString('base64url');
  await insertEndpoint(tx, workspaceId, connection.id, {
    id,
    urlSecretSealed: parts.secrets.seal(urlSecret, endpointUrlRow(workspaceId, id)),
    urlSecretHash: hashUrlSecret(urlSecret),
  });
  await storeSigningCredential(parts, tx, { workspaceId, endpointId: id }, input.connector, credentials);
}

/** Says at once that a name is taken, before a vendor is asked. Throws AppError `conflict`. */
export async function refuseTakenName(db: Queryable, workspaceId: Id, name: string): Promise<void> {
  if (await isNameTaken(db, workspaceId, name)) throw nameTaken();
}

/** Turns the database's word for a name taken meanwhile into ours. */
export async function namingConflict<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? error.constraint : null;
    if (constraint === 'connections_workspace_id_name_key') throw nameTaken(error);
    if (constraint === 'connections_own_crm') {
      throw new AppError('conflict', 'This workspace has its CRM already. Use that one.', { cause: error });
    }
    throw error;
  }
}

function nameTaken(cause?: unknown): AppError {
  return new AppError('conflict', 'Another connection of this workspace has that name. Choose another one.', {
    cause,
    faults: [{ path: 'name', code: 'taken' }],
  });
}
