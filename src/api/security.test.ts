import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { clientAddress } from './security.ts';

async function addressOf(
  peer: string | null,
  forwarded: string | null,
  trusted: string[],
): Promise<string | null> {
  const app = new Hono();
  app.get('/', (c) => c.json(clientAddress(c, trusted)));
  const headers = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  const env = peer === null ? {} : { incoming: { socket: { remoteAddress: peer } } };
  return (await (await app.request('/', { headers }, env)).json()) as string | null;
}

test('the caller’s address is the socket’s, whatever a header says, unless a proxy is trusted', async () => {
  assert.equal(await addressOf('203.0.113.9', '1.1.1.1', []), '203.0.113.9');
  assert.equal(await addressOf('203.0.113.9', '1.1.1.1', ['10.0.0.0/8']), '203.0.113.9');
  assert.equal(await addressOf('::ffff:203.0.113.9', null, []), '203.0.113.9');
  assert.equal(await addressOf(null, '1.1.1.1', ['10.0.0.0/8']), null);
});

test('behind trusted proxies it is the last address that none of them has', async () => {
  const trusted = ['10.0.0.0/8', '::1'];
  assert.equal(await addressOf('10.0.0.1', '6.6.6.6, 203.0.113.9', trusted), '203.0.113.9');
  assert.equal(await addressOf('::1', '203.0.113.9, 10.1.2.3', trusted), '203.0.113.9');
  assert.equal(await addressOf('10.0.0.1', 'nonsense', trusted), '10.0.0.1');
  assert.equal(await addressOf('10.0.0.1', null, trusted), '10.0.0.1');
  assert.equal(await addressOf('10.0.0.1', '2001:db8::7', trusted), '2001:db8::7');
});
