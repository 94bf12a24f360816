import type { Pool } from 'pg';
import { eraseEntries } from './audit/store.ts';
import { eraseWorkspaceRow, leaveWorkspace } from './api/auth/accounts.ts';
import type { Connections } from './connections/connections.ts';
import { eraseConnections } from './connections/store.ts';
import { bumpEpoch } from './db/epoch.ts';
import { transaction } from './db/pool.ts';
import type { Reason } from './domain/status.ts';
import { eraseIntents, eraseLinks } from './effects/erase-store.ts';
import { cancelJobs, cancelWorkspaceJobs, enqueue } from './jobs/store.ts';
import { eraseRecords } from './records/erase-store.ts';
import { eraseEvents, eraseRuns, someRuns } from './runs/erase-store.ts';
import type { Clock } from './std/clock.ts';
import { newId, type Id } from './std/id.ts';

/** Rows of one statement: each takes milliseconds, so nobody waits behind it. */
const slice = 1_000;
/** How long vendors are given to take our addresses off their lists. */
const vendorsMs = 10_000;

export interface EraseParts {
  pool: Pool;
  clock: Clock;
  connections: Pick<Connections, 'list' | 'remove'>;
}

/** A connection whose webhook is still registered at its vendor. */
export interface LeftAtVendor {
  name: string;
  reason: Reason;
}

/**
 * Deletes a workspace for people, at once: its webhooks at vendors (as far as those answer within 10 s), credentials,
 * members, invitations and keys; what was waiting to be done. Its history goes in the background.
 * @returns the connections whose webhooks the vendor still has
 */
export async function deleteWorkspace(parts: EraseParts, workspaceId: Id): Promise<LeftAtVendor[]> {
  const { pool, clock } = parts;
  const left = await removeConnections(parts, workspaceId);
  await transaction(pool, async (tx) => {
    const connectionIds = await eraseConnections(tx, workspaceId);
    await leaveWorkspace(tx, workspaceId);
    await bumpEpoch(tx);
    const job = { id: newId(clock.now()), lane: 'background' as const, kind: 'workspace.erase' as const };
    const payload = { workspaceId, connectionIds: [...connectionIds, ...left.ids] };
    // Without the workspace's id: the jobs of the workspace are taken away.
    await enqueue(tx, [{ ...job, name: `workspace.erase ${workspaceId}`, payload }]);
  });
  // Up to 20 slices at once, so that what would call somebody soon does not; the rest in the background.
  for (let n = 0; n < 20 && (await cancelWorkspaceJobs(pool, workspaceId, slice)) === slice; n++);
  return left.reasons;
}

async function removeConnections(
  { connections, clock }: EraseParts,
  workspaceId: Id,
): Promise<{ ids: Id[]; reasons: LeftAtVendor[] }> {
  const all = await connections.list(workspaceId);
  const waited = new AbortController();
  const late = clock.sleep(vendorsMs, waited.signal).then(() => 'late' as const);
  const reasons = await Promise.all(
    all.map(async ({ id, name, endpoint }): Promise<LeftAtVendor | null> => {
      const removed = connections.remove(workspaceId, id).catch((error: unknown) => {
        // Deleted a moment later all the same: what is left is the address at the vendor.
        return { leftAtVendor: { code: 'unavailable', message: (error as Error).message } };
      });
      const outcome = await Promise.race([removed, late]);
      if (outcome === 'late') {
        return endpoint?.registered ? { name, reason: { code: 'vendor_timeout' } } : null;
      }
      return outcome.leftAtVendor && { name, reason: outcome.leftAtVendor };
    }),
  );
  waited.abort();
  return { ids: all.map((one) => one.id), reasons: reasons.filter((one) => one !== null) };
}

/**
 * The rest of a deleted workspace, slice by slice. May be stopped at any moment and begun again.
 * @returns false when it was stopped before the end
 */
export async function eraseWorkspace(
  pool: Pool,
  workspaceId: Id,
  connectionIds: Id[],
  signal: AbortSignal,
): Promise<boolean> {
  const runs = async () => {
    const ids = await someRuns(pool, workspaceId, slice);
    await cancelJobs(pool, ids);
    await eraseIntents(pool, ids);
    await eraseRuns(pool, workspaceId, ids);
    return ids.length;
  };
  const parts: (() => Promise<number>)[] = [
    () => cancelWorkspaceJobs(pool, workspaceId, slice),
    runs,
    () => eraseEvents(pool, workspaceId, slice),
    () => eraseLinks(pool, connectionIds, slice),
    () => eraseRecords(pool, workspaceId, connectionIds, slice),
    () => eraseEntries(pool, workspaceId),
  ];
  for (const part of parts) {
    for (let gone = 1; gone > 0;) {
      if (signal.aborted) return false;
      gone = await part();
    }
  }
  await eraseWorkspaceRow(pool, workspaceId);
  return true;
}
