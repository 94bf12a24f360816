import type { Pool } from 'pg';
import type { Connector } from '../../kit/connector.ts';
import type { Clock, Random } from '../../std/clock.ts';
import type { SecretBox } from '../../std/crypto.ts';
import { isConnectionError, isDeadlock } from '../../db/pool.ts';
import { VendorError } from '../../kit/vendor-error.ts';
import { connectorOf, type Accounts } from '../accounts.ts';
import { dropRefreshLease, replaceCredentials, takeRefreshLease } from '../credential-store.ts';
import { authMethodOf } from '../environments.ts';
import type { Outbound } from '../http/outbound.ts';
import type { OpenConnection } from '../open-connection.ts';
import { credentialsRow } from '../sealed-rows.ts';
import { GrantRefused, requestTokens, type OauthMethod, type Tokens } from './token-endpoint.ts';

const LEASE_MS = 40_000;
/** The call ends well before the lease does. */
const CALL_MS = 20_000;
const POLL_MS = 150;
const KEEP_TRYING_MS = 60_000;

export interface RefreshParts {
  pool: Pool;
  clock: Clock;
  /** Spreads those who wait for another's refresh. */
  random: Random;
  secrets: SecretBox;
  outbound: Outbound;
  accounts: Accounts;
  connectors: Record<string, Connector>;
  /** A new name for each lease. */
  newOwner: () => string;
  /** Told when only a person can help: the vendor refuses the refresh token that is still the stored one. */
  onRefused(connection: OpenConnection, refused: GrantRefused): Promise<void>;
}

export interface Refresher {
  /**
   * The connection with a token newer than the one it was read with: refreshed by us, or by whoever was faster. Over
   * all processes one call is made at a time. Throws `VendorError`: `auth` when the vendor refused for good.
   */
  refresh(connection: OpenConnection): Promise<OpenConnection>;
}

/** Refreshing by a database lease, with no transaction open across the call. */
export function createRefresher(parts: RefreshParts): Refresher {
  const underWay = new Map<string, Promise<OpenConnection>>();
  return {
    refresh(connection) {
      const key = `${connection.id} ${connection.revision}`;
      const known = underWay.get(key);
      if (known) return known;
      const work = refreshOrWait(parts, connection).finally(() => underWay.delete(key));
      underWay.set(key, work);
      return work;
    },
  };
}

async function refreshOrWait(parts: RefreshParts, connection: OpenConnection): Promise<OpenConnection> {
  const { pool, clock, accounts } = parts;
  const { workspaceId, id, revision } = connection;
  const giveUpAt = clock.monotonic() + LEASE_MS + CALL_MS;
  while (clock.monotonic() < giveUpAt) {
    const owner = parts.newOwner();
    const leasedAt = clock.monotonic();
    if (await takeRefreshLease(pool, workspaceId, id, { revision, owner, leaseMs: LEASE_MS })) {
      return refreshUnderLease(parts, connection, owner, leasedAt);
    }
    const now = await accounts.reopen(workspaceId, id);
    if (now.revision !== revision) return now;
    await clock.sleep(POLL_MS * (1 + parts.random()));
  }
  throw new VendorError('unavailable', 'Another process has been renewing the access token for too long.', {
    reach: 'not_sent',
  });
}

async function refreshUnderLease(
  parts: RefreshParts,
  connection: OpenConnection,
  owner: string,
  leasedAt: number,
): Promise<OpenConnection> {
  const { pool, accounts } = parts;
  const { workspaceId, id } = connection;
  let tokens: Tokens;
  try {
    tokens = await askForTokens(parts, connection, leasedAt);
  } catch (error) {
    if (error instanceof GrantRefused) return judgeRefusal(parts, connection, owner, error);
    await dropRefreshLease(pool, workspaceId, id, owner);
    throw notSent(error);
  }
  await store(parts, connection, tokens);
  // Who was faster in storing has the newer token; ours, or a person's new connection, is read back.
  return accounts.reopen(workspaceId, id);
}

function askForTokens(parts: RefreshParts, connection: OpenConnection, leasedAt: number): Promise<Tokens> {
  const { outbound, clock, connectors } = parts;
  const { credentials, environment, authMethod } = connection;
  const method = authMethodOf(connectorOf(connectors, connection.connector), authMethod) as OauthMethod;
  const beforeWrite = () => {
    if (clock.monotonic() - leasedAt < LEASE_MS - CALL_MS) return;
    throw new VendorError('unavailable', 'The right to renew the access token ran out.', {
      reach: 'not_sent',
    });
  };
  return requestTokens(
    { outbound, clock, method, environment, credentials, timeoutMs: CALL_MS, beforeWrite },
    { kind: 'refresh', refreshToken: credentials['refresh_token'] ?? '' },
  );
}

/**
 * Stores the new tokens unless the credentials changed since. The old refresh token may be spent by now, so a database
 * that blinks is asked again for a minute before the new one is given up.
 */
async function store(parts: RefreshParts, connection: OpenConnection, tokens: Tokens): Promise<void> {
  const { pool, clock, secrets } = parts;
  const { workspaceId, id, revision, credentials } = connection;
  const renewed = {
    ...credentials,
    access_token: tokens.accessToken,
    ...(tokens.refreshToken !== null && { refresh_token: tokens.refreshToken }),
  };
  const sealed = secrets.seal(JSON.stringify(renewed), credentialsRow(workspaceId, id));
  const stored = { sealed, expiresInMs: tokens.expiresInMs, ifRevision: revision };
  const giveUpAt = clock.monotonic() + KEEP_TRYING_MS;
  for (;;) {
    try {
      await replaceCredentials(pool, workspaceId, id, stored);
      return;
    } catch (error) {
      const passing = isConnectionError(error) || isDeadlock(error);
      if (!passing || clock.monotonic() > giveUpAt) throw error;
      await clock.sleep(POLL_MS);
    }
  }
}

/** Refused: fine when the token was changed meanwhile, the end of the connection when it is still the stored one. */
async function judgeRefusal(
  parts: RefreshParts,
  connection: OpenConnection,
  owner: string,
  refused: GrantRefused,
): Promise<OpenConnection> {
  const now = await parts.accounts.reopen(connection.workspaceId, connection.id);
  if (now.revision !== connection.revision) return now;
  await dropRefreshLease(parts.pool, connection.workspaceId, connection.id, owner);
  await parts.onRefused(connection, refused);
  throw new VendorError(
    'auth',
    `The vendor no longer renews this access (${refused.error}): ${refused.message}`,
    {
      reach: 'not_sent',
      cause: refused,
    },
  );
}

/** Whatever became of the refresh, the call it was for was not made. */
function notSent(error: unknown): unknown {
  if (!(error instanceof VendorError) || error.reach === 'not_sent') return error;
  return new VendorError(error.kind, error.message, {
    reach: 'not_sent',
    retryAfterMs: error.retryAfterMs,
    cause: error,
  });
}
