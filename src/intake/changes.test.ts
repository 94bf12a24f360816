import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { ConnectionContext } from '#kit/connector.ts';
import { readWatermark } from '#connections/watermarks.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { systemClock, type Clock } from '#std/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { FakeVendor, fakeConnector, workflowOf } from '../../test/support/fake-vendor.ts';
import { createTestHub, type TestHub } from '../../test/support/hub.ts';
import { readChanges } from './changes.ts';

const overlapMs = 60_000;
const connectedAt = Date.parse('2026-11-20T08:00:00Z');
const start = Date.parse('2026-11-20T12:00:00Z');

let database: TestDatabase;
let hub: TestHub;
let vendor: FakeVendor;
let now: number;
before(async () => void (database = await createTestDatabase()));
beforeEach(async () => {
  vendor = new FakeVendor();
  hub = await createTestHub(database.pool, { fake: fakeConnector(vendor) }, 'fake');
  now = start;
  await hub.pool.query('update connections set created_at = $2 where id = $1', [
    hub.connectionId,
    new Date(connectedAt),
  ]);
});
after(() => database[Symbol.asyncDispose]());

/** One reading; `crashAfter` lets the process die after storing so many pages, before the watermark moves. */
async function read({ crashAfter = Infinity, signal = new AbortController().signal } = {}) {
  const clock: Clock = { ...systemClock, now: () => now };
  const { pool, connectors, workspaceId, connectionId } = hub;
  let pages = 0;
  const dying = Object.create(pool) as typeof pool;
  dying.query = ((...query: Parameters<typeof pool.query>) => {
    const moves = typeof query[0] === 'string' && query[0].startsWith('insert into watermarks');
    return moves && ++pages > crashAfter ? Promise.reject(new Error('killed')) : pool.query(...query);
  }) as never;
  const context = async () => ({ connection: { settings: {} } }) as ConnectionContext;
  const options = { pool: dying, clock, intake: hub.intake, connectors, context };
  return readChanges(options, { workspaceId, connectionId, connector: 'fake' }, signal);
}

const mark = () => readWatermark(hub.pool, hub.workspaceId, hub.connectionId);
const titles = async () => {
  const rows = await hub.rows<{ title: string }>(
    'select title from events where workspace_id = $1 order by title',
  );
  return rows.map(({ title }) => title);
};
const pagesOf = (...pages: string[][]) =>
  pages.map((ids, index): FakeVendor['pages'][number] => [
    index === 0 ? null : { page: index },
    ids.map((id) => ({ id })),
    index + 1 < pages.length ? { page: index + 1 } : null,
  ]);

test('a fact whose webhook was lost becomes a late event, one that came is recognised', async () => {
  await hub.publish(workflowOf(hub.connectionId, [{ key: 'call.make' }]));
  await hub.deliver({ id: 'came' });
  vendor.pages = pagesOf(['came', 'lost']);
  assert.equal(await read(), 1);
  const via = await hub.rows<{ title: string; via: string; runs: number }>(
    `select title, via, (select count(*)::int from runs where event_id = events.id) as runs from events
     where workspace_id = $1 order by title`,
  );
  assert.deepEqual(via, [
    { title: 'came', via: 'webhook', runs: 1 },
    { title: 'lost', via: 'changes', runs: 1 },
  ]);
});

test('a webhook that comes after its fact was read is recognised', async () => {
  vendor.pages = pagesOf(['a']);
  await read();
  const { duplicates, stored } = await hub.deliver({ id: 'a' });
  assert.deepEqual([duplicates, stored], [1, 0]);
});

test('what happened before the workflow was first published starts no run', async () => {
  await hub.publish(workflowOf(hub.connectionId, [{ key: 'call.make' }]));
  const bodies = [
    { id: 'old', at: Date.now() - 86_400_000 },
    { id: 'new', at: Date.now() + 1_000 },
  ];
  vendor.pages = [[null, bodies, null]];
  await read();
  assert.deepEqual(await titles(), ['new', 'old']);
  const runs = await hub.rows<{ title: string }>(
    'select title from events e join runs r on r.event_id = e.id where r.workspace_id = $1',
  );
  assert.deepEqual(runs, [{ title: 'new' }]);
});

test('pages are read to the end, and the next reading looks back by the overlap', async () => {
  vendor.pages = pagesOf(['a', 'b'], ['c'], [], ['d']);
  assert.equal(await read(), 4);
  assert.deepEqual(await titles(), ['a', 'b', 'c', 'd']);
  assert.deepEqual(await mark(), { completeUntil: start, rangeUntil: null, cursor: null });
  now += 300_000;
  assert.equal(await read(), 0);
  const ranges = vendor.calls.map((call) => call.split(' ').slice(1, 3).map(Number));
  assert.deepEqual(ranges[0], [connectedAt - overlapMs, start]);
  assert.deepEqual(ranges[4], [start - overlapMs, start + 300_000]);
});

test('a crash after storing a page repeats that page and loses none', async () => {
  vendor.pages = pagesOf(['a'], ['b'], ['c']);
  await assert.rejects(read({ crashAfter: 1 }), /killed/);
  assert.deepEqual(await titles(), ['a', 'b']);
  assert.deepEqual(await mark(), { completeUntil: connectedAt, rangeUntil: start, cursor: { page: 1 } });
  now += 600_000;
  assert.equal(await read(), 1, 'only c is news');
  assert.deepEqual(await titles(), ['a', 'b', 'c']);
  const cursors = vendor.calls.map((call) => call.split(' ').slice(2).join(' '));
  assert.deepEqual(
    cursors,
    ['null', '{"page":1}', '{"page":1}', '{"page":2}'].map((cursor) => `${start} ${cursor}`),
  );
  assert.equal((await mark())!.completeUntil, start, 'the range that was begun, not a later one');
});

test('a page that cannot be stored moves nothing', async () => {
  vendor.pages = pagesOf(['a']);
  await hub.pool.query('alter table events rename to events_away');
  await assert.rejects(read(), /events/);
  await hub.pool.query('alter table events_away rename to events');
  assert.deepEqual(await mark(), { completeUntil: connectedAt, rangeUntil: null, cursor: null });
  assert.equal(await read(), 1);
});

test('a page the vendor knows no more sends the reading back to the beginning of its range', async () => {
  vendor.pages = pagesOf(['a'], ['b']);
  vendor.script.push(
    () => undefined,
    () => Promise.reject(new VendorError('unavailable', 'down')),
  );
  await assert.rejects(read(), /down/);
  assert.deepEqual((await mark())!.cursor, { page: 1 }, 'a vendor that is down is asked for the same page');
  vendor.script.push(() => Promise.reject(new VendorError('invalid', 'cursor expired')));
  await assert.rejects(read(), /cursor expired/);
  assert.deepEqual(await mark(), { completeUntil: connectedAt, rangeUntil: null, cursor: null });
  assert.equal(await read(), 1);
  assert.deepEqual(await titles(), ['a', 'b']);
});

test('a reader told to stop ends after its page, and the next one goes on there', async () => {
  vendor.pages = pagesOf(['a'], ['b']);
  const stop = new AbortController();
  vendor.script.push(() => stop.abort());
  assert.equal(await read({ signal: stop.signal }), 1);
  assert.equal(await read(), 1);
  assert.equal(vendor.calls.length, 2);
});

test('late facts are counted, and a connection that is gone is read no more', async () => {
  vendor.pages = pagesOf(['a', 'b'], ['c']);
  await read();
  const [row] = await hub.rows<{ found_late: string }>(
    'select found_late from watermarks where workspace_id = $1',
  );
  assert.equal(row!.found_late, '3');
  await hub.pool.query('delete from connections where id = $1', [hub.connectionId]);
  assert.equal(await read(), null);
});
