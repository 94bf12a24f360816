import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Definition } from '#domain/workflow.ts';
import type { Json } from '#std/json.ts';
import { webhook } from '../connectors/webhook/manifest.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createTestHub, type TestHub } from '../../test/support/hub.ts';

/** `webhook.send` calls what an event says: whoever sends events chooses where to. */

let database: TestDatabase;
let hub: TestHub;
/** Somebody outside, allowed; what they answer is ours to choose. */
let outside: { server: Server; origin: string; seen: string[] };
/** A server that only our machine can reach. */
let inside: { server: Server; origin: string; seen: string[] };

before(async () => {
  inside = await listen();
  outside = await listen();
  database = await createTestDatabase();
  hub = await createTestHub(database.pool, { webhook }, 'webhook', { allowOrigins: [outside.origin] });
  await hub.publish(sender());
  hub.worker();
});
after(async () => {
  await hub[Symbol.asyncDispose]();
  for (const { server } of [inside, outside]) server.close();
  await database[Symbol.asyncDispose]();
});

/** Answers `/302` with that status, and the way inside. */
async function listen(): Promise<typeof outside> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    seen.push([url, headers['x-note'], headers['x-evil']].join(' '));
    response.statusCode = Number(request.url?.slice(1)) || 200;
    response.setHeader('location', `${inside.origin}/secrets`);
    response.setHeader('refresh', `0;url=${inside.origin}/secrets`);
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, seen, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function sender(): Definition {
  const { connectionId } = hub;
  const use = { connector: 'webhook', version: 1 };
  const input = { url: '{{ trigger.body.url }}', headers: { 'x-note': '{{ trigger.body.note }}' }, body: {} };
  const retry = { firstMs: 60_000, factor: 2, maxMs: 60_000, giveUpAfterMs: 600_000, jitter: 0 };
  return {
    schema: 1,
    trigger: { ...use, connectionId, key: 'webhook.received', settings: {} },
    filters: null,
    start: 'send',
    steps: {
      send: {
        kind: 'action',
        ...use,
        connectionId: null,
        key: 'webhook.send',
        input,
        orderBy: null,
        retry,
        next: null,
      },
    },
  };
}

/** The error of the run that an event leads to; null when it went well. */
async function sent(body: Json): Promise<{ code: string; message?: string } | null> {
  const rested = 'select count(*)::int as count from runs where rested_at is not null';
  const { rows } = await database.pool.query<{ count: number }>(rested);
  await hub.deliver(body);
  const [attempt] = await hub.waitFor<{ error: { code: string; message?: string } | null }>(
    'a finished attempt',
    `select a.error from runs r join attempts a on a.run_id = r.id
     where r.workspace_id = $1 and (${rested}) > $2 order by r.id desc limit 1`,
    [hub.workspaceId, rows[0]!.count],
    (found) => found.length === 1,
  );
  return attempt!.error;
}

test('a redirect leads nowhere, whatever its status', async () => {
  for (const status of [300, 301, 302, 303, 307, 308]) {
    const error = await sent({ url: `${outside.origin}/${status}`, note: 'a' });
    assert.match(error?.message ?? '', new RegExp(`answered ${status}`));
  }
  assert.equal(await sent({ url: `${outside.origin}/200`, note: 'b' }), null);
  assert.equal(outside.seen.length, 7);
  assert.deepEqual(inside.seen, []);
});

test('an address inside is not called, and the run says why', async () => {
  const port = new URL(inside.origin).port;
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '2130706433',
    '0x7f.1',
    '[::ffff:7f00:1]',
    '169.254.169.254',
  ]) {
    const error = await sent({ url: `http://${host}:${port}/secrets`, note: host });
    assert.match(error?.message ?? '', /only calls public addresses|Use https/, host);
  }
  assert.deepEqual(inside.seen, []);
});

test('what is filled into a header cannot add another', async () => {
  const before = outside.seen.length;
  for (const note of [
    'a\r\nx-evil: 1',
    'a\nx-evil: 1',
    'a\rx-evil: 1',
    'a\r\n\r\nGET /evil HTTP/1.1\r\n\r\n',
  ]) {
    const error = await sent({ url: `${outside.origin}/200`, note });
    assert.match(error?.message ?? '', /cannot be sent/, JSON.stringify(note));
  }
  assert.equal(outside.seen.length, before);
});
