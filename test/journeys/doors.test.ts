import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import type { Connection, EventDetail, EventSummary, Page, Run, RunSummary } from '../../src/api/contract.ts';
import { Visitor } from '../../src/demo/browserless.ts';
import { hmacSha256Hex } from '../../src/std/hmac.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { bodies, broken, most, odd, outOfTheHouse, request } from './odd-wire.ts';
import { startProduct, type Product } from './product.ts';
import { sendRaw, type RawAnswer } from './socket.ts';

const instanceSecret = 'instance-secret-no-one-may-read-0123456789';
const metricsToken = 'metrics-token-no-one-may-read';
const signingSecret = 'signing-secret-no-one-may-read';

let database: TestDatabase;
let product: Product;
let person: Visitor;
let base: string;
/** The path of an endpoint whose signing secret we know. */
let hook: string;

before(async () => {
  database = await createTestDatabase();
  product = await startProduct({
    DATABASE_URL: database.connectionString,
    COUNTERSIGN_SECRET: instanceSecret,
    COUNTERSIGN_METRICS_TOKEN: metricsToken,
    COUNTERSIGN_LOG: 'trace',
  });
  person = new Visitor(product.hub);
  const { workspaces } = await person.json<{ workspaces: { id: string }[] }>('POST', '/api/session/demo', {});
  base = `/api/w/${workspaces[0]!.id}`;
  const how = { connector: 'webhook', environment: 'live', authMethod: 'secret' };
  const { connection } = await person.json<{ connection: Connection }>('POST', `${base}/connections`, {
    ...{ ...how, name: 'Anything', credentials: { signing_secret: signingSecret } },
  });
  hook = new URL(connection.endpoint!.url).pathname;
  await publish(connection.id);
});
after(async () => {
  await product?.stop();
  await database[Symbol.asyncDispose]();
});

/** A workflow that starts for whatever comes, and fills it into everything. */
async function publish(connectionId: string): Promise<void> {
  const use = { connector: 'webhook', version: 1 };
  const input = { url: 'http://127.0.0.1:1/{{ trigger.body.name }}', body: '{{ trigger }}' };
  const step = { kind: 'action', ...use, connectionId: null, key: 'webhook.send', input };
  const definition = {
    schema: 1,
    trigger: { ...use, connectionId, key: 'webhook.received', settings: {} },
    filters: { match: 'any', conditions: [{ path: 'body.secret', operator: 'is_unknown' }] },
    start: 'send',
    steps: { send: { ...step, orderBy: '{{ trigger.body.name }} {{ trigger.body }}', next: null } },
  };
  const { id } = await person.json<{ id: string }>('POST', `${base}/workflows`, { name: 'All', definition });
  await person.json('POST', `${base}/workflows/${id}/publish`, { revision: 1 });
}

const get = (path: string) => request(`GET ${path}`);

function requireDiscreet({ text }: RawAnswer, what: string): void {
  for (const inside of ['root:x:', '"dependencies"', 'node_modules', process.cwd(), ' at async ', '.ts:']) {
    assert.ok(!text.includes(inside), `${what} tells ${inside}`);
  }
  for (const secret of [instanceSecret, metricsToken, signingSecret]) assert.ok(!text.includes(secret), what);
}

/** Sends each and gives what was answered; no 5xx among it. */
async function sendAll(requests: (string | Buffer)[]): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  for (const one of requests) {
    const answer = await sendRaw(product.hub, one);
    const what = one.toString('latin1').slice(0, 150);
    assert.ok(answer.status < 500, `${answer.status} for ${what}`);
    requireDiscreet(answer, what);
    answers.push(answer);
  }
  assert.equal((await fetch(`${product.hub}/readyz`)).status, 200);
  return answers;
}

const signed = (body: Buffer, more = '') =>
  Buffer.concat([
    Buffer.from(
      request(
        `POST ${hook}`,
        `x-signature: sha256=${hmacSha256Hex(signingSecret, body)}\r\ncontent-length: ${body.length}\r\n${more}`,
      ),
    ),
    body,
  ]);
describe('the doors of the house', () => {
  test('lead to no file that is not the console’s', async () => {
    for (const { status, text } of await sendAll(outOfTheHouse.map(get))) {
      assert.ok([200, 400, 404].includes(status), text.slice(0, 200));
      if (status === 200) assert.match(text, /<!doctype html>/i);
    }
  });

  test('take addresses that are none', async () => {
    for (const { status, text } of await sendAll(broken.map(get))) {
      assert.ok(status >= 200, text.slice(0, 200));
      if (status >= 400 && text.includes('application/')) assert.match(text, /application\/problem\+json/);
    }
  });

  test('take requests that are none, one of them after the other and many slow ones at once', async () => {
    await sendAll(odd);
    const { hostname, port } = new URL(product.hub);
    const slow = Array.from({ length: 200 }, () => connect(Number(port), hostname));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write(request(`POST ${hook}`, 'content-length: 1000\r\n', '{'));
    }
    assert.equal((await fetch(`${product.hub}/api/session`)).status, 200);
    for (const socket of slow) socket.destroy();
  });

  test('show the numbers to whoever has the token', async () => {
    for (const authorization of [
      '',
      'Bearer ',
      'Bearer x',
      metricsToken,
      `Bearer ${metricsToken}x`,
      `bearer ${metricsToken}`,
    ]) {
      const answer = await fetch(`${product.hub}/metrics`, {
        headers: { authorization, 'x-forwarded-for': '127.0.0.1' },
      });
      assert.equal(answer.status, 401, authorization);
      assert.doesNotMatch(await answer.text(), /countersign_/);
    }
    const answer = await fetch(`${product.hub}/metrics`, {
      headers: { authorization: `Bearer ${metricsToken}` },
    });
    assert.equal(answer.status, 200);
    requireDiscreet({ status: 200, text: await answer.text() }, 'metrics');
  });
});

describe('the door for events', () => {
  test('takes nothing that is not signed, and nothing that is too much', async () => {
    const unsigned = bodies
      .slice(0, 30)
      .map((body) =>
        Buffer.concat([
          Buffer.from(
            request(`POST ${hook}`, `x-signature: sha256=00\r\ncontent-length: ${body.length}\r\n`),
          ),
          body,
        ]),
      );
    for (const { status, text } of await sendAll(unsigned)) assert.equal(status, 401, text.slice(0, 300));
    const flood = Buffer.alloc(most + 1, 'x');
    const chunked = Buffer.concat([
      Buffer.from(request(`POST ${hook}`, 'transfer-encoding: chunked\r\n')),
      Buffer.from(`${flood.length.toString(16)}\r\n`),
      flood,
      Buffer.from('\r\n0\r\n\r\n'),
    ]);
    const [known, unknown] = await sendAll([signed(flood), chunked]);
    // Whoever is refused while still sending may see the connection close before the answer.
    for (const { status } of [known!, unknown!]) assert.ok([413, 0].includes(status), String(status));
  });

  test('takes what is signed, whatever it is, and everything can be looked at afterwards', async () => {
    for (const [index, { status, text }] of (await sendAll(bodies.map((body) => signed(body)))).entries()) {
      assert.ok(
        [202, 422].includes(status),
        `${bodies[index]!.toString().slice(0, 60)}: ${text.slice(0, 300)}`,
      );
    }
    const events = await person.json<Page<EventSummary>>('GET', `${base}/events?limit=200`);
    assert.ok(events.items.length > 20);
    for (const { id } of events.items) await person.json<EventDetail>('GET', `${base}/events/${id}`);
    const runs = await person.json<Page<RunSummary>>('GET', `${base}/runs?limit=200`);
    assert.ok(runs.items.length > 10);
    for (const { id } of runs.items) await person.json<Run>('GET', `${base}/runs/${id}`);
  });

  test('and nothing of it all is an error of ours, or in the log', () => {
    const errors = product
      .said()
      .split('\n')
      .filter((line) => /"level":(50|60)/.test(line));
    assert.deepEqual(errors, []);
    for (const secret of [instanceSecret, metricsToken, signingSecret]) {
      assert.ok(!product.said().includes(secret));
    }
  });
});
