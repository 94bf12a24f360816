import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { storeAttempt, storeEvent, storeRun } from '#history/stored.fixture.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { readId } from '#std/id.ts';
import type {
  Connection,
  NewConnectionAnswer,
  Page,
  Problem,
  Run,
  RunSummary,
  Workflow,
} from './contract.ts';
import { openHouse, toyDefinition } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';

let house: House;
let acme: Workspace;
let connection: Connection;
let workflow: Workflow;
let run: Id;
let event: Id;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
  connection = ((await ok('POST', '/connections', newConnection('Toy ACME'))) as { connection: Connection })
    .connection;
  const draft = (await ok('POST', '/workflows', {
    name: 'Signed',
    definition: toyDefinition(connection.id),
  })) as Workflow;
  workflow = (await ok('POST', `/workflows/${draft.id}/publish`, {
    revision: draft.draftRevision,
  })) as Workflow;
  const { pool } = house.database;
  event = await storeEvent(pool, { workspaceId: acme.id, sourceId: readId('connection', connection.id)! });
  const workflowId = readId('workflow', workflow.id)!;
  run = await storeRun(pool, {
    workspaceId: acme.id,
    workflowId,
    eventId: event,
    status: 'failed',
    reason: { code: 'vendor_timeout' },
  });
  await pool.query('update runs set version_id = (select version_id from workflows where id = $1)', [
    workflowId,
  ]);
  await storeAttempt(pool, run, { status: 'failed', error: { code: 'vendor_timeout' } });
});
after(() => house[Symbol.asyncDispose]());

const newConnection = (name: string) => ({
  ...{ connector: 'toy', name, environment: 'production', authMethod: 'token' },
  credentials: { token: 'a secret token' },
});

async function ok(
  method: string,
  path: string,
  body?: unknown,
  role: 'owner' | 'editor' | 'viewer' = 'owner',
): Promise<unknown> {
  const answer = await acme.as[role](method, acme.path + path, body);
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.status === 204 ? null : answer.json();
}
const problem = async (method: string, path: string, body?: unknown) =>
  (await (await acme.as.owner(method, acme.path + path, body)).json()) as Problem;

describe('the contract', () => {
  test('every answer to reading is as the document says, with nothing more', async () => {
    const names: Record<string, string> = {
      connection: connection.id,
      workflow: workflow.id,
      run: showId('run', run),
      event: showId('event', event),
      loader: 'stages',
      ...{ object: 'deal', property: 'amount', pipeline: 'default' },
    };
    const deals = `/crms/${connection.id}/objects/deal/records`;
    const values = { dealname: 'One', dealstage: 'closedwon' };
    const { record } = (await ok('POST', deals, { values })) as { record: { id: string } };
    names['record'] = record.id;
    const reading = house.api.routes.filter(
      ({ method, needs, path, answer }) =>
        method === 'get' && needs !== null && answer !== null && !/\/live$|\.csv$/.test(path),
    );
    assert.ok(reading.length >= 13);
    for (const route of reading) {
      const path = route.path
        .replace('/w/{workspace}', '')
        .replace(/\{(\w+)\}/g, (_, name: string) => names[name]!);
      const answer = await ok('GET', path);
      assert.deepEqual(route.answer!.parse(answer), answer, route.path);
    }
  });
});

describe('connections', () => {
  test('who may not change them does not see the secret part of an address', async () => {
    const seen = (await ok('GET', `/connections/${connection.id}`, undefined, 'viewer')) as Connection;
    assert.match(connection.endpoint!.url, /^http:\/\/127\.0\.0\.1:4000\/hooks\/[\w-]+\/[\w-]{20,}$/);
    assert.match(seen.endpoint!.url, /^http:\/\/127\.0\.0\.1:4000\/hooks\/[\w-]+\/•••$/);
  });

  test('no answer holds what was typed in as credentials', async () => {
    assert.ok(!JSON.stringify(await ok('GET', '/connections')).includes('a secret token'));
  });

  test('a connection is renamed, switched off and on, reconnected, tested and removed', async () => {
    const { connection: made } = (await ok('POST', '/connections', newConnection('Second'))) as Extract<
      NewConnectionAnswer,
      { connection: object }
    >;
    const at = `/connections/${made.id}`;
    assert.equal(((await ok('PATCH', at, { name: 'Third' })) as Connection).name, 'Third');
    assert.equal(((await ok('PATCH', at, { enabled: false })) as Connection).status, 'disabled');
    assert.equal(((await ok('PATCH', at, { enabled: true })) as Connection).status, 'active');
    assert.equal(
      ((await ok('PUT', `${at}/credentials`, { credentials: { token: 'new' } })) as Connection).name,
      'Third',
    );
    assert.deepEqual(await ok('GET', `${at}/options/stages?pipeline=7&search=won`, undefined, 'editor'), [
      { value: '1', label: '7 won' },
    ]);
    assert.equal(((await ok('POST', `${at}/test`, {})) as { ok: boolean }).ok, true);
    await ok('DELETE', at, { name: 'Third' });
    assert.equal((await problem('GET', at)).code, 'not_found');
  });

  test('which published workflows use it is said', async () => {
    const [seen] = (await ok('GET', '/connections')) as Connection[];
    assert.deepEqual(seen?.usedBy, [{ id: workflow.id, name: 'Signed' }]);
  });
});

describe('workflows', () => {
  test('a draft is made, saved, published, paused, resumed and deleted', async () => {
    const made = (await ok('POST', '/workflows', {
      name: 'Other',
      definition: toyDefinition(''),
    })) as Workflow;
    assert.deepEqual(
      [made.status, made.faults.map(({ code }) => code)],
      ['draft', ['connection_missing', 'connection_missing']],
    );
    const at = `/workflows/${made.id}`;
    assert.equal((await problem('POST', `${at}/publish`, { revision: 1 })).code, 'unprocessable');
    const saved = (await ok('PUT', `${at}/draft`, {
      name: 'Other',
      definition: toyDefinition(connection.id),
      revision: 1,
    })) as Workflow;
    assert.equal(saved.draft.trigger.connectionId, connection.id);
    const late = await problem('PUT', `${at}/draft`, {
      name: 'x',
      definition: toyDefinition(''),
      revision: 1,
    });
    assert.equal(late.code, 'conflict');
    const published = (await ok(
      'POST',
      `${at}/publish`,
      { revision: saved.draftRevision },
      'editor',
    )) as Workflow;
    assert.deepEqual(
      [published.version, published.changed, published.published],
      [1, false, published.draft],
    );
    assert.equal(((await ok('POST', `${at}/pause`, {})) as Workflow).status, 'paused');
    assert.equal(((await ok('POST', `${at}/resume`, {})) as Workflow).status, 'published');
    const [version] = (await ok('GET', `${at}/versions`)) as { publishedBy: string }[];
    assert.equal(version?.publishedBy, 'editor@acme.example');
    await ok('DELETE', at);
    assert.equal((await problem('GET', at)).code, 'not_found');
  });

  test('a definition that is none is refused where it is wrong', async () => {
    const definition = { ...toyDefinition('nonsense'), steps: { deal: { kind: 'action' } } };
    const { code, faults } = await problem('POST', '/workflows', { name: 'x', definition });
    assert.equal(code, 'invalid');
    const paths = faults.map(({ path }) => path);
    assert.ok(
      paths.includes('definition.trigger.connectionId') && paths.includes('definition.steps.deal.connector'),
      paths.join(),
    );
  });
});

describe('runs', () => {
  test('what people do is handed on with who asked, and answered with the run', async () => {
    const id = showId('run', run);
    const by = 'editor';
    const done: [string, object, unknown[]][] = [
      ['retry', {}, ['retry', acme.id, run, by]],
      ['retry-from', { stepId: 'deal' }, ['retryFrom', acme.id, run, 'deal', by]],
      ['repeat', {}, ['repeat', acme.id, run, by]],
      ['cancel', {}, ['cancel', acme.id, run, by]],
      ['decide', { choice: 'adopt', externalId: '7' }, ['decide', acme.id, run, 'adopt', '7', by]],
      ['decide', { choice: 'give_up' }, ['decide', acme.id, run, 'give_up', null, by]],
    ];
    for (const [verb, body, call] of done) {
      assert.equal(((await ok('POST', `/runs/${id}/${verb}`, body, 'editor')) as Run).id, id);
      assert.deepEqual(house.runs.calls.at(-1), call);
    }
    assert.equal(
      (await problem('POST', `/runs/${id}/decide`, { choice: 'adopt' })).faults[0]?.path,
      'externalId',
    );
  });

  test('many runs are named by ids or by the filter of the list, and never by neither', async () => {
    assert.deepEqual(await ok('POST', '/runs/bulk', { action: 'retry', ids: [showId('run', run)] }), {
      changed: 1,
    });
    const filter = { status: 'failed', workflow: workflow.id, q: 'contrato' };
    assert.deepEqual(await ok('POST', '/runs/bulk', { action: 'cancel', filter }), { changed: 1 });
    assert.deepEqual(house.runs.calls.at(-1), ['bulk', acme.id, 'cancel', [run], 'owner']);
    assert.deepEqual(await ok('POST', '/runs/bulk', { action: 'retry', filter: { status: 'completed' } }), {
      changed: 0,
    });
    assert.equal((await problem('POST', '/runs/bulk', { action: 'retry' })).code, 'invalid');
  });

  test('the list takes several statuses, and the search of the console', async () => {
    const page = (await ok('GET', '/runs?status=failed,parked&q=contrato&limit=20')) as Page<RunSummary>;
    assert.deepEqual(
      page.items.map(({ id }) => id),
      [showId('run', run)],
    );
    assert.equal(page.items[0]?.reason?.code, 'vendor_timeout');
  });

  test('a blocked key is skipped', async () => {
    await ok('POST', '/attention/skip', { orderKey: 'doc-1' }, 'editor');
    assert.deepEqual(house.runs.calls.at(-1), ['skipBlocked', acme.id, 'doc-1', 'editor']);
  });
});
