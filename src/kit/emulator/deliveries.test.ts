import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { createDeliveries } from './deliveries.ts';
import { createFaults, type NewFaultRule } from './faults.ts';
import { openJournal } from './journal.ts';

const url = 'http://hub.test/hook';
type Answer = (body: string, request: Request, signal: AbortSignal) => Response | Promise<Response>;

function arrange(
  answer: Answer = () => new Response('ok'),
  journal = openJournal({ file: null, clock: systemClock }),
) {
  const faults = createFaults({ clock: systemClock, random: () => 0, newId: randomUUID, prefix: '/acme' });
  const seen: string[] = [];
  const deliveries = createDeliveries({
    clock: systemClock,
    faults,
    journal,
    newId: randomUUID,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const body = await request.clone().text();
      seen.push(body);
      return answer(body, request, init!.signal!);
    },
  });
  deliveries.setPolicy({ timeoutMs: 50, retryMs: [1, 1] });
  const send = (body: string, more: { order?: string; url?: string } = {}) =>
    deliveries.send({ url, event: 'sign', body, headers: { event: 'sign' }, ...more });
  return { deliveries, faults, journal, seen, send, fault: (rule: NewFaultRule) => faults.add(rule) };
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 3000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'The condition did not come true within 3 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('deliveries', () => {
  test('a refused webhook is sent again with the same bytes until it is accepted', async () => {
    const answers = [500, 302, 200];
    const house = arrange(() => new Response('', { status: answers.shift()! }));
    house.send('{"a":1}');
    await until(() => house.deliveries.pending() === 0);
    assert.deepEqual(house.seen, ['{"a":1}', '{"a":1}', '{"a":1}']);
    const [delivery] = house.deliveries.list();
    assert.equal(delivery?.status, 'delivered');
    assert.deepEqual(
      delivery.attempts.map((attempt) => attempt.status),
      [500, 302, 200],
    );
  });

  test('a webhook is given up after the last wait, and can be ordered again', async () => {
    let status = 500;
    const house = arrange(() => new Response('', { status }));
    house.send('x');
    await until(() => house.deliveries.list()[0]?.status === 'failed');
    assert.equal(house.seen.length, 3);
    status = 200;
    assert.equal(house.deliveries.redeliver(house.deliveries.list()[0]!.id), true);
    await until(() => house.deliveries.list()[0]?.status === 'delivered');
    assert.equal(house.deliveries.redeliver('nobody'), false);
  });

  test('a receiver that never answers is given up after the timeout', async () => {
    const house = arrange(
      (_body, _request, signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    house.deliveries.setPolicy({ retryMs: [] });
    house.send('x');
    await until(() => house.deliveries.pending() === 0);
    assert.match(house.deliveries.list()[0]!.attempts[0]!.error ?? '', /within 50 ms/);
  });

  test('deliveries of one key go out in order, and a slow receiver holds up no other', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const house = arrange(async (body) => {
      if (body.startsWith('slow')) await gate;
      return new Response('');
    });
    house.deliveries.setPolicy({ timeoutMs: 5000 });
    for (let n = 0; n < 30; n++) house.send(`slow ${n}`, { url: 'http://slow.test/', order: String(n) });
    for (const n of ['1', '2', '3']) house.send(n, { order: 'doc' });
    await until(() => house.deliveries.pending() === 30);
    assert.deepEqual(
      house.seen.filter((body) => !body.startsWith('slow')),
      ['1', '2', '3'],
    );
    assert.equal(house.seen.length - 3, 20);
    release();
    await until(() => house.deliveries.pending() === 0);
  });

  test('what a commit takes back is never sent', async () => {
    const house = arrange();
    assert.throws(() =>
      house.journal.commit(() => {
        house.send('undone');
        throw new Error('no');
      }),
    );
    house.send('kept');
    await until(() => house.deliveries.list()[0]?.status === 'delivered');
    assert.deepEqual(house.seen, ['kept']);
  });

  test('a pending delivery is sent by the next process', async () => {
    const journal = openJournal({ file: null, clock: systemClock });
    const first = arrange(() => new Response('', { status: 503 }), journal);
    first.deliveries.setPolicy({ retryMs: [60_000] });
    first.send('x');
    await until(() => first.deliveries.list()[0]!.attempts.length === 1);
    await first.deliveries.close();
    const states = journal.table<{ id: string; nextAt: number | null }>('delivery_progress');
    for (const state of states.all()) states.put({ ...state, nextAt: 0 });
    const second = arrange(undefined, journal);
    await until(() => second.deliveries.pending() === 0);
    assert.deepEqual(second.seen, ['x']);
  });

  test('a user in the address becomes basic auth', async () => {
    let authorization: string | null = null;
    const house = arrange((_body, request) => {
      authorization = request.headers.get('authorization');
      return new Response('');
    });
    house.send('x', { url: 'http://ana:se%20nha@hub.test/hook' });
    await until(() => house.deliveries.pending() === 0);
    assert.equal(authorization, `Basic ${Buffer.from('ana:se nha').toString('base64')}`);
  });
});

describe('faults of webhooks', () => {
  test('drop sends nothing, duplicate sends copies, reorder sends after the next', async () => {
    const house = arrange();
    house.fault({ match: {}, kind: 'hook_drop', times: 1 });
    house.fault({ match: { event: 'sign' }, kind: 'hook_duplicate', times: 1, params: { copies: 2 } });
    house.fault({ match: { path: 'hub' }, kind: 'hook_reorder', times: 1 });
    for (const body of ['lost', 'thrice', 'late', 'early']) house.send(body);
    await until(() => house.deliveries.pending() === 0);
    assert.deepEqual(house.seen, ['thrice', 'thrice', 'thrice', 'early', 'late']);
    assert.deepEqual(
      house.faults.list().map((rule) => rule.fired),
      [1, 1, 1],
    );
  });

  test('delay holds a webhook back', async () => {
    const house = arrange();
    house.fault({ match: {}, kind: 'hook_delay', times: 1, params: { ms: 20 } });
    house.send('late');
    house.send('early');
    await until(() => house.deliveries.pending() === 0);
    assert.deepEqual(house.seen, ['early', 'late']);
  });
});
