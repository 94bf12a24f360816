import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Definition } from '#domain/workflow.ts';
import { webhook } from '#connectors/webhook/manifest.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { createTestHub, type TestHub } from '../../test/support/hub.ts';

let database: TestDatabase;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
before(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
});
after(async () => {
  receiver.close();
  await database[Symbol.asyncDispose]();
});

test('an event becomes a run that posts to its receiver, and the history holds request and answer', async () => {
  await using hub = await createTestHub(database.pool, { webhook }, 'webhook', {
    allowOrigins: [receiver.origin],
  });
  await hub.publish(postTo(hub, `${receiver.origin}/ok`));
  hub.worker();
  const accepted = await hub.deliver({ id: 'e1', email: 'ana@example.test' });
  assert.deepEqual({ stored: accepted.stored, runs: accepted.runs }, { stored: 1, runs: 1 });
  await hub.waitForRuns('completed');
  const { rows } = await hub.pool.query<{
    status: string;
    http: number;
    detail: { calls: { responseBody: { text: string } }[] };
  }>(
    `select a.status, a.http, convert_from(a.detail, 'UTF8')::jsonb as detail from attempts a join runs r on r.id = a.run_id where r.workspace_id = $1`,
    [hub.workspaceId],
  );
  assert.equal(rows.length, 1);
  assert.equal(rows[0]!.http, 200);
  assert.equal(rows[0]!.detail.calls[0]!.responseBody.text, '{"ok":true}');
  assert.equal(
    (await hub.pool.query('select from jobs where workspace_id = $1', [hub.workspaceId])).rowCount,
    0,
  );
});

test('the same body twice is one event and one run', async () => {
  await using hub = await createTestHub(database.pool, { webhook }, 'webhook', {
    allowOrigins: [receiver.origin],
  });
  await hub.publish(postTo(hub, `${receiver.origin}/ok`));
  const both = await Promise.all([hub.deliver({ id: 'e2' }), hub.deliver({ id: 'e2' })]);
  const again = await hub.deliver({ id: 'e2' });
  assert.deepEqual(both.map((one) => one.stored).sort(), [0, 1]);
  assert.equal(again.duplicates, 1);
  const { rows } = await hub.pool.query('select from runs where workspace_id = $1', [hub.workspaceId]);
  assert.equal(rows.length, 1);
});

test('a 500 is tried again by the retry policy, and a 400 is final', async () => {
  await using hub = await createTestHub(database.pool, { webhook }, 'webhook', {
    allowOrigins: [receiver.origin],
  });
  await hub.publish(postTo(hub, `${receiver.origin}/fail-once`, { firstMs: 50 }));
  await hub.publish(postTo(hub, `${receiver.origin}/refuse`, { firstMs: 50 }));
  hub.worker();
  await hub.deliver({ id: 'e3' });
  const rows = await hub.waitFor(
    'both runs to rest',
    `select r.status, (select array_agg(a.status order by a.n) from attempts a where a.run_id = r.id) as attempts
     from runs r where r.workspace_id = $1 and r.rested_at is not null order by r.status`,
    [hub.workspaceId],
    (found: { status: string; attempts: string[] }[]) => found.length === 2,
  );
  assert.deepEqual(rows, [
    { status: 'completed', attempts: ['failed', 'succeeded'] },
    { status: 'failed', attempts: ['failed'] },
  ]);
});

function postTo(hub: TestHub, url: string, retry: { firstMs?: number } = {}): Definition {
  return {
    schema: 1,
    trigger: {
      connector: 'webhook',
      connectionId: hub.connectionId,
      key: 'webhook.received',
      version: 1,
      settings: {},
    },
    filters: null,
    start: 'send',
    steps: {
      send: {
        kind: 'action',
        connector: 'webhook',
        connectionId: null,
        key: 'webhook.send',
        version: 1,
        input: { url, body: '{{ trigger.body }}' },
        orderBy: null,
        retry: {
          firstMs: retry.firstMs ?? 60_000,
          factor: 2,
          maxMs: 60_000,
          giveUpAfterMs: 600_000,
          jitter: 0,
        },
        next: null,
      },
    },
  };
}

async function startReceiver() {
  let failures = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/refuse') response.statusCode = 400;
      if (request.url === '/fail-once' && failures++ === 0) response.statusCode = 500;
      response.end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}
