import type { Context, Hono } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import type { ApiEnv } from '../gate.ts';
import { notFound } from '../model/refusal.ts';
import type { EnvelopeRow } from '../model/rows.ts';
import type { Store } from '../model/store.ts';
import type { Resources } from './resources.ts';

/** What the routes of one noun get to work with. */
export interface V3 {
  app: Hono<ApiEnv>;
  store: Store;
  show: Resources;
  /** Once a minute per endpoint of notifications. */
  notifications: Limiter;
  /** Runs a change as one commit: all of it or nothing. */
  change: <T>(work: () => T) => T;
}

type V3Context<Path extends string> = Context<ApiEnv, Path>;

/** The account's envelope named by the path. Envelopes behind v1 documents are not visible here. @throws the vendor's 404 */
export function envelopeOf(store: Store, c: V3Context<'/envelopes/:envelope'>): EnvelopeRow {
  const id = c.req.param('envelope');
  const envelope = store.envelopes.get(id);
  if (!envelope || envelope.accountId !== c.get('caller').account.id || envelope.origin === 'v1') {
    throw notFound(id);
  }
  return envelope;
}

/** A row of the caller's account, or of an envelope. @throws the vendor's 404 */
export function rowOf<Row extends { id: string }>(
  table: { get(id: string): Row | undefined },
  id: string,
  mine: (row: Row) => boolean,
): Row {
  const row = table.get(id);
  if (!row || !mine(row)) throw notFound(id);
  return row;
}
