import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RunStatus } from '#domain/status.ts';
import { makePartitions } from '#runs/partitions.ts';
import { systemClock } from '#std/clock.ts';
import type { Id } from '#std/id.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import { storeConnection, storeEvent, storeRun, storeWorkflow, storeWorkspace } from './stored.fixture.ts';
import { toyDefinition } from './toy.fixture.ts';

let database: TestDatabase;
let history: History;
let workspaceId: Id;
let connection: Id;

before(async () => {
  database = await createTestDatabase();
  await makePartitions(database.pool, systemClock);
  history = createHistory({ pool: database.pool, clock: systemClock, connectors: {} });
  workspaceId = await storeWorkspace(database.pool);
  connection = await storeConnection(database.pool, workspaceId);
  const workflow = await storeWorkflow(database.pool, workspaceId, toyDefinition(connection));
  for (const name of ['A', 'B', 'C', 'D']) await add(workflow, `${name}.pdf`, 'failed', 'vendor_invalid');
  await add(workflow, 'E.pdf', 'parked', 'several_found');
  await add(workflow, 'F.pdf', 'waiting', 'vendor_unavailable');
  const another = await storeWorkflow(database.pool, workspaceId, toyDefinition(connection));
  await add(another, 'G.pdf', 'failed', 'vendor_invalid');
});
after(() => database[Symbol.asyncDispose]());

async function add(workflowId: Id, title: string, status: RunStatus, code: string): Promise<void> {
  const eventId = await storeEvent(database.pool, { workspaceId, sourceId: connection, title });
  await storeRun(database.pool, { workspaceId, workflowId, eventId, status, reason: { code } });
}

describe('what needs a person', () => {
  test('is put together by why and by workflow, the largest first; what only waits is left out', async () => {
    const causes = await history.causes(workspaceId);
    assert.deepEqual(causes.map(({ code, count }) => `${count} ${code}`).sort(), [
      '1 several_found',
      '1 vendor_invalid',
      '4 vendor_invalid',
    ]);
    assert.equal(causes[0]?.count, 4);
    assert.deepEqual(
      causes[0].samples.map((run) => run.title),
      ['D.pdf', 'C.pdf', 'B.pdf'],
    );
  });

  test('the runs of a cause are found by it', async () => {
    const { items } = await history.runs(workspaceId, { reason: 'vendor_invalid' }, { limit: 50 });
    assert.equal(items.length, 5);
    const waiting = await history.runs(
      workspaceId,
      { reason: 'vendor_unavailable', statuses: ['failed'] },
      { limit: 50 },
    );
    assert.deepEqual(waiting.items, []);
  });

  test('another workspace has none of it', async () => {
    assert.deepEqual(await history.causes(await storeWorkspace(database.pool)), []);
  });
});
