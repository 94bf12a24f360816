import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRecords } from '../../records/records.fixture.ts';
import { seedCrm } from './seed.ts';

test('the demo’s CRM holds a small company, its records associated', async () => {
  await using house = await openRecords();
  const { records, ref } = house;
  await seedCrm(records, ref, Date.UTC(2026, 10, 22, 12));
  const counts = await records.counts(await records.open(ref));
  assert.deepEqual(
    ['company', 'contact', 'deal', 'ticket'].map((name) => counts.get(name)),
    [20, 120, 30, 10],
  );
  const [deal] = (await records.search(ref, 'deal', { limit: 1 })).records;
  const around = await records.associated(ref, 'deal', deal!.id, null);
  assert.deepEqual(around.map((one) => one.record.object).sort(), ['company', 'contact']);
  const found = await records.search(ref, 'contact', { query: 'jurg weissen', limit: 5 });
  assert.equal(found.records[0]?.values['firstname'], 'Jürgen');
});
