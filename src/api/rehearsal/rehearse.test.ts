import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { BudgetExceeded } from '#connections/budget-exceeded.ts';
import type { Definition } from '#domain/workflow.ts';
import { toy, toyDefinition } from '#history/toy.fixture.ts';
import type { Connector, ConnectionContext } from '#kit/connector.ts';
import type { RehearsedRecord } from '#kit/rehearsal.ts';
import { NeedsDecision, VendorError } from '#kit/vendor-error.ts';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';
import type { Json } from '#std/json.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { rehearse } from './rehearse.ts';

const sent: string[] = [];
const names = ['new.pdf', 'known.pdf', 'same.pdf', 'ask.pdf', 'wrong.pdf', 'write.pdf', 'left alone.txt'];

/** The toy with documents that can be read, and an action that can say what it would do with each. */
function vendor(files: string[], events: { busyAt?: string } = {}): Connector {
  const [action] = toy.actions;
  return {
    ...toy,
    changes: {
      everyMs: 1,
      overlapMs: 1,
      read: async () => ({ bodies: files.map((filename): Json => ({ document: { filename } })), next: null }),
    },
    actions: [
      {
        ...action!,
        input: z.object({ title: z.string().min(1) }),
        async rehearse(context, { title }: { title: string }) {
          if (title === events.busyAt) throw new BudgetExceeded(60_000, 'used up');
          if (title === 'ask.pdf') {
            throw new NeedsDecision('several_found', 'two', { candidates: [{ id: '1', title: 'One' }] });
          }
          if (title === 'wrong.pdf') throw new VendorError('invalid', 'The stage is gone.', { status: 422 });
          if (title === 'write.pdf') await context.http({ method: 'POST', url: 'https://toy.example/deals' });
          const would = title === 'new.pdf' ? 'create' : title === 'known.pdf' ? 'update' : 'nothing';
          const records: RehearsedRecord[] = [{ object: 'deal', title, would, existing: null, changes: [] }];
          return { records, output: {} };
        },
      },
    ],
  };
}

const context = {
  connection: { id: 'c', workspaceId: 'w', settings: {} },
  http: async ({ method }: { method: string }) => void sent.push(method),
} as unknown as ConnectionContext;

describe('rehearsing a workflow', () => {
  let database: TestDatabase;
  before(async () => void (database = await createTestDatabase()));
  after(() => database[Symbol.asyncDispose]());
  const look = (toyed: Connector, change: Partial<Definition> = {}, only?: string) =>
    rehearse(
      {
        pool: database.pool,
        clock: systemClock,
        connectors: { toy: toyed },
        context: () => Promise.resolve(context),
      },
      newId(),
      {
        definition: { ...toyDefinition(newId()), ...change },
        limit: 20,
        ...(only === undefined ? {} : { only }),
      },
    );
  const filters = {
    match: 'all' as const,
    conditions: [{ path: 'document.filename', operator: 'ends_with' as const, value: '.pdf' }],
  };

  test('each document gets its verdict, they are counted, and nothing is sent', async () => {
    const { documents, counts, left, incomplete } = await look(vendor(names), { filters });
    const verdicts = Object.fromEntries(documents.map(({ title, verdict }) => [title, verdict]));
    assert.deepEqual(verdicts, {
      'new.pdf': 'create',
      'known.pdf': 'update',
      'same.pdf': 'nothing',
      'ask.pdf': 'ask',
      'wrong.pdf': 'cannot',
      'write.pdf': 'run',
      'left alone.txt': 'filtered',
    });
    assert.deepEqual(counts, { create: 1, update: 1, nothing: 1, filtered: 1, ask: 1, cannot: 1, run: 1 });
    assert.deepEqual([left, incomplete, sent], [0, null, []]);
  });
  test('why a document is left alone, cannot be done, or is a question, is told', async () => {
    const { documents } = await look(vendor(names), { filters });
    const of = (title: string) => documents.find((one) => one.title === title)!;
    assert.deepEqual(of('left alone.txt').reason, { code: 'filtered', params: filters.conditions[0] });
    assert.equal(of('wrong.pdf').steps[0]?.reason?.code, 'vendor_invalid');
    assert.deepEqual(of('ask.pdf').steps[0]?.candidates, [{ id: '1', title: 'One' }]);
  });
  test('an empty title is told as what is wrong with the input', async () => {
    const definition = toyDefinition(newId(), '{{ document.missing }}');
    const { documents } = await look(vendor(['new.pdf']), { steps: definition.steps });
    assert.deepEqual(documents[0]?.steps[0]?.reason?.params, { paths: ['title'] });
  });
  test('when the account’s calls are used up, what was seen is shown and the rest counted', async () => {
    const { documents, left, incomplete } = await look(vendor(names, { busyAt: 'known.pdf' }));
    assert.deepEqual(documents.length + left, names.length);
    assert.ok(left > 0);
    assert.equal(incomplete?.code, 'vendor_rate_limited');
  });
  test('one document can be looked at alone', async () => {
    const { documents } = await look(vendor(names), {}, 'known.pdf');
    assert.deepEqual(
      documents.map(({ title }) => title),
      ['known.pdf'],
    );
  });
  test('personal numbers are hidden', async () => {
    const toyed = vendor([]);
    toyed.changes!.read = async () => ({
      bodies: [{ document: { filename: 'CPF 123.456.789-09' }, signer: { cpf: '123.456.789-09' } }],
      next: null,
    });
    const answer = await look(toyed);
    assert.doesNotMatch(JSON.stringify(answer), /123\.456/);
  });
  test('a vendor that cannot be read leaves the stored documents, and says why', async () => {
    const toyed = vendor([]);
    toyed.changes!.read = () => Promise.reject(new VendorError('auth', 'refused', { status: 401 }));
    const { documents, incomplete } = await look(toyed);
    assert.deepEqual([documents, incomplete?.code], [[], 'vendor_auth']);
  });
});
