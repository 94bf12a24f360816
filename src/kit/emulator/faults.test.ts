import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { systemClock } from '#std/clock.ts';
import { createFaults } from './faults.ts';

describe('faults of calls', () => {
  let effects = 0;
  let ids = 0;
  const faults = createFaults({
    clock: systemClock,
    random: () => 0.5,
    newId: () => String(++ids),
    prefix: '/acme',
  });
  const app = new Hono();
  app.use('/acme/api/*', faults.middleware);
  app.post('/acme/api/deals', (c) => c.json({ id: ++effects }));
  let server: ServerType;
  let url: string;
  before(async () => {
    url = await new Promise((resolve) => {
      server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) =>
        resolve(`http://127.0.0.1:${info.port}/acme/api/deals`),
      );
    });
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  const post = (signal?: AbortSignal) => fetch(url, { method: 'POST', ...(signal && { signal }) });
  const arrange = (rule: Parameters<typeof faults.add>[0]) => {
    faults.clear();
    effects = 0;
    return faults.add(rule);
  };

  test('a status is answered before the effect, so many times, with its headers', async () => {
    const rule = arrange({
      match: { method: 'POST', path: '^/api/deals$' },
      kind: 'status',
      times: 1,
      params: { status: 429, headers: { 'Retry-After': '7' } },
    });
    const limited = await post();
    assert.deepEqual([limited.status, limited.headers.get('retry-after'), effects], [429, '7', 0]);
    assert.equal((await post()).status, 200);
    assert.equal(rule.fired, 1);
  });

  test('html500_after makes the effect and answers with a page', async () => {
    arrange({ match: {}, kind: 'html500_after' });
    const answer = await post();
    assert.equal(answer.status, 500);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(effects, 1);
  });

  test('cut_before ends the connection without the effect, cut_after with it', async () => {
    arrange({ match: {}, kind: 'cut_before' });
    await assert.rejects(post());
    assert.equal(effects, 0);
    arrange({ match: {}, kind: 'cut_after' });
    await assert.rejects(post());
    assert.equal(effects, 1);
  });

  test('hang gives no answer until the client goes away', async () => {
    arrange({ match: {}, kind: 'hang' });
    await assert.rejects(post(AbortSignal.timeout(100)), { name: 'TimeoutError' });
    assert.equal(effects, 0);
  });

  test('a rule hits only its method and path, and by its chance', async () => {
    for (const miss of [
      { match: { method: 'GET' } },
      { match: { path: '^/api/x' } },
      { match: {}, probability: 0.4 },
    ]) {
      const rule = arrange({ kind: 'status', ...miss });
      assert.equal((await post()).status, 200);
      assert.equal(rule.fired, 0);
    }
    assert.equal(arrange({ match: {}, kind: 'status', probability: 0.6 }).fired, 0);
    assert.equal((await post()).status, 500);
  });
});
