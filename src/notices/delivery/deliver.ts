import type { Pool } from 'pg';
import type { Queryable } from '../../db/pool.ts';
import { nextRetryDelay, type RetryPolicy } from '../../std/backoff.ts';
import type { Random } from '../../std/clock.ts';
import type { SecretBox } from '../../std/crypto.ts';
import type { Id } from '../../std/id.ts';
import { findRule, ruleRow, type Address } from '../rules/rule-store.ts';
import { findDelivery, recordTry, type Delivery } from './delivery-store.ts';
import { send, type Failure, type SendParts } from './send.ts';
import type { Sender } from './wording.ts';

export interface DeliverParts extends SendParts {
  pool: Pool;
  random: Random;
  secrets: SecretBox;
  /** Where people reach the console. */
  publicUrl: string;
  /** Origin of the emulators, which the demo's messages may reach; null without the demo. */
  emulatorOrigin: string | null;
  crashPoint(name: string): void;
}

/** After 15 seconds, then twice as long each time, at most an hour apart, for a day. */
const retryPolicy: RetryPolicy = {
  firstMs: 15_000,
  factor: 2,
  maxMs: 3_600_000,
  giveUpAfterMs: 24 * 3_600_000,
  jitter: 0.1,
};

/**
 * One try of a delivery. Gives the wait before the next in milliseconds, or null when it is over. A worker that dies after
 * sending and before this is noted sends again, under the same id: at least once, never silently not at all.
 */
export async function deliver(parts: DeliverParts, workspaceId: Id, id: Id): Promise<number | null> {
  const { pool, clock, random } = parts;
  const delivery = await findDelivery(pool, workspaceId, id);
  if (!delivery || delivery.status !== 'pending') return null;
  const to = await destinationOf(parts, delivery);
  if (!to) {
    await recordTry(pool, delivery, ended('canceled', null, clock.now()));
    return null;
  }
  const failure = await send(parts, delivery, to);
  parts.crashPoint('notice-sent');
  const now = clock.now();
  if (failure === null) {
    await recordTry(pool, delivery, ended('sent', null, now));
    return null;
  }
  const wait = failure.final
    ? null
    : nextRetryDelay(
        retryPolicy,
        delivery.tries + 1,
        now - delivery.createdAt.getTime(),
        random,
        failure.retryAfterMs,
      );
  await recordTry(
    pool,
    delivery,
    wait === null ? ended('failed', failure, now) : waiting(failure, now + wait),
  );
  return wait;
}

const ended = (status: 'sent' | 'failed' | 'canceled', failure: Failure | null, now: number) => ({
  status,
  error: failure?.reason ?? null,
  nextAt: null,
  endedAt: new Date(now),
});

const waiting = (failure: Failure, at: number) => ({
  status: 'pending' as const,
  error: failure.reason,
  nextAt: new Date(at),
  endedAt: null,
});

/** Where a delivery goes now; null when its rule was removed, switched off, or leads elsewhere meanwhile. */
export async function destinationOf(
  parts: Pick<DeliverParts, 'pool' | 'secrets' | 'publicUrl' | 'emulatorOrigin'>,
  delivery: Delivery,
): Promise<{ address: Address | null; sender: Sender; allowOrigins: string[] } | null> {
  const { pool, secrets, publicUrl, emulatorOrigin } = parts;
  const { workspaceId, ruleId } = delivery;
  const [rule, place] = await Promise.all([findRule(pool, workspaceId, ruleId), placeOf(pool, workspaceId)]);
  const wanted = delivery.kind === 'test' || rule?.enabled === true;
  if (!rule || !place || !wanted || rule.channel !== delivery.channel) return null;
  if (rule.channel === 'email' && !rule.emails.includes(delivery.target)) return null;
  const address =
    rule.sealed && (JSON.parse(secrets.open(rule.sealed, ruleRow(workspaceId, rule.id))) as Address);
  return {
    address,
    sender: { workspaceId, workspace: place.name, publicUrl },
    allowOrigins: place.demo && emulatorOrigin !== null ? [emulatorOrigin] : [],
  };
}

async function placeOf(db: Queryable, id: Id): Promise<{ name: string; demo: boolean } | null> {
  const { rows } = await db.query<{ name: string; demo: boolean }>(
    'select name, demo from workspaces where id = $1',
    [id],
  );
  return rows[0] ?? null;
}
