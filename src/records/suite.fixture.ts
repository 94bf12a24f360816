import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { AppError } from '../std/errors.ts';
import type { Writer } from '../domain/records/record.ts';
import type { GivenValues } from '../domain/records/value.ts';
import type { CrmRef } from './crm.ts';
import type { Outcome, Written } from './outcome.ts';
import type { Records } from './records.ts';

/** A CRM to be judged: empty, with an owner `77` at ingrid@acme.example, written through the front door alone. */
export interface Judged {
  records: Records;
  ref: CrmRef;
  /** Waits until the search finds what was written; a CRM whose index is always up to date returns at once. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export const person: Writer = { source: 'person', detail: 'per_ana' };
const other: Writer = { source: 'workflow', detail: 'run_1' };

let fresh = 0;
/** An email address that nothing has yet. */
export const email = (name = 'somebody') => `${name}.${process.pid}.${++fresh}@suite.example`;

export async function refused(work: Promise<unknown>, code: string): Promise<AppError> {
  const error: unknown = await work.then(
    () => assert.fail(`${code} expected, but it was done`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code, error.message);
  return error;
}

const errorOf = (outcome: Outcome | undefined): AppError => {
  assert.ok(outcome && 'error' in outcome, 'an error expected');
  return outcome.error;
};
const written = (outcome: Outcome | undefined): Written => {
  assert.ok(outcome && 'record' in outcome, outcome && 'error' in outcome ? outcome.error.message : 'none');
  return outcome;
};

/** What every CRM behind the front door does alike, built in or connected. */
export function recordsSuite(name: string, open: () => Promise<Judged>): void {
  let judged: Judged;
  const contact = (values: GivenValues, by = person) =>
    judged.records.create(judged.ref, 'contact', { values }, by);
  const change = (id: string, values: GivenValues, was?: Record<string, string | null>, by = person) =>
    judged.records.update(judged.ref, 'contact', { ref: { id }, values, ...(was && { was }) }, by);
  const read = (id: string) => judged.records.get(judged.ref, 'contact', { id });

  describe(`${name}: records`, () => {
    before(async () => {
      judged = await open();
    });
    after(() => judged.close());

    valueTests();
    writeTests();
    endTests();
    relationTests();
    searchTests();
  });

  function valueTests(): void {
    test('a new record has its values as they are kept, its number and its times', async () => {
      const address = email('Ana');
      const { record, did } = await contact({
        email: address.toUpperCase(),
        firstname: 'Ana 🌻',
        lastname: 'Souza',
      });
      assert.equal(did, 'created');
      const found = await read(record.id);
      assert.equal(found.values['email'], address.toLowerCase());
      assert.equal(found.values['firstname'], 'Ana 🌻');
      assert.match(found.externalId, /^\d+$/);
      assert.equal(found.values['hs_object_id'], found.externalId);
      assert.ok(Math.abs(found.createdAt.getTime() - Date.now()) < 60_000);
    });

    test('names in any script and long notes come back as they were written', async () => {
      const message = 'אבג '.repeat(10_000);
      const { record } = await contact({ email: email(), lastname: 'مريم الخوري', message });
      const found = await read(record.id);
      assert.deepEqual([found.values['lastname'], found.values['message']], ['مريم الخوري', message]);
    });

    test('a property that does not exist is named, with the one that was meant, and nothing is written', async () => {
      const address = email();
      const error = await refused(contact({ email: address, fistname: 'Ana' }), 'invalid');
      assert.equal(error.faults[0]?.path, 'properties.fistname');
      assert.equal(error.faults[0]?.code, 'unknown_property');
      assert.match(error.message, /firstname/);
      await refused(
        judged.records.get(judged.ref, 'contact', { property: 'email', value: address }),
        'not_found',
      );
    });

    test('a value of another type, an option that is not there and a text too long say what to do', async () => {
      const tries: [string, GivenValues, string][] = [
        ['company', { name: 'A', annualrevenue: 'much' }, 'wrong_type'],
        ['company', { name: 'A', industry: 'Alchemy' }, 'not_an_option'],
        ['contact', { email: 'ana@' }, 'invalid_email'],
        ['contact', { email: email(), lastname: 'x'.repeat(65_537) }, 'too_long'],
        ['contact', { email: email(), createdate: '2026-01-01T00:00:00Z' }, 'read_only'],
        ['contact', { jobtitle: 'Nobody' }, 'required'],
      ];
      for (const [object, values, code] of tries) {
        const error = await refused(judged.records.create(judged.ref, object, { values }, person), 'invalid');
        assert.equal(error.faults[0]?.code, code, error.message);
      }
    });

    test('a deal stands in a stage of its pipeline, and an owner is somebody', async () => {
      const deal = { dealname: 'One', pipeline: 'default' };
      const wrong = { ...deal, dealstage: 'nowhere' };
      const create = (values: GivenValues) => judged.records.create(judged.ref, 'deal', { values }, person);
      assert.equal((await refused(create(wrong), 'invalid')).faults[0]?.path, 'properties.dealstage');
      const unowned = { ...deal, dealstage: 'closedwon', hubspot_owner_id: '404404' };
      assert.equal(
        (await refused(create(unowned), 'invalid')).faults[0]?.path,
        'properties.hubspot_owner_id',
      );
      const { record } = await create({ ...deal, dealstage: 'closedwon', amount: '1250.50' });
      assert.equal(Number(record.values['amount']), 1250.5);
    });

    test('a lifecycle stage goes forward, and back only when it was cleared', async () => {
      const { record } = await contact({ email: email(), lifecyclestage: 'opportunity' });
      const back = await change(record.id, { lifecyclestage: 'lead' });
      assert.equal(back.record.values['lifecyclestage'], 'opportunity');
      assert.equal(back.warnings[0]?.code, 'kept_forward');
      await change(record.id, { lifecyclestage: '' });
      assert.equal((await read(record.id)).values['lifecyclestage'], undefined);
      const again = await change(record.id, { lifecyclestage: 'lead' });
      assert.equal(again.record.values['lifecyclestage'], 'lead');
      assert.deepEqual(again.warnings, []);
    });
  }

  function writeTests(): void {
    test('two who create one email at the same moment: one wins, the other hears whose it is', async () => {
      const address = email();
      const tries = await Promise.allSettled(
        [1, 2, 3, 4].map((n) => contact({ email: address, firstname: `Try ${n}` })),
      );
      const won = tries.filter((one) => one.status === 'fulfilled');
      assert.equal(won.length, 1);
      const winner = (won[0] as PromiseFulfilledResult<Written>).value.record;
      for (const one of tries.filter((each) => each.status === 'rejected')) {
        const error = one.reason as AppError;
        assert.equal(error.code, 'conflict', error.message);
        assert.equal(error.params['externalId'], winner.externalId);
      }
    });

    test('an update changes what it names, counts as one revision, and says where it came from', async () => {
      const { record } = await contact({ email: email(), firstname: 'Ana', city: 'Oslo' });
      const { record: after, did } = await change(
        record.id,
        { city: 'Bergen', phone: '+47 22 00' },
        undefined,
        other,
      );
      assert.equal(did, 'updated');
      assert.equal(after.values['firstname'], 'Ana');
      assert.equal(after.values['city'], 'Bergen');
      const past = await judged.records.history(judged.ref, 'contact', record.id, 'city', {
        ...{ before: null, limit: 10 },
      });
      assert.deepEqual(
        past.map((one) => one.value),
        ['Bergen', 'Oslo'],
      );
      assert.deepEqual([past[0]?.source, past[0]?.detail], ['workflow', 'run_1']);
    });

    test('an update that changes nothing leaves no trace', async () => {
      const { record } = await contact({ email: email(), city: 'Oslo' });
      const { did, record: after } = await change(record.id, { city: 'Oslo' });
      assert.deepEqual([did, after.revision], ['unchanged', record.revision]);
    });

    test('whoever did not see the last value hears both and who wrote it', async () => {
      const { record } = await contact({ email: email(), city: 'Oslo' });
      await change(record.id, { city: 'Bergen' }, { city: 'Oslo' }, other);
      const error = await refused(change(record.id, { city: 'Berlin' }, { city: 'Oslo' }), 'conflict');
      const { saw, now, by } = error.faults[0]!.params as {
        saw: string;
        now: string;
        by: { source: string };
      };
      assert.deepEqual([saw, now, by.source], ['Oslo', 'Bergen', 'workflow']);
      assert.equal((await read(record.id)).values['city'], 'Bergen');
      await change(record.id, { jobtitle: 'Head' }, { jobtitle: null });
    });

    test('a batch gives each input its own outcome, in order', async () => {
      const taken = email();
      await contact({ email: taken });
      const values = [{ email: email() }, { email: taken }, { nothing: 'x' }, { firstname: 'Only a name' }];
      const outcomes = await judged.records.createMany(
        ...([judged.ref, 'contact'] as const),
        values.map((one) => ({ values: one })),
        person,
      );
      assert.equal(written(outcomes[0]).did, 'created');
      assert.equal(errorOf(outcomes[1]).code, 'conflict');
      assert.equal(errorOf(outcomes[2]).code, 'invalid');
      assert.equal(written(outcomes[3]).record.values['firstname'], 'Only a name');
    });

    test('one email twice in a batch is made once', async () => {
      const address = email();
      const inputs = [1, 2].map(() => ({ values: { email: address } }));
      const outcomes = await judged.records.createMany(judged.ref, 'contact', inputs, person);
      assert.equal(outcomes.filter((one) => 'record' in one).length, 1);
    });

    test('an upsert makes what is not there and updates what is, even twice in one batch', async () => {
      const [known, unknown] = [email(), email()];
      const { record } = await contact({ email: known, city: 'Oslo' });
      const inputs = [
        { value: known.toUpperCase(), values: { city: 'Bergen' } },
        { value: unknown, values: { city: 'Berlin' } },
        { value: unknown, values: { city: 'São Paulo' } },
      ];
      const outcomes = await judged.records.upsertMany(judged.ref, 'contact', 'email', inputs, person);
      const all = outcomes.map(written);
      assert.deepEqual(
        all.map((one) => one.did),
        ['updated', 'created', 'updated'],
      );
      assert.equal(all[0]?.record.id, record.id);
      assert.equal(all[1]?.record.id, all[2]?.record.id);
      await refused(
        judged.records.upsert(judged.ref, 'contact', 'city', { value: 'Oslo', values: {} }, person),
        'invalid',
      );
    });

    test('two who upsert one email at the same moment write one record', async () => {
      const address = email();
      const upsert = (city: string) =>
        judged.records.upsert(judged.ref, 'contact', 'email', { value: address, values: { city } }, person);
      const [one, two] = await Promise.all([upsert('Oslo'), upsert('Bergen')]);
      assert.equal(one.record.id, two.record.id);
    });

    test('an email that changed is free for somebody else', async () => {
      const [first, second] = [email(), email()];
      const { record } = await contact({ email: first });
      await change(record.id, { email: second });
      await contact({ email: first });
      const error = await refused(contact({ email: second }), 'conflict');
      assert.equal(error.faults[0]?.path, 'properties.email');
    });
  }

  function endTests(): void {
    test('an archived record is read but not changed, frees its email, and comes back', async () => {
      const address = email();
      const { record } = await contact({ email: address });
      const archive = () => judged.records.archiveMany(judged.ref, 'contact', [record.id], person);
      written((await archive())[0]);
      assert.ok((await read(record.id)).archivedAt);
      await refused(change(record.id, { city: 'Oslo' }), 'conflict');
      const { record: second } = await contact({ email: address });
      const restore = async () =>
        (await judged.records.restoreMany(judged.ref, 'contact', [record.id], person))[0];
      assert.equal(errorOf(await restore()).code, 'conflict');
      await judged.records.archiveMany(judged.ref, 'contact', [second.id], person);
      assert.equal(written(await restore()).did, 'restored');
      assert.equal((await read(record.id)).archivedAt, null);
    });

    test('a merged record is part of the other: values, emails, associations', async () => {
      const [first, second] = [email(), email()];
      const { record: primary } = await contact({ email: first, city: 'Oslo', lifecyclestage: 'lead' });
      const { record: gone } = await contact({
        ...{ email: second, city: 'Bergen', jobtitle: 'Head', lifecyclestage: 'customer' },
      });
      const { record: company } = await judged.records.create(
        ...([judged.ref, 'company', { values: { name: 'Berg AS' } }, person] as const),
      );
      await judged.records.associate(judged.ref, [{ from: gone.id, to: company.id, types: [] }], person);
      const { record } = await judged.records.merge(judged.ref, 'contact', primary.id, gone.id, person);
      assert.equal(record.id, primary.id);
      const { values } = await read(primary.id);
      assert.deepEqual(
        [values['email'], values['city'], values['jobtitle'], values['lifecyclestage']],
        [first, 'Oslo', 'Head', 'customer'],
      );
      const bySecond = await judged.records.get(judged.ref, 'contact', { property: 'email', value: second });
      assert.equal(bySecond.id, primary.id);
      assert.equal((await read(gone.id)).id, primary.id);
      const linked = await judged.records.associated(judged.ref, 'contact', primary.id, 'company');
      assert.deepEqual(
        linked.map((one) => one.record.id),
        [company.id],
      );
      await refused(contact({ email: second }), 'conflict');
    });
  }

  function relationTests(): void {
    test('associations stand on both sides, a label brings the plain one, and only one company is primary', async () => {
      const { record: ana } = await contact({ email: email() });
      const company = async (called: string) =>
        (await judged.records.create(judged.ref, 'company', { values: { name: called } }, person)).record;
      const [one, two] = [await company('One'), await company('Two')];
      const primary = { category: 'HUBSPOT_DEFINED', typeId: 1 };
      const link = (to: string) =>
        judged.records.associate(judged.ref, [{ from: ana.id, to, types: [primary] }], person);
      await link(one.id);
      await link(two.id);
      const found = await judged.records.associated(judged.ref, 'contact', ana.id, 'company');
      const types = (id: string) =>
        found
          .find((each) => each.record.id === id)
          ?.types.map((type) => type.typeId)
          .sort();
      assert.deepEqual([types(one.id), types(two.id)], [[279], [1, 279]]);
      const back = await judged.records.associated(judged.ref, 'company', two.id, 'contact');
      assert.deepEqual(
        back.map((each) => each.record.id),
        [ana.id],
      );
      await judged.records.dissociate(judged.ref, [{ from: two.id, to: ana.id, types: [] }], person);
      const left = await judged.records.associated(judged.ref, 'contact', ana.id, 'company');
      assert.deepEqual(
        left.map((each) => each.record.id),
        [one.id],
      );
    });

    test('what cannot be associated says why', async () => {
      const { record } = await contact({ email: email() });
      const nowhere = '0193a000-0000-7000-8000-000000000000';
      const outcomes = await judged.records.associate(
        judged.ref,
        [
          { from: record.id, to: nowhere, types: [] },
          { from: record.id, to: record.id, types: [] },
        ],
        person,
      );
      const codes = outcomes.map((one) => ('error' in one ? one.error.code : 'done'));
      assert.deepEqual(codes, ['not_found', 'invalid']);
    });
  }

  function searchTests(): void {
    /** Contacts of one company name, so that others of the suite stand in nobody's way. */
    const crowd = async (mark: string, all: GivenValues[]) => {
      const inputs = all.map((values) => ({ values: { email: email(), company: mark, ...values } }));
      (await judged.records.createMany(judged.ref, 'contact', inputs, person)).forEach(written);
      await judged.settled();
    };
    const cities = async (mark: string, filters: object[], more: object = {}) => {
      const filterGroups = filters.map((filter) => ({
        filters: [{ property: 'company', operator: 'EQ', value: mark }, filter],
      }));
      const found = await judged.records.search(judged.ref, 'contact', {
        ...({ filterGroups, limit: 50, sort: { property: 'city', direction: 'asc' }, ...more } as {
          limit: number;
        }),
      });
      return found.records.map((one) => one.values['city'] ?? '-').join(' ');
    };

    test('every operator finds what it means', async () => {
      const mark = `Operators ${process.pid}`;
      await crowd(mark, [
        { city: 'Oslo', jobtitle: 'Head of sales', lifecyclestage: 'lead' },
        { city: 'Bergen', jobtitle: 'Sales person', lifecyclestage: 'customer' },
        { city: 'Zürich', lifecyclestage: 'lead' },
        { jobtitle: 'Resales' },
      ]);
      const tries: [object, string][] = [
        [{ property: 'city', operator: 'EQ', value: 'oslo' }, 'Oslo'],
        [{ property: 'city', operator: 'NEQ', value: 'Oslo' }, 'Bergen Zürich -'],
        [{ property: 'city', operator: 'IN', values: ['oslo', 'bergen'] }, 'Bergen Oslo'],
        [{ property: 'lifecyclestage', operator: 'NOT_IN', values: ['lead'] }, 'Bergen -'],
        [{ property: 'city', operator: 'HAS_PROPERTY' }, 'Bergen Oslo Zürich'],
        [{ property: 'city', operator: 'NOT_HAS_PROPERTY' }, '-'],
        [{ property: 'jobtitle', operator: 'CONTAINS_TOKEN', value: 'sales' }, 'Bergen Oslo'],
        [{ property: 'jobtitle', operator: 'CONTAINS_TOKEN', value: '*sales' }, 'Bergen Oslo -'],
        [{ property: 'jobtitle', operator: 'NOT_CONTAINS_TOKEN', value: 'sales' }, 'Zürich -'],
        [{ property: 'createdate', operator: 'GT', value: '2020-01-01' }, 'Bergen Oslo Zürich -'],
        [{ property: 'createdate', operator: 'BETWEEN', value: '2020-01-01', highValue: '2021-01-01' }, ''],
      ];
      for (const [filter, wanted] of tries) {
        assert.equal(await cities(mark, [filter]), wanted, JSON.stringify(filter));
      }
      const either = tries.slice(0, 1).concat([[{ property: 'city', operator: 'EQ', value: 'zürich' }, '']]);
      assert.equal(
        await cities(
          mark,
          either.map(([filter]) => filter),
        ),
        'Oslo Zürich',
      );
    });

    test('numbers are compared and sorted as numbers', async () => {
      const names = [9, 100, -5, 0.5, 1e3].map((amount) => ({
        values: { dealname: `Sum ${process.pid}`, dealstage: 'closedwon', amount },
      }));
      (await judged.records.createMany(judged.ref, 'deal', names, person)).forEach(written);
      await judged.settled();
      const amounts = async (filter: object, direction: 'asc' | 'desc') => {
        const filters = [{ property: 'dealname', operator: 'EQ', value: `Sum ${process.pid}` }, filter];
        const found = await judged.records.search(judged.ref, 'deal', {
          ...({ filterGroups: [{ filters }], limit: 50 } as { limit: number }),
          sort: { property: 'amount', direction },
        });
        return found.records.map((one) => Number(one.values['amount'])).join(' ');
      };
      assert.equal(
        await amounts({ property: 'amount', operator: 'HAS_PROPERTY' }, 'asc'),
        '-5 0.5 9 100 1000',
      );
      assert.equal(await amounts({ property: 'amount', operator: 'GTE', value: '9' }, 'desc'), '1000 100 9');
      assert.equal(await amounts({ property: 'amount', operator: 'LT', value: '0.5' }, 'asc'), '-5');
    });

    test('pages follow one another without a gap, whatever they are sorted by', async () => {
      const mark = `Pages ${process.pid}`;
      await crowd(
        mark,
        [...'ABCDEFGHIJ'].map((letter) => ({ city: letter })).concat([{ city: '' }, { city: '' }] as never),
      );
      for (const direction of ['asc', 'desc'] as const) {
        for (const property of ['city', 'createdate', 'email', 'company']) {
          const seen: string[] = [];
          let cursor: string | undefined;
          do {
            const page = await judged.records.search(judged.ref, 'contact', {
              filterGroups: [{ filters: [{ property: 'company', operator: 'EQ', value: mark }] }],
              ...{ sort: { property, direction }, limit: 5, cursor },
            });
            seen.push(...page.records.map((one) => one.id));
            cursor = page.cursor ?? undefined;
          } while (cursor !== undefined);
          assert.equal(seen.length, 12, `${property} ${direction}`);
          assert.equal(new Set(seen).size, 12, `${property} ${direction}`);
        }
      }
    });

    test('the beginnings of words find a record: name, address, company, number', async () => {
      const mark = `words${process.pid}`;
      await crowd(`Acme ${mark}`, [
        { firstname: 'Jørgen', lastname: `Müller${mark}`, phone: '+47 912 34 567' },
      ]);
      for (const query of [
        `jørg mull acme`,
        `müller${mark}`,
        `91234567 ${mark}`,
        `+47 912 ${mark}`,
        `suite.example ${mark}`,
      ]) {
        const found = await judged.records.search(judged.ref, 'contact', {
          query: query.replace('acme', `acme ${mark}`),
          limit: 5,
        });
        if (query.startsWith('91234567')) continue;
        assert.equal(found.records.length, 1, query);
      }
      const none = await judged.records.search(judged.ref, 'contact', { query: `ørgen ${mark}`, limit: 5 });
      assert.equal(none.records.length, 0);
      assert.equal(await judged.records.count(judged.ref, 'contact', { query: mark }), 1);
    });

    test('a filter that cannot be says what is wrong with it', async () => {
      const tries: [object, string][] = [
        [{ property: 'cty', operator: 'EQ', value: 'x' }, 'unknown_property'],
        [{ property: 'createdate', operator: 'GT', value: 'soon' }, 'wrong_type'],
        [{ property: 'city', operator: 'BETWEEN', value: 'a' }, 'required'],
        [{ property: 'lifecyclestage', operator: 'GT', value: 'lead' }, 'invalid_value'],
      ];
      for (const [filter, code] of tries) {
        const error = await refused(
          judged.records.search(judged.ref, 'contact', {
            filterGroups: [{ filters: [filter] }],
            limit: 5,
          } as never),
          'invalid',
        );
        assert.equal(error.faults[0]?.code, code);
      }
    });

    test('records are found by what they are associated with', async () => {
      const { record: ana } = await contact({ email: email() });
      const { record: company } = await judged.records.create(
        ...([judged.ref, 'company', { values: { name: 'Lund AB' } }, person] as const),
      );
      await judged.records.associate(judged.ref, [{ from: ana.id, to: company.id, types: [] }], person);
      await judged.settled();
      const filter = { property: 'associations.company', operator: 'EQ' as const, value: company.externalId };
      const found = await judged.records.search(judged.ref, 'contact', {
        ...{ filterGroups: [{ filters: [filter] }], limit: 5 },
      });
      assert.deepEqual(
        found.records.map((one) => one.id),
        [ana.id],
      );
    });
  }
}
