import type { Queryable } from '../db/pool.ts';
import type { Budget } from '../kit/connector.ts';
import { budgetOf, pace } from './budget.ts';
import { environmentOf } from './environments.ts';
import { accountKeyOf, type Credentials } from './open-connection.ts';
import type { ConnectionDetails } from './rows.ts';
import { credentialsRow } from './sealed-rows.ts';
import type { ViewParts } from './view.ts';

/** What an account at a vendor allows, and what is left of it now. */
export interface Allowance {
  /** So many calls in so many milliseconds. */
  requests: number;
  perMs: number;
  /** Calls that may go at once when nothing was called lately. */
  atOnce: number;
  /** Calls that could go at once now. */
  leftNow: number;
  /** Milliseconds until the next one may; 0 for now. */
  waitMs: number;
}

/** When access runs out, and whether a person is needed then. Null for credentials that do not run out. */
export interface Access {
  expiresAt: string | null;
  /** It is renewed without a person, a little before it runs out. */
  renewsItself: boolean;
}

/** How far ahead of now accounts are, in milliseconds by database time; those never called are left out. */
export async function readAhead(db: Queryable, accountKeys: string[]): Promise<Map<string, number>> {
  const { rows } = await db.query<{ account_key: string; ahead: number }>(
    `select account_key, extract(epoch from next_at - clock_timestamp())::float8 * 1000 as ahead
     from budgets where account_key = any($1)`,
    [accountKeys],
  );
  return new Map(rows.map((row) => [row.account_key, row.ahead]));
}

/** What is left of a budget by GCRA, for people: the next call may go when the account is no farther ahead than its burst. */
export function allowanceOf(budget: Budget, aheadOfNowMs: number): Allowance {
  const { intervalMs, aheadMs } = pace(budget, true);
  const free = (ahead: number) =>
    Math.max(0, Math.floor((aheadMs - Math.max(0, ahead)) / intervalMs + 1e-6) + 1);
  return {
    requests: budget.requests,
    perMs: budget.perMs,
    atOnce: free(0),
    leftNow: free(aheadOfNowMs),
    waitMs: Math.max(0, Math.ceil(aheadOfNowMs - aheadMs)),
  };
}

/** The key a connection's calls are counted under and its budget; null when its connector or environment is gone. */
export function accountOf(
  { connectors, emulatorOrigin }: Pick<ViewParts, 'connectors' | 'emulatorOrigin'>,
  row: ConnectionDetails,
): { key: string; budget: Budget } | null {
  const connector = connectors[row.connector];
  const known = connector?.environments.some(({ key }) => key === row.environment);
  if (!connector || (!known && (row.environment !== 'emulator' || emulatorOrigin === null))) return null;
  const environment = environmentOf(connector, row.environment, emulatorOrigin);
  return { key: accountKeyOf(row, environment), budget: budgetOf(connector, environment, row.settings) };
}

/** How long a connection's access lasts. Only OAuth 2 has access that runs out. */
export function accessOf(
  { connectors, secrets }: Pick<ViewParts, 'connectors' | 'secrets'>,
  { access, ...row }: ConnectionDetails,
): Access | null {
  const method = connectors[row.connector]?.auth.find(({ key }) => key === row.authMethod);
  if (!access || method?.kind !== 'oauth2') return null;
  const stored = JSON.parse(
    secrets.open(access.sealed, credentialsRow(row.workspaceId, row.id)),
  ) as Credentials;
  return {
    expiresAt: access.expiresAt?.toISOString() ?? null,
    renewsItself: Boolean(stored['refresh_token']) && row.status !== 'needs_reconnect',
  };
}
