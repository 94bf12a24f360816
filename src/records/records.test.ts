import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openRecords } from './records.fixture.ts';
import type { RecordsHouse } from './records.fixture.ts';
import { email, person, recordsSuite, refused } from './suite.fixture.ts';
import { abandoned, eraseRecords } from './erase-store.ts';

recordsSuite('built-in CRM', async () => {
  const house = await openRecords();
  return {
    records: house.records,
    ref: house.ref,
    settled: () => Promise.resolve(),
    close: async () => house[Symbol.asyncDispose](),
  };
});

describe('built-in CRM: what only its tables tell', () => {
  let house: RecordsHouse;
  before(async () => {
    house = await openRecords();
  });
  after(() => house[Symbol.asyncDispose]());

  test('what happened is told in order, with old and new values and who', async () => {
    const { records, ref } = house;
    const { record } = await records.create(ref, 'contact', { values: { email: email() } }, person);
    const run = { source: 'workflow' as const, detail: 'run_9' };
    await records.update(ref, 'contact', { ref: { id: record.id }, values: { city: 'Oslo' } }, run);
    await records.archiveMany(ref, 'contact', [record.id], person);
    await records.restoreMany(ref, 'contact', [record.id], person);
    const changes = await records.changes(ref, record.id);
    assert.deepEqual(
      changes.map(({ kind, property, old, new: now, source, detail }) => [
        kind,
        property,
        old,
        now,
        source,
        detail,
      ]),
      [
        ['created', null, null, null, 'person', 'per_ana'],
        ['changed', 'city', null, 'Oslo', 'workflow', 'run_9'],
        ['archived', null, null, null, 'person', 'per_ana'],
        ['restored', null, null, null, 'person', 'per_ana'],
      ],
    );
  });

  test('a hundred records are made in a handful of statements', async () => {
    const { records, ref, database } = house;
    const client = await database.pool.connect();
    const prototype = Object.getPrototypeOf(client) as { query: (...args: unknown[]) => unknown };
    client.release();
    const { query } = prototype;
    let statements = 0;
    prototype.query = function (...args) {
      statements++;
      return query.apply(this, args);
    };
    const inputs = Array.from({ length: 100 }, () => ({ values: { email: email(), lastname: 'Berg' } }));
    const outcomes = await records.createMany(ref, 'contact', inputs, person);
    prototype.query = query;
    assert.ok(outcomes.every((one) => 'record' in one));
    assert.ok(statements <= 8, `${statements}`);
  });

  test('records of another workspace are not there', async () => {
    const { records, ref } = house;
    const theirs = await house.another();
    const { record } = await records.create(
      theirs,
      'contact',
      { values: { email: 'x@theirs.example' } },
      person,
    );
    await refused(records.get(ref, 'contact', { id: record.id }), 'not_found');
    await refused(
      records.get({ ...theirs, workspaceId: ref.workspaceId }, 'contact', { id: record.id }),
      'not_found',
    );
    await records.create(ref, 'contact', { values: { email: 'x@theirs.example' } }, person);
  });

  test('records of a connection that is gone are found and taken away', async () => {
    const { records, database } = house;
    const gone = await house.another();
    await records.create(gone, 'contact', { values: { email: email() } }, person);
    await database.pool.query('delete from connections where id = $1', [gone.connectionId]);
    assert.deepEqual(await abandoned(database.pool), [gone]);
    await eraseRecords(database.pool, gone.workspaceId, [gone.connectionId], 100);
    assert.deepEqual(await abandoned(database.pool), []);
  });
});
