import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { newId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { JsonObject } from '#std/json.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { createHistory } from './history.ts';
import type { History } from './history.ts';
import {
  storeAttempt,
  storeConnection,
  storeEvent,
  storeRun,
  storeWorkflow,
  storeWorkspace,
} from './stored.fixture.ts';
import type { StoredRun } from './stored.fixture.ts';
import { toy, toyDefinition } from './toy.fixture.ts';

let database: TestDatabase;
let history: History;
let workspaceId: Id;
let connection: Id;
let workflow: Id;

before(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  history = createHistory({ pool, clock: systemClock, connectors: { toy } });
  workspaceId = await storeWorkspace(pool);
  connection = await storeConnection(pool, workspaceId);
  workflow = await storeWorkflow(pool, workspaceId, toyDefinition(connection));
});
after(() => database[Symbol.asyncDispose]());

const cpf = '123.456.789-09';
const body = { document: { filename: 'Contrato.pdf' }, signer: { email: 'ana@acme.example', cpf } };

async function addRun(run: Partial<StoredRun> = {}, eventBody: JsonObject | null = body): Promise<Id> {
  const eventId = await storeEvent(database.pool, { workspaceId, sourceId: connection, body: eventBody });
  return storeRun(database.pool, { workspaceId, workflowId: workflow, eventId, ...run });
}
const read = (id: Id) => history.run(workspaceId, id);

describe('the page of a run', () => {
  test('a record whose creation was noticed only by the next attempt counts as created, one that was found does not', async () => {
    const id = await addRun();
    const touched = ['7', '8'].map((one) => ({ object: 'deal', id: one, title: one, outcome: 'unchanged' }));
    await storeAttempt(database.pool, id, { status: 'failed', n: 1, error: { code: 'vendor_timeout' } });
    await storeAttempt(database.pool, id, { n: 2, detail: { input: {}, notes: [], touched, calls: [] } });
    const intent = (external: string, sentAt: Date | null) =>
      database.pool.query(
        `insert into intents (id, workspace_id, connection_id, object, match, run_id, holder, status, deadline, sent_at, external_id)
         values ($1, $2, $3, 'deal', $4, $5, $1, 'done', now(), $6, $4)`,
        [newId(), workspaceId, connection, external, id, sentAt],
      );
    await intent('7', new Date(0));
    await intent('8', null);
    const [step] = (await read(id)).steps;
    assert.deepEqual(
      step!.attempts[1]!.touched.map(({ outcome }) => outcome),
      ['created', 'unchanged'],
    );
  });

  test('it shows the event, the version and each attempt with its calls and links', async () => {
    const id = await addRun();
    const call = { method: 'POST', url: 'https://toy.example/deals', status: 201, requestBody: null };
    const touched = [{ object: 'deal', id: '7', title: 'Contrato', outcome: 'created' }];
    const detail = { input: { title: 'Contrato.pdf' }, notes: [], touched, calls: [call] };
    await storeAttempt(database.pool, id, { status: 'failed', n: 1, error: { code: 'vendor_timeout' } });
    await storeAttempt(database.pool, id, { n: 2, detail, output: { deal: { id: '7' } } });
    const run = await read(id);
    assert.deepEqual(
      [run.version.number, run.event.title, run.source?.name],
      [1, 'Contrato.pdf', 'Toy ACME'],
    );
    const [step] = run.steps;
    assert.deepEqual(
      [step?.status, step?.input, step?.output],
      ['succeeded', { title: 'Contrato.pdf' }, { deal: { id: '7' } }],
    );
    assert.deepEqual(
      step?.attempts.map(({ status }) => status),
      ['failed', 'succeeded'],
    );
    assert.equal(step?.attempts[1]?.calls[0]?.status, 201);
    assert.equal(step?.attempts[1]?.touched[0]?.url, 'https://toy.example/deals/7');
    assert.equal(run.definition.trigger.connectionId, showId('connection', connection));
  });

  test('personal numbers are hidden wherever they stand', async () => {
    const id = await addRun();
    const escaped = encodeURIComponent(cpf);
    const call = {
      method: 'GET',
      url: `https://toy.example/people?cpf=${escaped}`,
      requestBody: { text: `{"cpf":"${cpf}"}` },
    };
    const detail = {
      input: { title: `Deal of ${cpf}` },
      notes: [{ code: 'x', params: { cpf } }],
      touched: [],
      calls: [call],
    };
    await storeAttempt(database.pool, id, {
      detail,
      output: { deal: { id: '7', secret: 'hush-hush', copy: 'hush-hush' } },
    });
    const text = JSON.stringify(await read(id));
    for (const secret of [cpf, escaped, 'hush-hush']) assert.ok(!text.includes(secret), secret);
    assert.ok(text.includes('ana@acme.example'));
    assert.ok(text.includes('Deal of •••'));
  });

  test('a short personal value is hidden in its place and not in every other', async () => {
    const id = await addRun({}, { document: { filename: '12.pdf' }, signer: { cpf: '12' } });
    const { data } = await read(id);
    assert.deepEqual(data, { document: { filename: '12.pdf' }, signer: { cpf: '•••' } });
  });

  test('the step a run has come to stands where the run does', async () => {
    const expected = {
      failed: 'failed',
      waiting: 'waiting',
      parked: 'waiting',
      canceled: 'canceled',
      pending: 'running',
    } as const;
    for (const [status, step] of Object.entries(expected)) {
      const id = await addRun({ status: status as 'failed', job: { leased: status === 'pending' } });
      await storeAttempt(database.pool, id, { status: 'failed', error: { code: 'vendor_timeout' } });
      assert.equal((await read(id)).steps[0]?.status, step, status);
    }
    assert.equal((await read(await addRun({ status: 'pending' }))).steps[0]?.status, 'pending');
  });

  test('what a step gave before it was gone through again counts no more', async () => {
    const id = await addRun({ status: 'pending', job: { leased: false } });
    await storeAttempt(database.pool, id, { output: { deal: { id: '1' } }, superseded: true });
    const [step] = (await read(id)).steps;
    assert.deepEqual([step?.status, step?.output, step?.attempts.length], ['pending', null, 1]);
  });

  test('repeats know one another', async () => {
    const first = await addRun();
    const { event } = await read(first);
    const eventId = (
      await database.pool.query<{ event_id: Id }>('select event_id from runs where id = $1', [first])
    ).rows[0]!.event_id;
    const second = await storeRun(database.pool, {
      workspaceId,
      workflowId: workflow,
      eventId,
      repeats: first,
    });
    assert.deepEqual((await read(first)).repeatedBy, [showId('run', second)]);
    assert.equal((await read(second)).repeats, showId('run', first));
    assert.equal((await read(second)).event.id, event.id);
  });

  test('a run behind another of its order key says which', async () => {
    const head = await addRun({ status: 'waiting', job: { leased: false, orderKey: 'doc-1' } });
    const next = await addRun({ status: 'pending', job: { leased: false, orderKey: 'doc-1' } });
    assert.deepEqual((await read(next)).waitsFor, { runId: showId('run', head), title: 'Contrato.pdf' });
    assert.equal((await read(head)).waitsFor, null);
    const [blocked] = await history.blocked(workspaceId);
    assert.deepEqual([blocked?.orderKey, blocked?.runId, blocked?.behind], ['doc-1', showId('run', head), 1]);
  });
});

describe('a parked run', () => {
  test('asks which record is meant, with those that may be', async () => {
    const candidates = [{ id: '7', title: 'Contrato' }];
    const reason = { code: 'several_deals', params: { match: 'doc-1', candidates } };
    const { decision } = await read(await addRun({ status: 'parked', reason }));
    assert.deepEqual(decision, {
      code: 'several_deals',
      params: { match: 'doc-1' },
      candidates,
      choices: ['adopt', 'send_again', 'give_up'],
    });
  });

  test('that waits for a connection asks nothing, and a refusal offers another try', async () => {
    const waiting = await addRun({ status: 'parked', reason: { code: 'needs_reconnect' } });
    const refused = await addRun({
      status: 'parked',
      reason: { code: 'vendor_forbidden', params: { status: 403 } },
    });
    assert.equal((await read(waiting)).decision, null);
    assert.deepEqual((await read(refused)).decision?.choices, ['retry', 'give_up']);
  });
});

describe('what retention or people took away', () => {
  test('a run outlives its event’s body, its event and its workflow', async () => {
    const bodiless = await addRun({}, null);
    const page = await read(bodiless);
    assert.deepEqual([page.event.body, page.data], [null, {}]);
    const lost = await storeRun(database.pool, { workspaceId, workflowId: newId(), eventId: newId() });
    await storeAttempt(database.pool, lost, { detail: { input: { title: 'x' } } });
    const bare = await read(lost);
    assert.deepEqual([bare.title, bare.workflow.name, bare.version.number], ['', '', 0]);
    assert.deepEqual(
      bare.steps.map(({ action, status }) => [action, status]),
      [['deal.upsert', 'succeeded']],
    );
  });

  test('a run that is not there, or not here, is not found', async () => {
    const elsewhere = await storeWorkspace(database.pool, 'Other');
    await assert.rejects(read(newId()), { code: 'not_found' });
    await assert.rejects(history.run(elsewhere, await addRun()), { code: 'not_found' });
  });
});
