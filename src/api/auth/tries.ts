import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Queryable } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';

/** How often something may be tried: `most` times in `windowMs`. */
export interface Limit {
  most: number;
  windowMs: number;
}

const minute = 60_000;
export const limits = {
  /** Signing in from one address, right or wrong: against guessing many accounts from one place. */
  address: { most: 10, windowMs: minute },
  addressPerHour: { most: 60, windowMs: 60 * minute },
  /** Wrong passwords for one account, wherever they come from. */
  account: { most: 10, windowMs: 15 * minute },
  /** Codes of the second factor from one address; an account is locked by better-auth after ten wrong ones. */
  codes: { most: 10, windowMs: 5 * minute },
  /** Wrong passwords of somebody who is signed in: a borrowed screen is not the person. */
  ownPassword: { most: 10, windowMs: 15 * minute },
  /** Asking for links from one address, and mails to one account. */
  asking: { most: 10, windowMs: 10 * minute },
  mails: { most: 3, windowMs: 60 * minute },
} satisfies Record<string, Limit>;

/** A key that names an account without keeping its email. */
export function accountKey(kind: string, email: string): string {
  return `${kind}:${createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')}`;
}

/** A key of where somebody comes from. Of IPv6 only the network counts: whoever has one address has its whole /64. */
export function addressKey(kind: string, address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return `${kind}:unknown`;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return `${kind}:${parsed.toString()}`;
  return `${kind}:${(parsed as ipaddr.IPv6).parts.slice(0, 4).join(':')}`;
}

/**
 * Counts one try and says how long to wait when it was one too many: milliseconds, 0 for go on. One statement, so
 * processes that count at once miss nothing. What ran out is swept by the way.
 */
export async function countTry(db: Queryable, key: string, limit: Limit, now: number): Promise<number> {
  const { rows } = await db.query<{ count: number; until: Date }>(
    `with swept as (
       delete from tries where key in (
         select key from tries where until <= to_timestamp($3 / 1000.0) and key <> $1
         order by until limit 5 for update skip locked))
     insert into tries as t (key, count, until)
     values ($1, 1, to_timestamp(($3::numeric + $2) / 1000.0))
     on conflict (key) do update set
       count = case when t.until <= to_timestamp($3 / 1000.0) then 1 else t.count + 1 end,
       until = case when t.until <= to_timestamp($3 / 1000.0) then excluded.until else t.until end
     returning count, until`,
    [key, limit.windowMs, now],
  );
  const { count, until } = rows[0]!;
  return count <= limit.most ? 0 : Math.max(1_000, until.getTime() - now);
}

/** Forgets the tries of a key, after a right one. */
export async function forgetTries(db: Queryable, key: string): Promise<void> {
  await db.query('delete from tries where key = $1', [key]);
}

/** Throws `rate_limited` when there is something to wait for. */
export function refuseFor(waitMs: number): void {
  if (waitMs <= 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  throw new AppError('rate_limited', `Too many tries. Try again in ${seconds} seconds.`, {
    params: { retryAfterMs: seconds * 1000 },
  });
}
