import type { Queryable } from '../db/pool.ts';
import type { Budget, Connector, Environment } from '../kit/connector.ts';
import type { JsonObject } from '../std/json.ts';
import type { Clock } from '../std/clock.ts';
import { BudgetExceeded } from './budget-exceeded.ts';

/** Key of the setting that names what an account's plan allows, where it differs from what the vendor documents. */
export const RATE_SETTING = 'requests_per_minute';

/** The budget of a connection: its own setting, else the environment's, else the connector's. */
export function budgetOf(connector: Connector, environment: Environment, settings: JsonObject): Budget {
  const own = Number(settings[RATE_SETTING]);
  if (Number.isFinite(own) && own > 0) return { requests: own, perMs: 60_000 };
  return environment.budget ?? connector.budget;
}

/** Calls to one account at a vendor are counted together under one key. */
export interface Reservation {
  accountKey: string;
  budget: Budget;
  /** People wait in front of the screen: they may use what background work leaves free. */
  people: boolean;
  /** Longest wait in milliseconds worth standing still for; nothing is reserved beyond it. */
  maxWaitMs: number;
}

/** Calls arrive at the vendor a little closer together, or farther apart, than they left: windows are planned longer. */
const WINDOW_MARGIN = 1.02;

/**
 * How a budget of N calls per window W is spent. Calls are spaced T apart on average and may come `burst` ahead of it. Any
 * window of W then holds at most burst + W/T calls: 0.3 N + 0.7 N for people, 0.1 N + 0.7 N for background work.
 */
export function pace(budget: Budget, people: boolean): { intervalMs: number; aheadMs: number } {
  const spaced = Math.ceil(budget.requests * 0.7);
  const most = people ? budget.requests : Math.floor(budget.requests * 0.8);
  const burst = Math.max(1, most - spaced);
  const intervalMs = (budget.perMs * WINDOW_MARGIN) / spaced;
  return { intervalMs, aheadMs: (burst - 1) * intervalMs };
}

/** `$1` account, `$2` interval ms, `$3` how far ahead ms, `$4` longest wait ms. The row is locked while it is read. */
const RESERVE = `
insert into budgets as b (account_key, next_at)
values ($1, clock_timestamp() + $2::float8 * interval '1 ms')
on conflict (account_key) do update set next_at = greatest(b.next_at, clock_timestamp()) + $2::float8 * interval '1 ms'
where b.next_at <= clock_timestamp() + ($3::float8 + $4::float8) * interval '1 ms'
returning extract(epoch from next_at)::float8 * 1000 - $2::float8 - $3::float8 as at,
  extract(epoch from clock_timestamp())::float8 * 1000 as now`;

const WAIT = `
select extract(epoch from next_at - clock_timestamp())::float8 * 1000 - $2::float8 as wait_ms from budgets where account_key = $1`;

/** When a call may be made. */
export interface Slot {
  /** Milliseconds since the epoch, by database time. */
  at: number;
  /** From the answer of the database on. */
  waitMs: number;
}

/**
 * Reserves the account's next slot by database time (GCRA: `next_at` is the theoretical arrival time of the next call).
 * Throws `BudgetExceeded` and reserves nothing when it is too far off.
 */
export async function reserve(db: Queryable, reservation: Reservation): Promise<Slot> {
  const { accountKey, budget, people, maxWaitMs } = reservation;
  const { intervalMs, aheadMs } = pace(budget, people);
  const values = [accountKey, intervalMs, aheadMs, maxWaitMs];
  const { rows } = await db.query<{ at: number; now: number }>({
    name: 'connections.reserve',
    text: RESERVE,
    values,
  });
  const slot = rows[0];
  if (slot) return { at: Math.max(slot.at, slot.now), waitMs: Math.max(0, Math.ceil(slot.at - slot.now)) };
  const late = { name: 'connections.wait', text: WAIT, values: [accountKey, aheadMs] };
  const found = await db.query<{ wait_ms: number }>(late);
  const waitMs = Math.max(maxWaitMs, Math.ceil(found.rows[0]?.wait_ms ?? 0));
  throw new BudgetExceeded(waitMs, `The account's calls are used up for ${waitMs} ms.`);
}

/** Reserves a slot and waits for it. Throws `BudgetExceeded`; returns early when `signal` aborts. */
export async function waitForSlot(
  db: Queryable,
  clock: Clock,
  reservation: Reservation,
  signal?: AbortSignal,
): Promise<void> {
  const { waitMs } = await reserve(db, reservation);
  if (waitMs > 0) await clock.sleep(waitMs, signal);
}

/** The vendor said "too many": nobody calls this account for `ms` milliseconds. */
export async function pauseAccount(db: Queryable, accountKey: string, ms: number): Promise<void> {
  await db.query(
    `update budgets set next_at = greatest(next_at, clock_timestamp() + $2::float8 * interval '1 ms') where account_key = $1`,
    [accountKey, ms],
  );
}
