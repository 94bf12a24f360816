import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '#std/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { BudgetExceeded } from './budget-exceeded.ts';
import { pace, pauseAccount, reserve, waitForSlot } from './budget.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

let accounts = 0;
const newAccount = () => `account-${accounts++}`;

/** Database times, in ms, at which so many callers may call: each reserves and waits, some as people. */
async function slots(budget: { requests: number; perMs: number }, callers: boolean[]): Promise<number[]> {
  const accountKey = newAccount();
  const take = (people: boolean) => reserve(database.pool, { accountKey, budget, people, maxWaitMs: 1e9 });
  const taken = await Promise.all(callers.map(take));
  return taken.map((slot) => slot.at).sort((a, b) => a - b);
}

/** The most calls in any window that begins with one of them. */
function fullest(times: number[], windowMs: number): number {
  return Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + windowMs).length));
}

describe('a budget', () => {
  test('is never overspent in any window, whoever calls and however many at once', async () => {
    const budgets = fc.record({
      requests: fc.integer({ min: 1, max: 30 }),
      perMs: fc.integer({ min: 2_000, max: 60_000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        budgets,
        fc.array(fc.boolean(), { minLength: 2, maxLength: 60 }),
        async (budget, callers) => {
          const most = fullest(await slots(budget, callers), budget.perMs);
          assert.ok(most <= budget.requests, `${most} of ${budget.requests}`);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('leaves a fifth to people: background work takes at most 80 % of a window', async () => {
    const budget = { requests: 50, perMs: 10_000 };
    const times = await slots(budget, Array<boolean>(80).fill(false));
    assert.ok(fullest(times, budget.perMs) <= 40);
    assert.ok(fullest(times, budget.perMs) >= 35, 'and does not fall far short of it');
  });

  test('lets a person through at once while background work waits', async () => {
    const shared = { accountKey: newAccount(), budget: { requests: 20, perMs: 60_000 } };
    const work = { ...shared, people: false, maxWaitMs: 2_000 };
    await assert.rejects(
      (async () => {
        for (;;) await reserve(database.pool, work);
      })(),
      (error) => error instanceof BudgetExceeded && error.waitMs >= 2_000 && error.waitMs < 60_000,
    );
    assert.equal((await reserve(database.pool, { ...shared, people: true, maxWaitMs: 0 })).waitMs, 0);
  });

  test('that refuses reserves nothing', async () => {
    const reservation = {
      accountKey: newAccount(),
      budget: { requests: 1, perMs: 60_000 },
      people: true,
      maxWaitMs: 0,
    };
    assert.equal((await reserve(database.pool, reservation)).waitMs, 0);
    const waits: number[] = [];
    for (let i = 0; i < 3; i++) {
      await reserve(database.pool, reservation).catch((error: BudgetExceeded) => waits.push(error.waitMs));
    }
    assert.equal(waits.length, 3);
    assert.ok(Math.max(...waits) <= 61_200, String(waits));
  });

  test('that was paused by the vendor is closed to all for that long', async () => {
    const reservation = {
      accountKey: newAccount(),
      budget: { requests: 100, perMs: 1_000 },
      people: true,
      maxWaitMs: 2_000,
    };
    await reserve(database.pool, reservation);
    await pauseAccount(database.pool, reservation.accountKey, 30_000);
    await assert.rejects(
      reserve(database.pool, reservation),
      (error) => error instanceof BudgetExceeded && error.waitMs > 29_000,
    );
  });

  test('is waited for by the clock that was given', async () => {
    const slept: number[] = [];
    const clock = { ...systemClock, sleep: async (ms: number) => void slept.push(ms) };
    const reservation = {
      accountKey: newAccount(),
      budget: { requests: 1, perMs: 1_000 },
      people: false,
      maxWaitMs: 2_000,
    };
    await waitForSlot(database.pool, clock, reservation);
    await waitForSlot(database.pool, clock, reservation);
    assert.equal(slept.length, 1);
    assert.ok(slept[0]! > 900 && slept[0]! <= 1_020, String(slept));
  });
});

test('small budgets are spaced over the whole window', () => {
  assert.deepEqual(pace({ requests: 1, perMs: 1_000 }, false), { intervalMs: 1_020, aheadMs: 0 });
  assert.deepEqual(pace({ requests: 20, perMs: 10_000 }, true).aheadMs, 5 * (10_200 / 14));
});
