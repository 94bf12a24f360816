import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import type { InboundRequest } from '#kit/connector.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { fakeConnector } from '../../test/support/fake-vendor.ts';
import { createTestHub } from '../../test/support/hub.ts';
import { Counts } from './counts.ts';
import { receiveApp } from './receive.ts';

let database: TestDatabase;
before(async () => void (database = await createTestDatabase()));
after(() => database[Symbol.asyncDispose]());

test('a signature is checked against every address of the hub, as the sender wrote it, and the time it came', async () => {
  const seen: InboundRequest[] = [];
  const fake = fakeConnector();
  const verify = (request: InboundRequest) => seen.push(request) > 0;
  const connector = { ...fake, webhooks: { ...fake.webhooks!, proof: 'signature' as const, verify } };
  const hub = await createTestHub(database.pool, { fake: connector }, 'fake');
  const app = receiveApp({
    ...{ intake: hub.createIntake(hub.pool), snapshots: hub.snapshots, counts: new Counts() },
    clock: { ...systemClock, now: () => 1_790_000_000_000 },
    origins: ['https://hub.example.com', 'http://127.0.0.1:4000'],
    onError: assert.fail,
    onAnswer: () => undefined,
  });
  const path = `${hub.path}?a=%40b&c=d%2Ce`;
  const answer = await app.request(path, { method: 'POST', body: '{"id":"a"}' });
  assert.equal(answer.status, 202);
  assert.deepEqual(seen[0]?.addresses, [`https://hub.example.com${path}`, `http://127.0.0.1:4000${path}`]);
  assert.equal(seen[0]?.receivedAt, 1_790_000_000_000);
});
