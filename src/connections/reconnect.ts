import { bumpEpoch } from '../db/epoch.ts';
import { transaction } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import { AppError } from '../std/errors.ts';
import { connectionNotFound } from './accounts.ts';
import { replaceCredentials } from './credential-store.ts';
import { storeSigningCredential } from './endpoint-secrets.ts';
import { checkInput, trimmed, type CheckedInput } from './input.ts';
import { authMethodOf } from './environments.ts';
import type { Credentials } from './open-connection.ts';
import type { Parts } from './parts.ts';
import { registerQuietly } from './registration.ts';
import { credentialsRow } from './sealed-rows.ts';
import { findConnection, markTested, moveStatus } from './store.ts';
import { tryCredentials } from './trial.ts';

/**
 * What a stored connection becomes with newly entered credentials: a field left empty keeps its value. Throws AppError
 * `not_found`, `invalid`.
 */
export async function checkReconnect(
  parts: Parts,
  workspaceId: Id,
  id: Id,
  entered: Record<string, string>,
): Promise<CheckedInput> {
  const connection = await findConnection(parts.pool, workspaceId, id);
  if (!connection) throw connectionNotFound();
  const connector = parts.connectors[connection.connector];
  if (!connector) {
    throw new AppError('invalid', `This Countersign has no connector "${connection.connector}".`);
  }
  const { fields } = authMethodOf(connector, connection.authMethod);
  const { credentials: stored } = await parts.accounts.reopen(workspaceId, id);
  const credentials = { ...stored, ...trimmed(fields, entered) };
  return checkInput(parts.connectors, parts.emulatorOrigin, { ...connection, credentials });
}

/**
 * Puts working credentials in place of the stored ones; the connection is active again and what waited for it goes on.
 * Throws AppError as `tryCredentials` does; then nothing changes.
 */
export async function reconnect(
  parts: Parts,
  workspaceId: Id,
  id: Id,
  input: CheckedInput,
  tokens: { credentials: Credentials; expiresInMs: number | null },
): Promise<void> {
  const { expiresInMs, credentials } = tokens;
  const account = await tryCredentials(parts, workspaceId, id, input, credentials);
  const sealed = parts.secrets.seal(JSON.stringify(credentials), credentialsRow(workspaceId, id));
  const { endpoint } = (await findConnection(parts.pool, workspaceId, id)) ?? { endpoint: null };
  await transaction(parts.pool, async (tx) => {
    if (!(await replaceCredentials(tx, workspaceId, id, { sealed, expiresInMs }))) throw connectionNotFound();
    await markTested(tx, workspaceId, id, account);
    if (endpoint) {
      const key = { workspaceId, endpointId: endpoint.id };
      await storeSigningCredential(parts, tx, key, input.connector, credentials);
    }
    await moveStatus(tx, workspaceId, id, {
      from: ['active', 'needs_reconnect', 'disabled'],
      to: 'active',
      reason: null,
    });
    await bumpEpoch(tx);
    await parts.onReconnected(tx, workspaceId, id);
  });
  parts.accounts.forget(id);
  await registerQuietly(parts, workspaceId, id);
}
