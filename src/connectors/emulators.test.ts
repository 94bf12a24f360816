import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { DEMO_CLICKSIGN_TOKEN } from './clicksign/emulator/demo.ts';
import { startEmulators, type RunningEmulators } from './emulators.ts';

const options = {
  port: 0,
  host: '127.0.0.1',
  dataFolder: null,
  controlToken: 'secret',
  clock: systemClock,
  random: Math.random,
};

describe('the emulators on one port', () => {
  let running: RunningEmulators;
  before(async () => {
    running = await startEmulators(options);
  });
  after(() => running.close());
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${running.origin}${path}`, { headers });

  test('an index page links to each, and each shows a page of its own with and without the last slash', async () => {
    const index = await (await get('/')).text();
    for (const key of ['clicksign', 'rdstation', 'hubspot']) {
      assert.ok(index.includes(`href="/${key}/"`), key);
      assert.equal((await get(`/${key}/`)).status, 200, key);
      assert.equal((await get(`/${key}`)).status, 200, key);
    }
  });

  test('each answers its API with links to where it is served', async () => {
    const answer = await get('/clicksign/api/v3/envelopes', { Authorization: DEMO_CLICKSIGN_TOKEN });
    const { links } = (await answer.json()) as { links: { first: string } };
    assert.ok(links.first.startsWith(`${running.origin}/clicksign/api/v3/envelopes?`), links.first);
  });

  test('each has its own ledger behind the control token', async () => {
    assert.equal((await get('/clicksign/_emulator/ledger')).status, 401);
    const headers = { Authorization: 'Bearer secret' };
    const answer = await get('/clicksign/_emulator/ledger', headers);
    const { entries } = (await answer.json()) as { entries: { kind: string }[] };
    assert.ok(entries.some((entry) => entry.kind === 'document.upload'));
  });

  test('a port that is taken is an error', async () => {
    const port = Number(new URL(running.origin).port);
    await assert.rejects(startEmulators({ ...options, port }), { code: 'EADDRINUSE' });
  });

  test('on every address of the machine they name one that can be called', async () => {
    const everywhere = await startEmulators({ ...options, host: '0.0.0.0' });
    assert.equal(new URL(everywhere.origin).hostname, '127.0.0.1');
    assert.equal((await fetch(everywhere.origin)).status, 200);
    await everywhere.close();
  });
});
