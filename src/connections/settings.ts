import { bumpEpoch } from '../db/epoch.ts';
import { transaction } from '../db/pool.ts';
import type { Reason } from '../domain/status.ts';
import { AppError } from '../std/errors.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import { connectionNotFound, connectorOf } from './accounts.ts';
import { namingConflict } from './create.ts';
import { missing, nameFaults, settingsOf } from './input.ts';
import type { Parts } from './parts.ts';
import { revoke } from './oauth/revoke.ts';
import { unregister } from './registration.ts';
import { changeConnection, deleteConnection, findConnection } from './store.ts';

/** Gives a connection another name, other settings, or both. Throws AppError `not_found`, `invalid`, `conflict`. */
export async function changeDetails(
  parts: Parts,
  workspaceId: Id,
  id: Id,
  change: { name?: string; settings?: JsonObject },
): Promise<void> {
  const connection = await findConnection(parts.pool, workspaceId, id);
  if (!connection) throw connectionNotFound();
  const connector = connectorOf(parts.connectors, connection.connector);
  const settings = change.settings && settingsOf(connector, { ...connection.settings, ...change.settings });
  const faults = [
    ...(change.name === undefined ? [] : nameFaults(change.name)),
    ...(settings ? missing(connector.settings ?? [], settings, 'settings') : []),
  ];
  if (faults.length > 0) throw new AppError('invalid', 'Some fields are missing or too long.', { faults });
  const name = change.name?.trim();
  await namingConflict(() =>
    transaction(parts.pool, async (tx) => {
      await changeConnection(tx, workspaceId, id, { name, settings });
      await bumpEpoch(tx);
    }),
  );
  parts.accounts.forget(id);
}

/** Deletes a connection; its webhook and its token at the vendor too, unless the vendor cannot be asked. Throws AppError `not_found`. */
export async function remove(
  parts: Parts,
  workspaceId: Id,
  id: Id,
): Promise<{ leftAtVendor: Reason | null }> {
  const notUnregistered = await unregister(parts, workspaceId, id);
  const leftAtVendor = (await revoke(parts, workspaceId, id)) ?? notUnregistered;
  await transaction(parts.pool, async (tx) => {
    if (!(await deleteConnection(tx, workspaceId, id))) throw connectionNotFound();
    await bumpEpoch(tx);
  });
  parts.accounts.forget(id);
  parts.memory.forget(id);
  return { leftAtVendor };
}
