import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { storeConnection, storeEvent, storeRun, storeWorkflow } from '#history/stored.fixture.ts';
import { showId, readId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { eraseWorkspace } from '../erase-workspace.ts';
import type { ConnectionDeletion, Problem, WorkspaceDeletion } from './contract.ts';
import { openHouse, toyDefinition } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house[Symbol.asyncDispose]());

/** A workspace with a connection, a published workflow that uses it, and runs that wait because of it. */
async function furnish(name: string): Promise<{ workspace: Workspace; connection: Id; workflow: Id }> {
  const { pool } = house.database;
  const workspace = await house.workspace(name);
  const workspaceId = workspace.id;
  const connection = await storeConnection(pool, workspaceId, 'RD ACME');
  const workflow = await storeWorkflow(pool, workspaceId, toyDefinition(connection));
  const event = await storeEvent(pool, { workspaceId, sourceId: connection });
  for (const status of ['parked', 'waiting', 'completed'] as const) {
    const run = await storeRun(pool, { workspaceId, workflowId: workflow, eventId: event, status });
    if (status === 'completed') continue;
    await pool.query(
      `insert into attention (workspace_id, run_id, status, code, connection_id) values ($1, $2, $3, 'x', $4)
       on conflict (workspace_id, run_id) do update set connection_id = excluded.connection_id`,
      [workspaceId, run, status, connection],
    );
  }
  return { workspace, connection, workflow };
}

const rowsOf = async (table: string, workspaceId: Id) => {
  const { rows } = await house.database.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where workspace_id = $1`,
    [workspaceId],
  );
  return rows[0]!.n;
};

describe('deleting a connection', () => {
  test('says what stops, what fails and what stays', async () => {
    const { workspace, connection, workflow } = await furnish('Says');
    const path = `${workspace.path}/connections/${showId('connection', connection)}/deletion`;
    const said = (await (await workspace.as.admin('GET', path)).json()) as ConnectionDeletion;
    assert.deepEqual(said, {
      ...{ name: 'RD ACME', events: 1, retentionDays: 90, webhookAtVendor: false },
      workflows: [{ id: showId('workflow', workflow), name: 'Signed' }],
      runs: { waiting: 1, parked: 1 },
    });
  });

  test('takes its name, pauses what used it, and tells what is left at the vendor', async () => {
    const { workspace, connection, workflow } = await furnish('Takes');
    const path = `${workspace.path}/connections/${showId('connection', connection)}`;
    const refused = await workspace.as.admin('DELETE', path, { name: 'RD Acme' });
    assert.equal(refused.status, 422);
    assert.deepEqual(((await refused.json()) as Problem).faults, [{ path: 'name', code: 'not_the_name' }]);
    const done = await workspace.as.admin('DELETE', path, { name: ' RD ACME ' });
    assert.deepEqual([done.status, await done.json()], [200, { leftAtVendor: null }]);
    const { rows } = await house.database.pool.query('select status from workflows where id = $1', [
      workflow,
    ]);
    assert.deepEqual(rows, [{ status: 'paused' }]);
    assert.equal((await workspace.as.admin('GET', path)).status, 404);
  });
});

describe('deleting a workspace', () => {
  test('is for owners, says what is lost, and takes the name', async () => {
    const { workspace } = await furnish('Lost');
    assert.equal((await workspace.as.admin('GET', `${workspace.path}/deletion`)).status, 403);
    const said = (await (
      await workspace.as.owner('GET', `${workspace.path}/deletion`)
    ).json()) as WorkspaceDeletion;
    assert.deepEqual(said, { name: 'Lost', members: 4, connections: 1, workflows: 1, runs: 3, events: 1 });
    assert.equal((await workspace.as.owner('DELETE', workspace.path, { name: 'lost' })).status, 422);
    assert.equal((await workspace.as.owner('GET', workspace.path)).status, 200);
  });

  test('shuts everybody out and ends what waits at once, and takes the rest in slices', async () => {
    const { pool } = house.database;
    const { workspace, connection } = await furnish('Gone');
    const neighbour = await furnish('Stays');
    const made = await workspace.as.owner('POST', `${workspace.path}/keys`, { name: 'CI', role: 'admin' });
    const { secret } = (await made.json()) as { secret: string };
    await pool.query(
      `insert into jobs (id, lane, kind, workspace_id) select gen_random_uuid(), 'runs', 'run.advance', $1 from generate_series(1, 2500)`,
      [workspace.id],
    );
    const answer = await workspace.as.owner('DELETE', workspace.path, { name: 'Gone' });
    assert.deepEqual([answer.status, await answer.json()], [200, { leftAtVendor: [] }]);
    assert.equal((await workspace.as.owner('GET', workspace.path)).status, 404);
    assert.equal(
      (await house.with({ authorization: `Bearer ${secret}` })('GET', workspace.path)).status,
      401,
    );
    for (const table of ['jobs', 'connections', 'credentials']) {
      assert.equal(await rowsOf(table, workspace.id), 0, table);
    }
    assert.equal(await rowsOf('runs', workspace.id), 3);
    const { rows } = await pool.query<{ payload: unknown }>(
      `select payload from jobs where kind = 'workspace.erase'`,
    );
    assert.deepEqual(rows[0]?.payload, { workspaceId: workspace.id, connectionIds: [connection] });
    assert.equal(await eraseWorkspace(pool, workspace.id, [connection], new AbortController().signal), true);
    for (const table of ['runs', 'events', 'attention', 'workflows', 'audit_log']) {
      assert.equal(await rowsOf(table, workspace.id), 0, table);
    }
    assert.equal(await rowsOf('runs', neighbour.workspace.id), 3);
  });

  test('stopped in the middle it goes on later', async () => {
    const { pool } = house.database;
    const { workspace } = await furnish('Half');
    await workspace.as.owner('DELETE', workspace.path, { name: 'Half' });
    assert.equal(await eraseWorkspace(pool, workspace.id, [], AbortSignal.abort()), false);
    assert.equal(await eraseWorkspace(pool, workspace.id, [], new AbortController().signal), true);
    assert.equal(readId('workspace', showId('workspace', workspace.id)), workspace.id);
    const { rows } = await pool.query('select from workspaces where id = $1', [workspace.id]);
    assert.equal(rows.length, 0);
    const log = await pool.query(
      `select actor_name, outcome from audit_log where route = 'DELETE /w/{workspace}' and subjects @> '[{"name": "Half"}]'`,
    );
    assert.deepEqual(log.rows, [{ actor_name: 'owner', outcome: 'ok' }]);
  });
});
