import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Hono } from 'hono';
import type { Pool } from 'pg';
import { createPool } from '#db/pool.ts';
import { systemClock } from '#std/clock.ts';
import { AppError } from '#std/errors.ts';
import { hmacSha256Hex } from '#std/hmac.ts';
import { newId, showId } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { fakeConnector, workflowOf } from '../../test/support/fake-vendor.ts';
import { createTestHub, type TestHub } from '../../test/support/hub.ts';
import { Counts } from './counts.ts';
import { receiveApp } from './receive.ts';

let database: TestDatabase;
let hub: TestHub;
let counts: Counts;
let app: Hono;
before(async () => void (database = await createTestDatabase()));
beforeEach(async () => {
  hub = await createTestHub(database.pool, { fake: fakeConnector() }, 'fake');
  counts = new Counts();
  app = receiver(database.pool);
});
after(() => database[Symbol.asyncDispose]());

/** The receiving side as a process has it; `pool` is what it stores with. */
function receiver(pool: Pool): Hono {
  const { snapshots } = hub;
  const intake = hub.createIntake(pool);
  const options = { intake, snapshots, counts, clock: systemClock };
  const quiet = { onError: () => undefined, onAnswer: () => undefined };
  const made = receiveApp({ ...options, ...quiet });
  made.onError((error, c) => {
    if (error instanceof AppError) return c.json({ code: error.code }, error.status as 500);
    return c.json({ code: String(error) }, 500);
  });
  return made;
}

/** Posts a body signed with `secret`. */
async function post(body: string | Buffer, { path = hub.path, secret = 'test-secret' } = {}, to = app) {
  const bytes = Buffer.from(body);
  const headers = { 'x-signature': hmacSha256Hex(secret, bytes) };
  const answer = await to.request(path, { method: 'POST', headers, body: bytes });
  return answer.status;
}

const events = () =>
  hub.rows<{ outcome: string; title: string | null; body: Buffer; trigger: string | null }>(
    'select outcome, title, body, trigger from events where workspace_id = $1 order by id',
  );

async function counted() {
  await counts.flush(hub.pool);
  const [row] = await hub.rows<Record<string, unknown>>(
    `select received::int, duplicates::int, refused::int, unrecognized::int, last_refused_reason as reason
     from endpoint_counts where $1::uuid is not null and endpoint_id = $2`,
    hub.endpoint.id,
  );
  return row;
}

test('an event is answered 202 only after its commit', async () => {
  const blocker = await hub.pool.connect();
  await blocker.query('begin');
  await blocker.query('lock table events in exclusive mode');
  let answered = false;
  const answer = post('{"id":"a"}').finally(() => (answered = true));
  await hub.waitFor(
    'intake to wait for the lock',
    `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    [],
    (rows) => rows.length > 0,
  );
  assert.equal(answered, false);
  await blocker.query('commit');
  blocker.release();
  assert.equal(await answer, 202);
  assert.equal((await events()).length, 1);
});

test('a wrong signature is refused and counted with its reason, and nothing is kept', async () => {
  assert.equal(await post('{"id":"a"}', { secret: 'guessed' }), 401);
  assert.deepEqual(await events(), []);
  const { refused, reason, received } = (await counted())!;
  assert.deepEqual([refused, reason, received], [1, 'wrong_signature', 0]);
});

test('a wrong secret in the address is refused and counted', async () => {
  assert.equal(await post('{"id":"a"}', { path: hub.path.replace('url-secret', 'url-secreT') }), 401);
  assert.deepEqual(await events(), []);
  assert.equal((await counted())!['reason'], 'wrong_address');
});

test('an endpoint without a signing secret refuses everything', async () => {
  await hub.changeEndpoint({ secrets: [] });
  assert.equal(await post('{"id":"a"}', { secret: '' }), 401);
  assert.equal((await counted())!['reason'], 'no_secret');
});

test('an address that is nobody’s is not found', async () => {
  assert.equal(await post('{}', { path: `/hooks/${showId('endpoint', newId())}/url-secret` }), 404);
  assert.equal(await post('{}', { path: '/hooks/nonsense/url-secret' }), 404);
});

test('a body over 5 MB is refused and counted, one of 5 MB is taken', async () => {
  const padding = 5 * 1024 * 1024 - Buffer.byteLength('{"id":"big","pad":""}');
  assert.equal(await post(`{"id":"big","pad":"${'x'.repeat(padding)}"}`), 202);
  assert.equal(await post(`{"id":"big","pad":"${'x'.repeat(padding + 1)}"}`), 413);
  const { received, refused, reason } = (await counted())!;
  assert.deepEqual([received, refused, reason], [1, 1, 'too_large']);
});

test('a verified body nobody understands is kept as unrecognized, beside its neighbours', async () => {
  const odd = ['{"half":', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), Buffer.from('{\u0000}'), '[]', '{}'];
  const statuses = await Promise.all([...odd, '{"id":"good"}'].map((body) => post(body)));
  assert.deepEqual(statuses, [202, 202, 202, 202, 202, 202]);
  const stored = await events();
  const outcomes = stored.map((event) => event.outcome).sort();
  assert.deepEqual(outcomes, ['recognized', ...odd.map(() => 'unrecognized')]);
  const bodies = new Set(stored.map((event) => event.body.toString('hex')));
  assert.ok(
    odd.every((body) => bodies.has(Buffer.from(body).toString('hex'))),
    'kept byte for byte',
  );
  assert.equal((await counted())!['unrecognized'], 5);
});

test('a body the connector stumbles over is kept too: sending it again would not help', async () => {
  assert.deepEqual(await Promise.all([post('{"crash":true}'), post('{"id":"good"}')]), [202, 202]);
  const outcomes = (await events()).map((event) => event.outcome).sort();
  assert.deepEqual(outcomes, ['recognized', 'unrecognized']);
});

test('a body with several facts makes an event and a run of each', async () => {
  await hub.publish(workflowOf(hub.connectionId, [{ key: 'call.make' }]));
  const body = JSON.stringify({ facts: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] });
  assert.equal(await post(body), 202);
  assert.equal(await post(body), 202);
  assert.deepEqual(
    (await events()).map((event) => event.title),
    ['a', 'b'],
  );
  const parts = await hub.rows<{ part: number }>(
    'select e.part from runs r join events e on e.id = r.event_id where r.workspace_id = $1 order by 1',
  );
  assert.deepEqual(
    parts.map(({ part }) => part),
    [0, 1],
  );
  assert.equal((await counted())!['duplicates'], 4);
});

test('NUL in texts, emoji and long names are stored and can be found', async () => {
  await hub.publish(workflowOf(hub.connectionId, [{ key: 'call.make', orderBy: '{{ name }}' }]));
  const long = `${'é'.repeat(298)}🎉x`;
  const names = ['a\u0000b', 'São Paulo 🎉', long, '\ud83c lone', '🎉'.repeat(400)];
  const bodies = names.map((name, index) => JSON.stringify({ id: `n${index}`, name }));
  assert.deepEqual(new Set(await Promise.all(bodies.map((body) => post(body)))), new Set([202]));
  const titles = (await events()).map((event) => event.title);
  assert.deepEqual(titles.toSorted(), ['ab', 'São Paulo 🎉', long, '� lone', '🎉'.repeat(250)].toSorted());
  const found = await hub.rows(
    `select from terms where workspace_id = $1 and words @@ $2::tsquery`,
    `'sao' & 'ab':* | 'sao paulo 🎉'`,
  );
  assert.equal(found.length, 1);
});

test('without a database it answers 503, and after its return the same body is stored once', async () => {
  const nowhere = createPool({ connectionString: 'postgres://x@127.0.0.1:1/x', applicationName: 'nowhere' });
  assert.equal(await post('{"id":"a"}', {}, receiver(nowhere)), 503);
  await nowhere.end();
  assert.equal(await post('{"id":"a"}', {}, receiver(nowhere)), 503, 'an ended pool');
  assert.deepEqual(await events(), []);
  const { rowCount } = await hub.pool.query('select from seen where source_id = $1', [hub.connectionId]);
  assert.equal(rowCount, 0);
  assert.equal(await post('{"id":"a"}'), 202);
  assert.equal((await events()).length, 1);
});

test('a statement that fails half way leaves nothing behind, and the vendor is told to send again', async () => {
  await hub.publish(workflowOf(hub.connectionId, [{ key: 'call.make' }]));
  await hub.pool.query('alter table jobs rename to jobs_away');
  assert.equal(await post('{"id":"a"}'), 503);
  await hub.pool.query('alter table jobs_away rename to jobs');
  assert.deepEqual(await events(), []);
  assert.equal(await post('{"id":"a"}'), 202);
  assert.equal((await hub.rows('select from runs where workspace_id = $1')).length, 1);
});

test('a secret added a moment ago is known, and one taken away proves nothing any more', async () => {
  assert.equal(await post('{"id":"a"}'), 202);
  await hub.changeEndpoint({ secrets: ['test-secret', 'new-secret'] });
  assert.equal(await post('{"id":"b"}', { secret: 'new-secret' }), 202);
  await hub.changeEndpoint({ secrets: ['new-secret'] });
  assert.equal(await post('{"id":"c"}', { secret: 'test-secret' }), 401);
  assert.equal((await events()).length, 2);
});

test('a refusal costs no reload of the catalog while nothing changed', async () => {
  assert.equal(await post('{"id":"a"}'), 202);
  const before = await hub.snapshots.current();
  assert.equal(await post('{"id":"a"}', { secret: 'guessed' }), 401);
  assert.equal(await post('{}', { path: `/hooks/${showId('endpoint', newId())}/url-secret` }), 404);
  assert.equal(await hub.snapshots.current(), before);
});

test('a value that cannot be stored is refused for good, counted, and its neighbour is taken', async () => {
  const statuses = await Promise.all([post('{"id":"a","kind":"bad\\u0000kind"}'), post('{"id":"b"}')]);
  assert.deepEqual(statuses, [422, 202]);
  const { received, refused, reason } = (await counted())!;
  assert.deepEqual([received, refused, reason], [1, 1, 'not_storable']);
});

test('looking at the address in a browser shows that it answers', async () => {
  assert.equal((await app.request(hub.path)).status, 200);
});
