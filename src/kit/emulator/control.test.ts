import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { controlApp } from './control.ts';
import { createParts } from './emulator.ts';
import { createLimiter } from './limits.ts';

function arrange() {
  const parts = createParts({
    key: 'acme',
    origin: 'http://acme.test',
    dataFolder: null,
    clock: systemClock,
    random: () => 0,
    controlToken: 'secret',
    fetch: () => Promise.resolve(new Response('ok')),
  });
  const limiter = createLimiter(systemClock, { max: 2, windowMs: 60_000 });
  const seed = () => {
    parts.journal.table('deals').put({ id: 'd1' });
    parts.journal.record('deal.created', 'd1', null);
    return { seeded: true };
  };
  const app = controlApp(parts, { limiters: { calls: limiter }, seed });
  const call = (method: string, path: string, body?: unknown, token = 'secret') =>
    app.request(path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { parts, limiter, call };
}

describe('the control door', () => {
  test('stays closed to a wrong token', async () => {
    const { call } = arrange();
    assert.equal((await call('GET', '/ledger', undefined, 'guess')).status, 401);
  });

  test('shows the ledger after a number', async () => {
    const { parts, call } = arrange();
    for (const id of ['a', 'b']) parts.journal.record('deal.created', id, {});
    const answer = (await (await call('GET', '/ledger?after=1')).json()) as { entries: { id: string }[] };
    assert.deepEqual(
      answer.entries.map((entry) => entry.id),
      ['b'],
    );
  });

  test('takes fault rules, refuses unknown ones, and clears them', async () => {
    const { parts, call } = arrange();
    assert.equal((await call('POST', '/faults', { kind: 'delay', params: { ms: 5 } })).status, 201);
    assert.equal((await call('POST', '/faults', { kind: 'explode' })).status, 400);
    assert.equal(parts.faults.list()[0]?.kind, 'delay');
    assert.equal((await call('DELETE', '/faults')).status, 204);
    assert.deepEqual(parts.faults.list(), []);
  });

  test('lifts limits, and a window ends', async () => {
    const { limiter, call } = arrange();
    const taken = () => [1, 2, 3].map(() => limiter.take('account').allowed);
    assert.deepEqual(taken(), [true, true, false]);
    await call('PUT', '/limits', { name: 'calls', windowMs: 0 + 1 });
    assert.equal(limiter.take('account').remaining, 1);
    await call('PUT', '/limits', { enabled: false });
    assert.deepEqual([...taken(), ...taken()], [true, true, true, true, true, true]);
  });

  test('seeds and resets', async () => {
    const { parts, call } = arrange();
    assert.deepEqual(await (await call('POST', '/seed')).json(), { seeded: true });
    assert.equal(parts.journal.table('deals').size, 1);
    assert.equal((await call('POST', '/reset')).status, 204);
    assert.equal(parts.journal.table('deals').size, 0);
    assert.deepEqual(parts.journal.ledger(), []);
  });

  test('shows deliveries and orders one again', async () => {
    const { parts, call } = arrange();
    parts.deliveries.send({ url: 'http://hub.test/', event: 'sign', body: '{}', headers: {} });
    const shown = (await (await call('GET', '/deliveries')).json()) as {
      deliveries: { id: string; event: string }[];
    };
    assert.equal(shown.deliveries[0]?.event, 'sign');
    assert.equal((await call('POST', `/deliveries/${shown.deliveries[0].id}/redeliver`)).status, 202);
    assert.equal((await call('POST', '/deliveries/nobody/redeliver')).status, 404);
    await call('PUT', '/deliveries/policy', { retryMs: [5] });
    assert.deepEqual(parts.deliveries.policy, { timeoutMs: 10_000, retryMs: [5] });
    await parts.deliveries.close();
  });
});
