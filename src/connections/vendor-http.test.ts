import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { VendorResponse } from '../kit/http.ts';
import { systemClock } from '../std/clock.ts';
import { createVendorHttp, type VendorHttpParts } from './vendor-http.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

/** The http of an account whose vendor answers one status, 60 calls a minute and one search in ten seconds. */
function httpOf(accountKey: string, status: number, pauseAfter?: VendorHttpParts['pauseAfter']) {
  return createVendorHttp({
    ...{ pool: database.pool, clock: systemClock, accountKey, pauseAfter, people: true },
    ...{ policy: { allowOrigins: [], httpsOnly: true }, credentials: {} },
    budget: { requests: 60, perMs: 60_000 },
    budgets: { search: { requests: 1, perMs: 10_000 } },
    outbound: {
      call: () => Promise.resolve(new VendorResponse(status, {}, Buffer.alloc(0))),
      close: () => Promise.resolve(),
    },
    renew: () => Promise.resolve(null),
  });
}
const url = 'https://vendor.example/';
const search = { method: 'POST', url, budget: 'search' } as const;
const read = { method: 'GET', url } as const;

async function aheadOf(accountKey: string): Promise<number> {
  const { rows } = await database.pool.query<{ ms: number }>(
    `select extract(epoch from next_at - clock_timestamp())::float8 * 1000 as ms from budgets where account_key = $1`,
    [accountKey],
  );
  return rows[0]?.ms ?? 0;
}

describe('a call that names a further budget', () => {
  test('waits for that one, and the usual one is left alone', async () => {
    const http = httpOf('budgets', 200);
    await http(search);
    await assert.rejects(httpOf('budgets', 200)(search), { name: 'BudgetExceeded' });
    assert.equal(await aheadOf('budgets'), 0);
    await httpOf('budgets', 200)(read);
  });

  test('that is not there is counted as usual', async () => {
    await httpOf('unnamed', 200)({ ...read, budget: 'nonsense' });
    assert.ok((await aheadOf('unnamed')) > 0);
  });
});

describe('an account', () => {
  test('rests as long as its connector reads from an answer', async () => {
    await httpOf('rests', 477, () => 20_000)(read);
    assert.ok((await aheadOf('rests')) > 15_000);
  });

  test('rests after a 429 without a word, and not after another refusal', async () => {
    await httpOf('busy', 429, () => null)(read);
    await httpOf('refused', 404, () => null)(read);
    assert.ok((await aheadOf('busy')) > 1_500);
    assert.ok((await aheadOf('refused')) < 1_500);
  });
});
