import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../../test/support/database.ts';
import { allowanceOf } from './allowance.ts';
import { pace, reserve } from './budget.ts';
import { connectByOauth, startHub, startVendor, tokenInput } from './vendor.fixture.ts';

const budget = { requests: 120, perMs: 60_000 };

test('what is left now is what could be reserved now without waiting', async () => {
  await using database = await createTestDatabase();
  const ask = { accountKey: 'a', budget: { requests: 10, perMs: 3_600_000 }, people: true, maxWaitMs: 0 };
  const { atOnce } = allowanceOf(ask.budget, 0);
  for (let n = 0; n < atOnce; n++) {
    const { rows } = await database.pool.query<{ ahead: number }>(
      `select extract(epoch from next_at - clock_timestamp())::float8 * 1000 as ahead from budgets where account_key = 'a'`,
    );
    assert.equal(allowanceOf(ask.budget, rows[0]?.ahead ?? 0).leftNow, atOnce - n);
    assert.equal((await reserve(database.pool, ask)).waitMs, 0);
  }
  await assert.rejects(reserve(database.pool, ask), { name: 'BudgetExceeded' });
});

test('a paused account has nothing left, and says for how long', () => {
  const { aheadMs } = pace(budget, true);
  const { leftNow, waitMs } = allowanceOf(budget, aheadMs + 30_000);
  assert.deepEqual({ leftNow, waitMs }, { leftNow: 0, waitMs: 30_000 });
  assert.equal(allowanceOf(budget, -5_000).leftNow, allowanceOf(budget, 0).atOnce);
});

test('a connection tells what is left, and when its access runs out', async () => {
  await using database = await createTestDatabase();
  await using vendor = await startVendor();
  await using hub = await startHub(database.pool, vendor);
  await hub.connections.create(hub.workspaceId, tokenInput(vendor));
  await connectByOauth(hub);
  const [byToken, byOauth] = await hub.connections.list(hub.workspaceId);
  assert.equal(byToken?.access, null);
  assert.equal(byToken?.allowance?.requests, 600);
  assert.equal(byOauth?.access?.renewsItself, true);
  assert.ok(Date.parse(byOauth?.access?.expiresAt ?? '') > Date.now());
});
