import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { newId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { createHistory } from './history.ts';
import type { EventFilter, History } from './history.ts';
import { storeConnection, storeEvent, storeRun, storeWorkflow, storeWorkspace } from './stored.fixture.ts';
import { toy, toyDefinition } from './toy.fixture.ts';

let database: TestDatabase;
let history: History;
let workspaceId: Id;
let connection: Id;
let workflow: Id;

before(async () => {
  database = await createTestDatabase();
  history = createHistory({ pool: database.pool, clock: systemClock, connectors: { toy } });
  workspaceId = await storeWorkspace(database.pool);
  connection = await storeConnection(database.pool, workspaceId);
  workflow = await storeWorkflow(database.pool, workspaceId, toyDefinition(connection));
});
after(() => database[Symbol.asyncDispose]());

describe('events', () => {
  test('they come newest first with their runs, and by connection, outcome and time', async () => {
    const { pool } = database;
    const other = await storeConnection(pool, workspaceId, 'Other');
    const first = await storeEvent(pool, { workspaceId, sourceId: connection, title: 'one' });
    await storeEvent(pool, { workspaceId, sourceId: other, title: 'two', outcome: 'unrecognized' });
    await storeEvent(pool, { workspaceId, sourceId: connection, title: 'three', outcome: 'ignored' });
    await storeRun(pool, { workspaceId, workflowId: workflow, eventId: first, status: 'failed' });
    const titles = async (filter: EventFilter) =>
      (await history.events(workspaceId, filter, { limit: 50 })).items.map(({ title }) => title);
    assert.deepEqual(await titles({}), ['three', 'two', 'one']);
    assert.deepEqual(await titles({ connectionId: connection }), ['three', 'one']);
    assert.deepEqual(await titles({ outcome: 'unrecognized' }), ['two']);
    assert.deepEqual(await titles({ connectionId: connection, outcome: 'recognized' }), ['one']);
    assert.deepEqual(await titles({ to: systemClock.now() - 60_000 }), []);
    const { items } = await history.events(workspaceId, { outcome: 'recognized' }, { limit: 1 });
    assert.deepEqual(
      items[0]?.runs.map(({ status, workflow: name }) => [status, name]),
      [['failed', 'Signed']],
    );
  });

  test('one event shows its body with personal numbers hidden', async () => {
    const body = { document: { filename: 'x.pdf' }, signer: { cpf: '123.456.789-09' } };
    const id = await storeEvent(database.pool, { workspaceId, sourceId: connection, title: 'x.pdf', body });
    const { detail, data } = await history.event(workspaceId, id);
    assert.equal(detail.body, '{"document":{"filename":"x.pdf"},"signer":{"cpf":"•••"}}');
    assert.deepEqual(detail.data, { document: { filename: 'x.pdf' }, signer: { cpf: '•••' } });
    assert.deepEqual(data, body);
    assert.equal(detail.headers?.['content-type'], 'application/json');
    await assert.rejects(history.event(newId(), id), { code: 'not_found' });
  });

  test('an event of a removed connection is still shown, its personal numbers still hidden', async () => {
    const body = { document: { filename: 'orphan' }, signer: { cpf: '123.456.789-09' } };
    const id = await storeEvent(database.pool, { workspaceId, sourceId: newId(), title: 'orphan', body });
    const { detail } = await history.event(workspaceId, id);
    assert.deepEqual([detail.source, detail.title], [null, 'orphan']);
    assert.deepEqual(detail.data, { document: { filename: 'orphan' }, signer: { cpf: '•••' } });
    assert.ok(!detail.body?.includes('123.456'));
  });
});

describe('the overview', () => {
  test('it counts runs of the last 24 hours by the hour they began in', async () => {
    const own = await storeWorkspace(database.pool, 'Busy');
    for (const status of [
      'completed',
      'completed',
      'failed',
      'parked',
      'waiting',
      'pending',
      'canceled',
    ] as const) {
      await storeRun(database.pool, { workspaceId: own, workflowId: workflow, eventId: newId(), status });
    }
    const { hours, attention } = await history.overview(own);
    assert.equal(hours.length, 24);
    const total = (key: 'completed' | 'failed' | 'waiting' | 'other') =>
      hours.reduce((sum, hour) => sum + hour[key], 0);
    assert.deepEqual([total('completed'), total('failed'), total('waiting'), total('other')], [2, 1, 2, 2]);
    assert.ok(Date.parse(hours[23]!.hour) - Date.parse(hours[0]!.hour) === 23 * 3_600_000);
    assert.equal(attention, 2);
  });

  test('it names the sources that published workflows listen to, and how far each was read', async () => {
    const own = await storeWorkspace(database.pool, 'Sources');
    const listened = await storeConnection(database.pool, own, 'Listened');
    await storeConnection(database.pool, own, 'Unused');
    await storeWorkflow(database.pool, own, toyDefinition(listened));
    await database.pool.query(
      `insert into watermarks (workspace_id, connection_id, complete_until, found_late) values ($1, $2, '2026-11-20T14:05:00Z', 3)`,
      [own, listened],
    );
    const { sources, workflows } = await history.overview(own);
    assert.deepEqual(
      sources.map((source) => [source.connection.name, source.completeUpTo, source.foundLate]),
      [['Listened', '2026-11-20T14:05:00.000Z', 3]],
    );
    assert.deepEqual(workflows, { published: 1, paused: 0, draft: 0 });
  });
});

describe('workflows', () => {
  test('each says what it listens to, whether its draft changed, when it last ran and what needs a person', async () => {
    const own = await storeWorkspace(database.pool, 'Flows');
    const source = await storeConnection(database.pool, own);
    const id = await storeWorkflow(database.pool, own, toyDefinition(source));
    await storeRun(database.pool, { workspaceId: own, workflowId: id, eventId: newId(), status: 'failed' });
    const [before] = await history.workflows(own);
    assert.deepEqual(
      [
        before?.trigger?.key,
        before?.trigger?.connection?.name,
        before?.changed,
        before?.attention,
        before?.version,
      ],
      ['document.signed', 'Toy ACME', false, 1, 1],
    );
    assert.ok(before?.lastRunAt);
    await database.pool.query('update workflows set draft = $2 where id = $1', [
      id,
      JSON.stringify(toyDefinition(source, 'other')),
    ]);
    assert.equal((await history.workflows(own))[0]?.changed, true);
    assert.deepEqual(
      await history.workflowsByConnection(own),
      new Map([[source, [{ id: showId('workflow', id), name: 'Signed' }]]]),
    );
  });

  test('a deleted workflow is gone from lists, and its runs stay', async () => {
    const own = await storeWorkspace(database.pool, 'Deleted');
    const id = await storeWorkflow(database.pool, own, toyDefinition(connection));
    const run = await storeRun(database.pool, { workspaceId: own, workflowId: id, eventId: newId() });
    await database.pool.query('update workflows set deleted_at = now() where id = $1', [id]);
    assert.deepEqual(await history.workflows(own), []);
    assert.equal(await history.workflow(own, id), null);
    assert.equal((await history.run(own, run)).workflow.name, 'Signed');
  });
});

describe('fingerprints', () => {
  test('each kind of change shows in its own topic, and in no other workspace', async () => {
    const [own, other] = [
      await storeWorkspace(database.pool, 'Live'),
      await storeWorkspace(database.pool, 'Still'),
    ];
    const source = await storeConnection(database.pool, own);
    const flow = await storeWorkflow(database.pool, own, toyDefinition(source));
    const run = await storeRun(database.pool, {
      workspaceId: own,
      workflowId: flow,
      eventId: newId(),
      status: 'pending',
    });
    const look = async () =>
      new Map((await history.fingerprints([own, other])).map((print) => [print.workspaceId, print]));
    let seen = await look();
    const changed = async (sql: string, ...values: unknown[]) => {
      await database.pool.query(sql, values);
      const now = await look();
      const topics = (['runs', 'connections', 'workflows'] as const).filter(
        (topic) => now.get(own)![topic] !== seen.get(own)![topic],
      );
      assert.deepEqual(now.get(other), seen.get(other));
      seen = now;
      return topics;
    };
    assert.deepEqual(await changed('select 1'), []);
    assert.deepEqual(await changed(`update runs set status = 'completed' where id = $1`, run), ['runs']);
    assert.deepEqual(await changed(`update connections set status = 'disabled' where id = $1`, source), [
      'connections',
    ]);
    assert.deepEqual(await changed('update workflows set draft_revision = 2 where id = $1', flow), [
      'workflows',
    ]);
    await storeEvent(database.pool, { workspaceId: own, sourceId: source });
    assert.deepEqual(await changed('select 1'), ['runs']);
  });
});
