import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Pool } from 'pg';
import type { Id } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { fakeConnector, workflowOf } from '../../test/support/fake-vendor.ts';
import { createTestHub, type TestHub } from '../../test/support/hub.ts';
import { Snapshots } from './snapshot.ts';

let database: TestDatabase;
let hub: TestHub;
before(async () => void (database = await createTestDatabase()));
beforeEach(async () => void (hub = await createTestHub(database.pool, { fake: fakeConnector() }, 'fake')));
after(() => database[Symbol.asyncDispose]());

const callMake = [{ key: 'call.make' }];
const workflow = (...rest: Parameters<typeof workflowOf> extends [unknown, ...infer R] ? R : never) =>
  workflowOf(hub.connectionId, ...rest);
const runs = () =>
  hub.rows<{ id: Id; version_id: Id; event_id: Id }>(
    'select id, version_id, event_id from runs where workspace_id = $1',
  );
const events = () =>
  hub.rows<{ title: string }>('select title from events where workspace_id = $1 order by id');

/** A pool on which the statement that stores fails as told, and then works; `seen` gets its true failures. */
function failing(pool: Pool, failures: Error[], seen: unknown[] = []): Pool {
  const broken = Object.create(pool) as Pool;
  broken.query = ((statement: { name?: string }, ...rest: never[]) => {
    const failure = statement.name === 'runs.store-events' ? failures.shift() : undefined;
    if (failure) return Promise.reject(failure);
    return pool.query(statement as never, ...rest).catch((error: unknown) => {
      seen.push(error);
      throw error;
    });
  }) as Pool['query'];
  return broken;
}

test('the same fact twice is one event and one run: within a batch, across batches, across processes', async () => {
  await hub.publish(workflow(callMake));
  const other = hub.createIntake(hub.pool);
  const both = [hub.intake, other].flatMap((intake) =>
    Array.from({ length: 20 }, (_, index) => hub.deliver({ id: `e${index % 5}` }, intake)),
  );
  const accepted = await Promise.all(both);
  accepted.push(await hub.deliver({ facts: [{ id: 'e0' }, { id: 'new' }] }));
  const sum = (key: 'stored' | 'duplicates' | 'runs') => accepted.reduce((total, one) => total + one[key], 0);
  assert.deepEqual([sum('stored'), sum('duplicates'), sum('runs')], [6, 36, 6]);
  assert.equal((await events()).length, 6);
  assert.equal((await runs()).length, 6);
});

test('batches with the same facts in other orders wait for one another and never deadlock', async () => {
  const deadlocks: unknown[] = [];
  const intakes = Array.from({ length: 4 }, () => hub.createIntake(failing(hub.pool, [], deadlocks)));
  for (let round = 0; round < 5; round++) {
    const facts = Array.from({ length: 400 }, (_, index) => ({ id: `${round}-${index}` }));
    await Promise.all(
      intakes.map((intake, index) =>
        hub.deliver({ facts: index % 2 === 0 ? facts : facts.toReversed() }, intake),
      ),
    );
  }
  assert.deepEqual(deadlocks, []);
  assert.equal((await events()).length, 2_000);
});

test('while versions are published each event starts one run, and none of a version that was replaced', async () => {
  const workflowId = await hub.publish(workflow(callMake));
  const intakes = [hub.intake, hub.createIntake(hub.pool)];
  const versions: Id[] = [];
  const published = async () =>
    versions.push((await hub.catalog.get(hub.workspaceId, workflowId)).versionId!);
  await published();
  const earliest = new Map<string, number>();
  let publishing = true;
  const deliver = async (sender: number) => {
    for (let n = 0; publishing; n++) {
      earliest.set(`${sender}-${n}`, versions.length - 1);
      await hub.deliver({ id: `${sender}-${n}` }, intakes[sender % 2]);
    }
  };
  const senders = Array.from({ length: 8 }, (_, sender) => deliver(sender));
  for (let n = 0; n < 12; n++) {
    await hub.publishNext(workflowId, workflow([{ key: 'call.make', text: `v${n}` }]));
    await published();
  }
  publishing = false;
  await Promise.all(senders);
  await assertEachOnce(earliest, versions);
});

/** Each event has one run, of a version no older than the one that was current when it was sent. */
async function assertEachOnce(earliest: Map<string, number>, versions: Id[]): Promise<void> {
  const started = await hub.rows<{ title: string; versions: Id[] }>(
    `select e.title, array_agg(r.version_id) as versions from events e join runs r on r.event_id = e.id
     where e.workspace_id = $1 group by e.title`,
  );
  assert.equal(started.length, earliest.size);
  for (const { title, versions: of } of started) {
    assert.equal(of.length, 1, title);
    assert.ok(versions.indexOf(of[0]!) >= earliest.get(title)!, `${title} ran a replaced version`);
  }
}

test('a paused workflow starts nothing, though its events are kept, and a resumed one goes on', async () => {
  const id = await hub.publish(workflow(callMake));
  assert.equal((await hub.deliver({ id: 'a' })).runs, 1);
  await hub.catalog.pause(hub.workspaceId, id);
  assert.equal((await hub.deliver({ id: 'b' })).runs, 0);
  await hub.catalog.resume(hub.workspaceId, id);
  assert.equal((await hub.deliver({ id: 'c' })).runs, 1);
  await hub.catalog.remove(hub.workspaceId, id);
  assert.equal((await hub.deliver({ id: 'd' })).runs, 0);
  assert.equal((await events()).length, 4);
});

test('filters and the trigger’s settings decide which workflows start', async () => {
  await hub.publish(workflow(callMake, { only: 'Ana' }));
  const filters = {
    match: 'all' as const,
    conditions: [{ path: 'name', operator: 'contains' as const, value: 'BIA' }],
  };
  const filtered = await hub.publish(workflow(callMake, { filters }));
  const started = [];
  for (const name of ['Ana', 'bia', 'Ana Bia', 'Caio']) {
    started.push((await hub.deliver({ id: name, name })).runs);
  }
  assert.deepEqual(started, [1, 1, 1, 0]);
  const of = await hub.rows<{ title: string }>(
    'select e.title from runs r join events e on e.id = r.event_id where r.workspace_id = $1 and r.workflow_id = $2',
    filtered,
  );
  assert.deepEqual(of.map(({ title }) => title).sort(), ['Ana Bia', 'bia']);
});

test('a fact of a trigger nobody listens to is kept and starts nothing', async () => {
  await hub.publish(workflow(callMake));
  const { stored, runs } = await hub.deliver({ id: 'a', kind: 'thing.else' });
  assert.deepEqual([stored, runs], [1, 0]);
});

test('a value the database refuses fails alone, and the rest of its batch is stored', async () => {
  await hub.publish(workflow(callMake));
  const bodies = Array.from({ length: 40 }, (_, index) => ({
    id: `p${index}`,
    kind: index === 17 ? 'a\u0000' : undefined,
  }));
  const results = await Promise.allSettled(bodies.map((body) => hub.deliver(body)));
  assert.deepEqual(
    results.flatMap((result, index) => (result.status === 'rejected' ? [index] : [])),
    [17],
  );
  assert.equal((await events()).length, 39);
  assert.equal((await runs()).length, 39);
});

test('a workflow whose settings cannot be judged fails its own deliveries, not their neighbours', async () => {
  await hub.publish(workflow(callMake));
  const trigger = hub.connectors['fake']!.triggers[0]!;
  const matches = trigger.matches;
  trigger.matches = (settings, data) => {
    if (data['id'] === 'odd') throw new TypeError('stumbles');
    return matches(settings, data);
  };
  const results = await Promise.allSettled([hub.deliver({ id: 'odd' }), hub.deliver({ id: 'even' })]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'fulfilled'],
  );
  assert.deepEqual(
    (await events()).map(({ title }) => title),
    ['even'],
  );
});

test('impossible times keep no event out', async () => {
  await hub.publish(workflow(callMake));
  for (const at of [1e300, -1e300, -8.64e15, 8.64e15]) {
    assert.equal((await hub.deliver({ id: `t${at}`, at })).runs, 1);
  }
});

test('an order key that cannot be told keeps its runs one after another', async () => {
  await hub.publish(workflow([{ key: 'call.make', orderBy: '{{ (1..99999999) | join }}' }]));
  assert.equal((await hub.deliver({ id: 'a' })).runs, 1);
  assert.equal((await hub.deliver({ id: 'b' })).runs, 1);
  const jobs = await hub.rows<{ order_key: string }>('select order_key from jobs where workspace_id = $1');
  assert.equal(new Set(jobs.map((job) => job.order_key)).size, 1);
  assert.ok(jobs[0]!.order_key);
});

const deadlock = () => Object.assign(new Error('deadlock detected'), { code: '40P01' });
const lost = () => new Error('Connection terminated unexpectedly');

test('a deadlock or a lost connection is tried again, and the vendor never hears of it', async () => {
  await hub.publish(workflow(callMake));
  const intake = hub.createIntake(failing(hub.pool, [deadlock(), lost()]));
  const { stored, runs } = await hub.deliver({ id: 'a' }, intake);
  assert.deepEqual([stored, runs], [1, 1]);
});

test('after three tries it gives up, and nothing is stored', async () => {
  const intake = hub.createIntake(failing(hub.pool, [deadlock(), lost(), deadlock(), lost()]));
  await assert.rejects(hub.deliver({ id: 'a' }, intake), /deadlock/);
  assert.deepEqual(await events(), []);
});

test('a commit whose answer was lost is recognised, and its runs are not doubled', async () => {
  await hub.publish(workflow(callMake));
  const pool = Object.create(hub.pool) as Pool;
  let tries = 0;
  pool.query = (async (...statement: Parameters<Pool['query']>) => {
    const result = await (hub.pool.query(...statement) as unknown as Promise<unknown>);
    if (tries++ === 0) throw lost();
    return result;
  }) as never;
  const { stored, duplicates } = await hub.deliver({ id: 'a' }, hub.createIntake(pool));
  assert.deepEqual([stored, duplicates, tries], [0, 1, 2]);
  assert.equal((await runs()).length, 1);
});

test('a database restored from a backup, whose catalog is older than ours, is believed', async () => {
  await hub.publish(workflow(callMake));
  await hub.deliver({ id: 'a' });
  await hub.pool.query('update catalog_epoch set epoch = epoch - 1');
  assert.equal((await hub.deliver({ id: 'b' })).runs, 1);
});

test('all who need a newer snapshot share one load', async () => {
  let loads = 0;
  const gate = Promise.withResolvers<void>();
  const snapshots = new Snapshots(async () => {
    const epoch = ++loads;
    await gate.promise;
    return { epoch, endpoints: new Map(), listeners: new Map() };
  });
  const all = Array.from({ length: 5 }, () => snapshots.current());
  gate.resolve();
  const [first] = await Promise.all(all);
  await Promise.all(Array.from({ length: 5 }, () => snapshots.replacing(first!, 2)));
  assert.equal(loads, 2);
});
