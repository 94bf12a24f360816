import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TakenByAnother, type VendorOutcome } from '#kit/objects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { countOf, openAccount } from '../account.fixture.ts';
import { associateAll, dissociateAll, linksOfAll } from './links.ts';
import { readAll } from './read.ts';
import { typeNamed } from './types.ts';
import { archiveAll, createAll, mergeTwo, updateAll } from './write.ts';

const contact = typeNamed('contact');
const company = typeNamed('company');
let world: Awaited<ReturnType<typeof openAccount>>;
before(async () => void (world = await openAccount()));
after(() => world.close());

const idOf = (outcome: VendorOutcome | undefined): string => {
  assert.ok(outcome && 'record' in outcome, JSON.stringify(outcome));
  return outcome.record.externalId;
};
const errorOf = (outcome: VendorOutcome | undefined): unknown =>
  outcome && 'error' in outcome && outcome.error;
const make = async (email: string) => idOf((await createAll(world.context(), contact, [{ email }]))[0]);

describe('creating', () => {
  test('an email that is taken gives the conflict and the record that has it', async () => {
    const id = await make('one@verbs.example');
    const [outcome] = await createAll(world.context(), contact, [{ email: 'one@verbs.example' }]);
    const error = errorOf(outcome);
    assert.ok(error instanceof TakenByAnother);
    assert.equal(error.externalId, id);
  });

  test('of 230 contacts the bad ones fail alone, each outcome in its place', async () => {
    const taken = await make('many-7@verbs.example');
    const inputs = Array.from({ length: 230 }, (_, place) => ({ email: `many-${place}@verbs.example` }));
    const outcomes = await createAll(world.context(), contact, [...inputs, { nonsense: 'x' }]);
    const bad = outcomes.flatMap((outcome, place) => ('error' in outcome ? [place] : []));
    assert.deepEqual(bad, [7, 230]);
    assert.equal((errorOf(outcomes[7]) as TakenByAnother).externalId, taken);
    assert.match(String(errorOf(outcomes[230])), /"nonsense" does not exist/);
    assert.deepEqual(
      'record' in outcomes[229]! && outcomes[229].record.values['email'],
      'many-229@verbs.example',
    );
  });
});

describe('changing', () => {
  test('clears with an empty text, and one record twice is changed in order', async () => {
    const externalId = await make('two@verbs.example');
    const values = ['Ana', 'Bea', ''].map((firstname) => ({ externalId, values: { firstname } }));
    const outcomes = await updateAll(world.context(), contact, values);
    assert.equal(outcomes.length, 3);
    const [now] = await readAll(world.context(), contact, [externalId], { properties: ['firstname'] });
    assert.equal(now?.values['firstname'], null);
  });

  test('a record that is gone fails alone as not found', async () => {
    const externalId = await make('three@verbs.example');
    const inputs = [
      { externalId: '999999999', values: { city: 'Oslo' } },
      { externalId, values: { city: 'Oslo' } },
    ];
    const outcomes = await updateAll(world.context(), contact, inputs);
    assert.equal((errorOf(outcomes[0]) as VendorError).kind, 'not_found');
    assert.equal(idOf(outcomes[1]), externalId);
  });

  test('a lifecycle stage that HubSpot does not take back is answered as it stayed', async () => {
    const made = await createAll(world.context(), contact, [
      { email: 'four@verbs.example', lifecyclestage: 'customer' },
    ]);
    const input = { externalId: idOf(made[0]), values: { lifecyclestage: 'lead' } };
    const [outcome] = await updateAll(world.context(), contact, [input]);
    assert.equal(outcome && 'record' in outcome && outcome.record.values['lifecyclestage'], 'customer');
  });

  test('archiving and merging take records out of what is read', async () => {
    const ids = [
      await make('five@verbs.example'),
      await make('six@verbs.example'),
      await make('seven@verbs.example'),
    ];
    await archiveAll(world.context(), contact, [ids[0]!, '999999999']);
    const merged = await mergeTwo(world.context(), contact, ids[1]!, ids[2]!);
    const left = await readAll(world.context(), contact, ids);
    assert.deepEqual(
      left.map(({ externalId }) => externalId),
      [merged.externalId],
    );
  });
});

describe('associations', () => {
  test('are made, read with their types and taken away', async () => {
    const context = world.context();
    const [one, other] = [await make('eight@verbs.example'), await make('nine@verbs.example')];
    const at = idOf((await createAll(context, company, [{ name: 'Verbs AB' }]))[0]);
    const from = { object: contact, externalId: one };
    const to = { object: company, externalId: at };
    await associateAll(context, [{ from, to, types: [] }]);
    const primary = { category: 'HUBSPOT_DEFINED', typeId: 1 };
    await associateAll(context, [{ from, to, types: [primary] }]);
    const [links, none] = await linksOfAll(context, contact, company, [one, other]);
    assert.deepEqual(links?.to[0]?.externalId, at);
    assert.deepEqual(links?.to[0]?.types.map(({ typeId }) => typeId).sort(), [1, 279]);
    assert.deepEqual(none, { fromExternalId: other, to: [] });
    await dissociateAll(context, [{ from, to, types: [] }]);
    assert.deepEqual((await linksOfAll(context, contact, company, [one]))[0]?.to, []);
  });

  test('to a record that is gone are refused, and nothing is written', async () => {
    const before = countOf(world, 'association.created');
    const from = { object: contact, externalId: await make('ten@verbs.example') };
    const to = { object: company, externalId: '999999999' };
    await assert.rejects(associateAll(world.context(), [{ from, to, types: [] }]), VendorError);
    assert.equal(countOf(world, 'association.created'), before);
  });
});
