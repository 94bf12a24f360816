import type { ConnectionContext, Connector } from '../kit/connector.ts';
import type { Pool } from 'pg';
import type { Clock } from '../std/clock.ts';
import type { Id } from '../std/id.ts';
import { VendorError } from '../kit/vendor-error.ts';
import { budgetOf } from './budget.ts';
import type { AccountMemory } from './account-memory.ts';
import { connectorOf, type Accounts } from './accounts.ts';
import { authMethodOf } from './environments.ts';
import type { Capture, Outbound } from './http/outbound.ts';
import type { Refresher } from './oauth/refresh.ts';
import type { Credentials, OpenConnection } from './open-connection.ts';
import { policyFor } from './policy.ts';
import { createVendorHttp } from './vendor-http.ts';

/** How a context will be used. */
export interface Use {
  /** Gets every call, masked. */
  capture?: Capture | undefined;
  signal?: AbortSignal | undefined;
  /** Asked right before bytes go out; a throw holds the call back. */
  beforeWrite?: (() => void) | undefined;
  /** A person waits: the whole budget is theirs, and a connection that needs reconnecting may be tried. */
  people?: boolean | undefined;
}

export interface ContextParts {
  pool: Pool;
  clock: Clock;
  outbound: Outbound;
  connectors: Record<string, Connector>;
  accounts: Accounts;
  refresher: Refresher;
  memory: AccountMemory;
}

/** Makes what connectors run with. */
export interface Contexts {
  /**
   * For a stored connection, its token fresh. Throws AppError `not_found`, `VendorError` `auth` when the connection
   * needs reconnecting or is disabled, or what refreshing the token threw.
   */
  stored(workspaceId: Id, id: Id, use: Use): Promise<ConnectionContext>;
  /** For credentials that are not stored yet. */
  trial(connection: OpenConnection, use: Use): ConnectionContext;
}

/** A token is renewed when less than this is left of it, or less than a quarter of its life. */
const RENEW_BEFORE_MS = 120_000;

export function createContexts(parts: ContextParts): Contexts {
  const { accounts, refresher } = parts;

  /** "Not active" is never taken from memory: another process may just have mended it. */
  async function openActive(workspaceId: Id, id: Id): Promise<{ connection: OpenConnection; ageMs: number }> {
    const opened = await accounts.open(workspaceId, id);
    if (opened.connection.status === 'active') return opened;
    return { connection: await accounts.reopen(workspaceId, id), ageMs: 0 };
  }

  async function fresh(workspaceId: Id, id: Id, people: boolean): Promise<OpenConnection> {
    const { connection, ageMs } = await openActive(workspaceId, id);
    if (connection.status !== 'active' && !people) throw resting(connection);
    if (connection.expiresInMs === null) return connection;
    const leftMs = connection.expiresInMs - ageMs;
    const marginMs = Math.min(RENEW_BEFORE_MS, (connection.lifetimeMs ?? Infinity) / 4);
    if (leftMs > marginMs) return connection;
    try {
      return await refresher.refresh(connection);
    } catch (error) {
      // The token still has some life: a token endpoint that is down now may be up before it ends.
      const passing = error instanceof VendorError && error.kind !== 'auth';
      if (passing && leftMs > marginMs / 4) return connection;
      throw error;
    }
  }

  /** After a 401: the newest credentials there are, or null when the vendor refused exactly those. */
  async function renew(connection: OpenConnection): Promise<OpenConnection | null> {
    const now = await accounts.reopen(connection.workspaceId, connection.id);
    if (now.revision !== connection.revision) return now;
    const connector = connectorOf(parts.connectors, connection.connector);
    if (authMethodOf(connector, connection.authMethod).kind !== 'oauth2') return null;
    return refresher.refresh(now);
  }

  return {
    async stored(workspaceId, id, use) {
      let connection = await fresh(workspaceId, id, use.people === true);
      return build(parts, connection, use, async () => {
        const newer = await renew(connection);
        if (newer) connection = newer;
        return newer;
      });
    },
    trial: (connection, use) => build(parts, connection, use, () => Promise.resolve(null)),
  };
}

function build(
  parts: ContextParts,
  connection: OpenConnection,
  use: Use,
  renew: () => Promise<OpenConnection | null>,
): ConnectionContext {
  const { pool, clock, outbound, memory } = parts;
  const { workspaceId, id, name, environment, settings, accountKey, masked } = connection;
  const { capture, signal, beforeWrite } = use;
  const connector = connectorOf(parts.connectors, connection.connector);
  const budget = budgetOf(connector, environment, settings);
  const credentials = shown(connection.credentials);
  const http = createVendorHttp({
    ...{ pool, clock, outbound, accountKey, budget, credentials },
    budgets: connector.budgets,
    pauseAfter: connector.pauseAfter,
    policy: { ...policyFor(environment), capture, signal, beforeWrite, secrets: masked },
    people: use.people === true,
    renew: async () => {
      const newer = await renew();
      return newer && { credentials: shown(newer.credentials), masked: newer.masked };
    },
  });
  return {
    connection: {
      id,
      workspaceId,
      name,
      environment: environment.key,
      auth: connection.authMethod,
      settings,
    },
    credentials,
    origins: environment.origins,
    http,
    clock,
    cached: (key, ttlMs, load) => memory.recall(connection, key, ttlMs, load),
  };
}

/** What connectors see. The refresh token is for the token endpoint alone. */
function shown(credentials: Credentials): Credentials {
  return Object.fromEntries(Object.entries(credentials).filter(([key]) => key !== 'refresh_token'));
}

function resting(connection: OpenConnection): VendorError {
  const message =
    connection.status === 'disabled'
      ? `The connection "${connection.name}" is disabled. Enable it and this goes on.`
      : `The connection "${connection.name}" needs to be reconnected. Reconnect it and this goes on.`;
  return new VendorError('auth', message, { reach: 'not_sent' });
}
