import type { Pool } from 'pg';
import { bumpEpoch } from '../db/epoch.ts';
import { transaction } from '../db/pool.ts';
import type { Reason } from '../domain/status.ts';
import type { Id } from '../std/id.ts';
import { connectionNotFound, connectorOf, type Accounts } from './accounts.ts';
import { reasonOf } from './explain.ts';
import type { Parts } from './parts.ts';
import { findConnection, markTested, moveStatus } from './store.ts';

/** How a test of stored credentials ended. */
export interface TestOutcome {
  ok: boolean;
  account: string | null;
  ms: number;
  error: Reason | null;
}

/**
 * Asks the vendor whether the stored credentials work. A connection that needed reconnecting and works again goes on;
 * one whose credentials are refused stops. Throws AppError `not_found`; a vendor's failure is an outcome.
 */
export async function testConnection(parts: Parts, workspaceId: Id, id: Id): Promise<TestOutcome> {
  const { clock, contexts, pool } = parts;
  const started = clock.monotonic();
  const ms = () => Math.round(clock.monotonic() - started);
  try {
    const context = await contexts.stored(workspaceId, id, { people: true });
    const { connection } = await parts.accounts.open(workspaceId, id);
    const { account } = await connectorOf(parts.connectors, connection.connector).test(context);
    await transaction(pool, async (tx) => {
      await markTested(tx, workspaceId, id, account);
      const revived = { from: ['needs_reconnect' as const], to: 'active' as const, reason: null };
      if (await moveStatus(tx, workspaceId, id, revived)) await parts.onReconnected(tx, workspaceId, id);
    });
    parts.accounts.forget(id);
    return { ok: true, account, ms: ms(), error: null };
  } catch (error) {
    const reason = reasonOf(error);
    if (!reason) throw error;
    if (reason.code === 'vendor_auth') await markNeedsReconnect(parts, workspaceId, id, reason);
    return { ok: false, account: null, ms: ms(), error: reason };
  }
}

/** Stops an active connection until a person reconnects it. One that rests already stays as it is. */
export async function markNeedsReconnect(
  parts: { pool: Pool; accounts: Accounts },
  workspaceId: Id,
  id: Id,
  reason: Reason,
): Promise<void> {
  await moveStatus(parts.pool, workspaceId, id, { from: ['active'], to: 'needs_reconnect', reason });
  parts.accounts.forget(id);
}

/** Stops a connection, or lets it go on with the runs that waited for it. Throws AppError `not_found`. */
export async function setEnabled(parts: Parts, workspaceId: Id, id: Id, enabled: boolean): Promise<void> {
  if (!(await findConnection(parts.pool, workspaceId, id))) throw connectionNotFound();
  await transaction(parts.pool, async (tx) => {
    const move = enabled
      ? { from: ['disabled' as const], to: 'active' as const, reason: null }
      : { from: ['active' as const, 'needs_reconnect' as const], to: 'disabled' as const, reason: null };
    const moved = await moveStatus(tx, workspaceId, id, move);
    if (moved && enabled) await parts.onReconnected(tx, workspaceId, id);
    await bumpEpoch(tx);
  });
  parts.accounts.forget(id);
}
