import type { Pool } from 'pg';
import type { Connector } from '../kit/connector.ts';
import type { Clock } from '../std/clock.ts';
import type { SecretBox } from '../std/crypto.ts';
import type { Id } from '../std/id.ts';
import { AppError } from '../std/errors.ts';
import { findSealed } from './credential-store.ts';
import { environmentOf } from './environments.ts';
import { openSealed, type OpenConnection } from './open-connection.ts';

/** Opened connections, kept for a few seconds so that a busy hub asks the database once and not for every run. */
export interface Accounts {
  /** From memory when it was read less than 5 s ago. Throws AppError `not_found`. */
  open(workspaceId: Id, id: Id): Promise<{ connection: OpenConnection; ageMs: number }>;
  /** From the database. Throws AppError `not_found`. */
  reopen(workspaceId: Id, id: Id): Promise<OpenConnection>;
  forget(id: Id): void;
}

export interface AccountsOptions {
  pool: Pool;
  clock: Clock;
  secrets: SecretBox;
  connectors: Record<string, Connector>;
  emulatorOrigin: string | null;
  keepMs?: number;
}

interface Kept {
  at: number;
  workspaceId: Id;
  connection: Promise<OpenConnection>;
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { pool, clock, secrets, emulatorOrigin, keepMs = 5_000 } = options;
  const kept = new Map<Id, Kept>();

  async function read(workspaceId: Id, id: Id): Promise<OpenConnection> {
    const row = await findSealed(pool, workspaceId, id);
    if (!row) throw connectionNotFound();
    const connector = connectorOf(options.connectors, row.connector);
    return openSealed(row, environmentOf(connector, row.environment, emulatorOrigin), secrets);
  }

  function load(workspaceId: Id, id: Id): Kept {
    const entry = { at: clock.monotonic(), workspaceId, connection: read(workspaceId, id) };
    kept.set(id, entry);
    entry.connection.catch(() => {
      if (kept.get(id) === entry) kept.delete(id);
    });
    return entry;
  }

  return {
    async open(workspaceId, id) {
      const known = kept.get(id);
      const fresh = known?.workspaceId === workspaceId && clock.monotonic() - known.at < keepMs;
      const { connection, at } = fresh ? known : load(workspaceId, id);
      return { connection: await connection, ageMs: clock.monotonic() - at };
    },
    reopen: (workspaceId, id) => load(workspaceId, id).connection,
    forget: (id) => void kept.delete(id),
  };
}

/** The manifest by its key. Throws AppError `invalid`. */
export function connectorOf(connectors: Record<string, Connector>, key: string): Connector {
  const connector = Object.hasOwn(connectors, key) ? connectors[key] : undefined;
  if (connector) return connector;
  throw new AppError('invalid', `This Countersign has no connector "${key}".`, {
    faults: [{ path: 'connector', code: 'unknown' }],
  });
}

export function connectionNotFound(): AppError {
  return new AppError(
    'not_found',
    'This connection does not exist in this workspace. It may have been removed.',
  );
}
