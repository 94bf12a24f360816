import { systemClock } from '#std/clock.ts';
import type { Sender } from './sender.ts';
import type { World } from './world.ts';

/** What the ledgers say when they are compared. */
export interface Comparison {
  acknowledged: number;
  sent: number;
  /** Answered 2xx, but no deal: lost. */
  missing: string[];
  /** More than one deal for one event. */
  doubled: string[];
  /** A deal nobody sent an event for. */
  invented: string[];
  unfinished: number;
  /** Attempts whose outcome nobody knew. */
  unknown: number;
}

/** Compares the sender's ledger with the vendor's. */
export async function compareLedgers(world: World, sender: Sender): Promise<Comparison> {
  const deals = await world.deals();
  const { rows } = await world.hub.pool.query<{ count: string }>(
    `select count(*) from attempts where status = 'unknown'`,
  );
  return {
    acknowledged: sender.acknowledged.size,
    sent: sender.sent.size,
    missing: [...sender.acknowledged].filter((key) => !deals.has(key)),
    doubled: [...deals].filter(([, count]) => count > 1).map(([key]) => key),
    invented: [...deals.keys()].filter((key) => !sender.sent.has(key)),
    unfinished: await unfinishedRuns(world),
    unknown: Number(rows[0]!.count),
  };
}

/** Runs that have not come to rest for good. */
export async function unfinishedRuns(world: World): Promise<number> {
  const { rows } = await world.hub.pool.query<{ count: string }>(
    `select count(*) from runs where status not in ('completed', 'canceled')`,
  );
  return Number(rows[0]!.count);
}

/** Waits until no run is unfinished, at most so long; gives how long that took, in seconds. */
export async function settle(world: World, seconds: number): Promise<number> {
  const started = systemClock.monotonic();
  for (;;) {
    const elapsed = (systemClock.monotonic() - started) / 1000;
    if ((await unfinishedRuns(world)) === 0 || elapsed > seconds) return Math.round(elapsed * 10) / 10;
    await systemClock.sleep(250);
  }
}
