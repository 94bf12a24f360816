import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { post } from './post.ts';

describe('one post of a webhook', () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    if (request.url === '/moved') response.writeHead(302, { location: '/elsewhere' });
    response.end('thanks');
  });
  before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => server.close());
  const send = (url: string) =>
    post(
      { url, body: '{}', headers: {} },
      { clock: systemClock, fetch, timeoutMs: 5000, signal: new AbortController().signal },
    );
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  test('a redirect is a failure and is not followed', async () => {
    const made = await send(`${origin()}/moved`);
    assert.deepEqual([made.ok, made.status], [false, 302]);
    assert.deepEqual(seen, ['/moved']);
  });

  test('the status and the beginning of the answer are kept', async () => {
    const made = await send(`${origin()}/hook`);
    assert.deepEqual([made.ok, made.status, made.answer, made.error], [true, 200, 'thanks', null]);
  });

  test('no connection is a failure with its reason', async () => {
    const made = await send('http://127.0.0.1:1/');
    assert.deepEqual([made.ok, made.status], [false, null]);
    assert.match(made.error ?? '', /ECONNREFUSED|bad port/);
  });
});
