import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contact, openMirror } from './vendor.fixture.ts';
import type { MirrorHouse } from './vendor.fixture.ts';

const person = { source: 'person' as const, detail: 'usr_1' };

/** Five contacts, two of them with the one company. */
function seed({ vendor }: MirrorHouse): void {
  vendor.companies.set('11', contact('11', { name: 'Fjordlys AB' }));
  for (const n of [1, 2, 3, 4, 5]) {
    vendor.contacts.set(String(n), contact(String(n), { email: `c${n}@acme.example`, firstname: `C${n}` }));
  }
  vendor.employers.set('1', '11').set('4', '11');
}

const values = async ({ records, ref }: MirrorHouse, externalId: string) =>
  (await records.get(ref, 'contact', { externalId })).values;

describe('the first import', () => {
  test('brings every record with its associations, and is no news to workflows', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    const found = await house.records.search(house.ref, 'contact', { limit: 10 });
    assert.equal(found.records.length, 5);
    const company = await house.records.get(house.ref, 'company', { externalId: '11' });
    const linked = await house.records.associated(house.ref, 'company', company.id, 'contact');
    assert.deepEqual(linked.map((one) => one.record.externalId).sort(), ['1', '4']);
    const { rows } = await house.database.pool.query(
      `select kind from record_changes where kind = 'created'`,
    );
    assert.equal(rows.length, 0);
    const progress = await house.mirror.progress(house.ref);
    assert.deepEqual(
      progress.map(({ object, state, imported, total }) => [object, state, imported, total]),
      [
        ['contact', 'live', 5, 5],
        ['company', 'live', 1, 1],
      ],
    );
  });

  test('goes on at the page it was on when a call fails, and reads no page twice', async () => {
    await using house = await openMirror();
    seed(house);
    house.vendor.failing = 'page contact 2';
    await assert.rejects(house.settle(), /away/);
    await house.settle();
    const pages = house.vendor.calls.filter((call) => call.startsWith('page contact'));
    assert.deepEqual(pages, ['page contact null', 'page contact 2', 'page contact 2', 'page contact 4']);
    assert.equal((await house.mirror.progress(house.ref))[0]!.imported, 5);
  });

  test('rests while it is paused', async () => {
    await using house = await openMirror();
    seed(house);
    const step = () => house.mirror.step(house.ref, 'vendor', new AbortController().signal);
    await step();
    await house.mirror.pause(house.ref, true);
    assert.ok((await step())! > 0);
    assert.equal((await house.mirror.progress(house.ref))[0]!.imported, 0);
    await house.mirror.pause(house.ref, false);
    await house.settle();
    assert.equal((await house.mirror.progress(house.ref))[0]!.imported, 5);
  });
});

describe('what changes at the vendor', () => {
  test('is found by reading, counted as late, and told with both values', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    house.vendor.contacts.set('2', contact('2', { email: 'new@acme.example', firstname: null }, 20_000));
    house.now.ms += 600_000;
    await house.settle();
    assert.deepEqual(await values(house, '2'), { email: 'new@acme.example' });
    assert.equal((await house.mirror.progress(house.ref))[0]!.foundLate, 1);
    const { rows } = await house.database.pool.query(
      `select property, old, new from record_changes where kind = 'changed' and property = 'email'`,
    );
    assert.deepEqual(rows, [{ property: 'email', old: 'c2@acme.example', new: 'new@acme.example' }]);
  });

  test('a record that a webhook told of is read at the next step, once however often it was told of', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    house.vendor.contacts.set('2', contact('2', { firstname: 'Changed' }, 20_000));
    const told = { object: 'contact', externalId: '2' };
    await house.mirror.note(house.ref, [told, told, { object: 'unknown', externalId: '1' }]);
    await house.mirror.note(house.ref, [told]);
    const before = house.vendor.calls.length;
    await house.settle();
    assert.equal((await values(house, '2'))['firstname'], 'Changed');
    assert.deepEqual(house.vendor.calls.slice(before), ['read']);
  });

  test('what is told of while it is being read is read once more', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    const told = { object: 'contact', externalId: '2' };
    await house.mirror.note(house.ref, [told]);
    house.vendor.whileReading = () => house.mirror.note(house.ref, [told]);
    await house.settle();
    assert.equal(house.vendor.calls.filter((call) => call === 'read').length, 2);
  });

  test('an answer older than what is here changes nothing, in whatever order they come', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    const refresh = () => house.mirror.refresh(house.ref, 'contact', ['3'], new AbortController().signal);
    house.vendor.contacts.set('3', contact('3', { firstname: 'Newer' }, 3_000));
    await refresh();
    house.vendor.contacts.set('3', contact('3', { firstname: 'Older' }, 2_000));
    await refresh();
    assert.equal((await values(house, '3'))['firstname'], 'Newer');
  });

  test('a record it does not know any more is archived, an association it took away goes', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    house.vendor.contacts.delete('5');
    house.vendor.employers.delete('4');
    await house.mirror.refresh(house.ref, 'contact', ['5', '4'], new AbortController().signal);
    const gone = await house.records.get(house.ref, 'contact', { externalId: '5' });
    assert.notEqual(gone.archivedAt, null);
    const four = await house.records.get(house.ref, 'contact', { externalId: '4' });
    assert.equal((await house.records.associated(house.ref, 'contact', four.id, 'company')).length, 0);
  });

  test('a unique value that went to another record is that one’s, whichever is heard of first', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    house.vendor.contacts.set('1', contact('1', { email: 'moved@acme.example' }, 2_000));
    house.vendor.contacts.set('2', contact('2', { email: 'c1@acme.example' }, 2_000));
    await house.mirror.refresh(house.ref, 'contact', ['2'], new AbortController().signal);
    await house.mirror.refresh(house.ref, 'contact', ['1'], new AbortController().signal);
    const byEmail = (value: string) => house.records.get(house.ref, 'contact', { property: 'email', value });
    assert.equal((await byEmail('c1@acme.example')).externalId, '2');
    assert.equal((await byEmail('moved@acme.example')).externalId, '1');
  });
});

describe('writing', () => {
  test('goes to the vendor first; the mirror holds what it answered', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    const made = await house.records.create(
      house.ref,
      'contact',
      { values: { email: 'n@acme.example' } },
      person,
    );
    assert.equal(made.record.values['city'], 'Set by the vendor');
    await house.records.update(
      house.ref,
      'contact',
      { ref: { externalId: '1' }, values: { firstname: 'Ana' }, was: { firstname: 'C1' } },
      person,
    );
    assert.equal(house.vendor.contacts.get('1')!.values['firstname'], 'Ana');
    assert.equal((await values(house, '1'))['firstname'], 'Ana');
  });

  test('what the vendor refuses is that input’s error, and nothing of it stands here', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    const inputs = [{ values: { email: 'a@b.invalid' } }, { values: { email: 'good@acme.example' } }];
    const [bad, good] = await house.records.createMany(house.ref, 'contact', inputs, person);
    assert.ok('error' in bad! && bad.error.code === 'unprocessable');
    assert.ok('record' in good!);
    assert.equal((await house.records.search(house.ref, 'contact', { limit: 10 })).records.length, 6);
  });

  test('a value somebody else changed meanwhile is a conflict, and the vendor is not called', async () => {
    await using house = await openMirror();
    seed(house);
    await house.settle();
    const input = { ref: { externalId: '1' }, values: { firstname: 'Ana' }, was: { firstname: 'Somebody' } };
    await assert.rejects(house.records.update(house.ref, 'contact', input, person), { code: 'conflict' });
    assert.ok(!house.vendor.calls.includes('update'));
  });
});
