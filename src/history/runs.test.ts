import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RunStatus } from '#domain/status.ts';
import { makePartitions } from '#runs/partitions.ts';
import { systemClock } from '#std/clock.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { createHistory } from './history.ts';
import type { History, RunFilter } from './history.ts';
import { storeConnection, storeEvent, storeRun, storeWorkflow, storeWorkspace } from './stored.fixture.ts';
import { toyDefinition } from './toy.fixture.ts';

let database: TestDatabase;
let history: History;
let workspaceId: Id;
let connection: Id;
let workflow: Id;
/** By what they are called in the tests. */
const runs = new Map<string, Id>();

before(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await makePartitions(pool, systemClock);
  history = createHistory({ pool, clock: systemClock, connectors: {} });
  workspaceId = await storeWorkspace(pool);
  connection = await storeConnection(pool, workspaceId);
  workflow = await storeWorkflow(pool, workspaceId, toyDefinition(connection));
  await add('first', 'completed', ['Contrato ACME.pdf', 'ana@acme.com.br']);
  await add('failed', 'failed', ['Contrato Beta.pdf', 'João Souza']);
  await add('parked', 'parked', ['Proposta Gama.pdf']);
  await add('waiting', 'waiting', ['Proposta ACME.pdf']);
  await add('canceled', 'canceled', ['Contrato ACME antigo.pdf']);
  await add('queued', 'pending', ['Contrato Delta.pdf'], { leased: false });
  await add('running', 'pending', ['Contrato Épsilon.pdf'], { leased: true });
});
after(() => database[Symbol.asyncDispose]());

async function add(
  name: string,
  status: RunStatus,
  words: string[],
  job?: { leased: boolean },
): Promise<void> {
  const { pool } = database;
  const eventId = await storeEvent(pool, { workspaceId, sourceId: connection, title: words[0]! });
  runs.set(
    name,
    await storeRun(pool, { workspaceId, workflowId: workflow, eventId, status, words, ...(job && { job }) }),
  );
}

async function found(filter: RunFilter, limit = 50): Promise<string[]> {
  const { items } = await history.runs(workspaceId, filter, { limit });
  return items.map((item) => [...runs].find(([, id]) => showId('run', id) === item.id)![0]);
}

describe('the list of runs', () => {
  test('runs come newest first, with what people call the event', async () => {
    const all = ['running', 'queued', 'canceled', 'waiting', 'parked', 'failed', 'first'];
    assert.deepEqual(await found({}), all);
    const { items } = await history.runs(workspaceId, {}, { limit: 1 });
    assert.deepEqual(
      [items[0]?.title, items[0]?.workflow.name, items[0]?.source?.name],
      ['Contrato Épsilon.pdf', 'Signed', 'Toy ACME'],
    );
  });

  test('a pending run whose job is held is running', async () => {
    const { items } = await history.runs(workspaceId, {}, { limit: 2 });
    assert.deepEqual(
      items.map(({ status }) => status),
      ['running', 'pending'],
    );
    assert.deepEqual(await found({ statuses: ['running'] }), ['running']);
    assert.deepEqual(await found({ statuses: ['pending'] }), ['queued']);
  });

  test('each status, and several, find their runs', async () => {
    for (const status of ['waiting', 'failed', 'parked', 'canceled'] as const) {
      assert.deepEqual(await found({ statuses: [status] }), [status]);
    }
    assert.deepEqual(await found({ statuses: ['completed'] }), ['first']);
    assert.deepEqual(await found({ statuses: ['failed', 'parked'] }), ['parked', 'failed']);
    assert.deepEqual(await found({ statuses: ['failed', 'running', 'completed'] }), [
      'running',
      'failed',
      'first',
    ]);
  });

  test('pages follow one another without gaps and end', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<History['runs']>> = await history.runs(
        workspaceId,
        {},
        { limit: 3, ...(cursor && { cursor }) },
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor !== null);
    assert.equal(new Set(seen).size, runs.size);
    assert.equal(seen.length, runs.size);
  });

  test('a workflow, and a connection any of its versions uses, find its runs', async () => {
    const other = await storeConnection(database.pool, workspaceId, 'Unused');
    assert.equal((await found({ workflowId: workflow })).length, runs.size);
    assert.equal((await found({ connectionId: connection })).length, runs.size);
    assert.deepEqual(await found({ connectionId: other }), []);
    assert.deepEqual(await found({ connectionId: connection, statuses: ['failed'] }), ['failed']);
    assert.deepEqual(await found({ workflowId: other }), []);
  });

  test('from and to bound the time', async () => {
    const now = systemClock.now();
    assert.equal((await found({ from: now - 60_000, to: now + 60_000 })).length, runs.size);
    assert.deepEqual(await found({ from: now + 60_000 }), []);
    assert.deepEqual(await found({ to: now - 60_000 }), []);
  });
});

describe('searching runs', () => {
  test('a business value finds its runs by words, beginnings, without case and accents', async () => {
    assert.deepEqual(await found({ search: 'contrato acme' }), ['canceled', 'first']);
    assert.deepEqual(await found({ search: 'CONTRATO eps' }), ['running']);
    assert.deepEqual(await found({ search: 'joao' }), ['failed']);
    assert.deepEqual(await found({ search: 'ana@acme' }), ['first']);
    assert.deepEqual(await found({ search: '@acme.com.br' }), ['first']);
    assert.deepEqual(await found({ search: 'nothing here' }), []);
  });

  test('a search and filters work together', async () => {
    assert.deepEqual(await found({ search: 'acme', statuses: ['waiting'] }), ['waiting']);
    assert.deepEqual(await found({ search: 'contrato', statuses: ['running'] }), ['running']);
    assert.deepEqual(await found({ search: 'contrato', statuses: ['completed'], workflowId: workflow }), [
      'first',
    ]);
    assert.deepEqual(await found({ search: 'contrato', to: systemClock.now() - 60_000 }), []);
  });

  test('an id as shown finds that run, or the runs of that event', async () => {
    const id = runs.get('parked')!;
    assert.deepEqual(await found({ search: ` ${showId('run', id)} ` }), ['parked']);
    const { event } = await history.run(workspaceId, id);
    assert.deepEqual(await found({ search: event.id }), ['parked']);
    assert.deepEqual(await found({ search: showId('run', workflow) }), []);
  });

  test('punctuation alone asks for nothing and finds everything', async () => {
    assert.equal((await found({ search: ' -- ' })).length, runs.size);
  });

  test('pages of a search follow one another without gaps', async () => {
    const first = await history.runs(workspaceId, { search: 'contrato' }, { limit: 2 });
    const rest = await history.runs(
      workspaceId,
      { search: 'contrato' },
      { limit: 50, cursor: first.cursor! },
    );
    const titles = [...first.items, ...rest.items].map(({ title }) => title);
    assert.deepEqual(titles, [
      'Contrato Épsilon.pdf',
      'Contrato Delta.pdf',
      'Contrato ACME antigo.pdf',
      'Contrato Beta.pdf',
      'Contrato ACME.pdf',
    ]);
    assert.equal(rest.cursor, null);
  });

  test('another workspace finds nothing of it', async () => {
    const other = await storeWorkspace(database.pool, 'Other');
    for (const filter of [
      {},
      { search: 'contrato' },
      { statuses: ['failed' as const] },
      { workflowId: workflow },
    ]) {
      assert.deepEqual((await history.runs(other, filter, { limit: 50 })).items, []);
    }
  });
});
