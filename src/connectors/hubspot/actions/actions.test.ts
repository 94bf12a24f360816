import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { NeedsDecision, VendorError } from '#kit/vendor-error.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { countOf, edit, openAccount, textAt } from '../account.fixture.ts';
import { hubspot } from '../manifest.ts';
import { linksOf } from '../objects/links.ts';
import { readOne } from '../objects/read.ts';
import { typeNamed } from '../objects/types.ts';

let world: Awaited<ReturnType<typeof openAccount>>;
before(async () => void (world = await openAccount()));
after(() => world.close());

let step = 0;
/** Runs an action as a step of its own, or as the one named. */
async function run(key: string, input: JsonObject, stepKey = `step-${++step}`) {
  const action = hubspot.actions.find((one) => one.key === key)!;
  const context = world.action(stepKey);
  const result = await action.run(context, action.input.parse(input) as never);
  return { ...result, notes: context.notes };
}
const contact = (email: string, more: Record<string, string> = {}) =>
  edit(world, { do: 'create', properties: { email, ...more } });
const valueOf = async (object: string, id: string, name: string) =>
  (await readOne(world.context(), typeNamed(object), { id }, [name]))?.values[name];
const row = (target: string, value: Json) => ({ target, value });

describe('contact.upsert', () => {
  test('writes only what differs, and says when nothing does', async () => {
    const id = await contact('ana@actions.example', { firstname: 'Ana', city: 'Oslo' });
    const fields = [row('firstname', 'Ana'), row('city', 'Bergen'), row('phone', '')];
    const first = await run('contact.upsert', { email: 'ANA@actions.example', fields });
    assert.deepEqual([first.touched?.[0]?.id, first.touched?.[0]?.outcome], [id, 'updated']);
    assert.equal(await valueOf('contact', id, 'city'), 'Bergen');
    const again = await run('contact.upsert', { email: 'ana@actions.example', fields });
    assert.equal(again.touched?.[0]?.outcome, 'unchanged');
  });

  test('tells of a lifecycle stage that HubSpot did not take back', async () => {
    const id = await contact('bea@actions.example', { lifecyclestage: 'customer' });
    const { notes } = await run('contact.upsert', {
      ...{ email: 'bea@actions.example' },
      fields: [row('lifecyclestage', 'lead')],
    });
    assert.deepEqual([notes, await valueOf('contact', id, 'lifecyclestage')], [['stage_kept'], 'customer']);
  });

  test('takes the contact that the conflict names, when somebody else was faster', async () => {
    const id = await contact('fia@actions.example');
    world.parts.faults.add({
      ...{ match: { method: 'GET', path: 'fia%40actions' }, kind: 'status', times: 1 },
      params: { status: 404, body: { category: 'OBJECT_NOT_FOUND' } },
    });
    const fields = [row('city', 'Narvik')];
    const { touched } = await run('contact.upsert', { email: 'fia@actions.example', fields });
    assert.deepEqual([touched?.[0]?.id, touched?.[0]?.outcome], [id, 'updated']);
    assert.equal(await valueOf('contact', id, 'city'), 'Narvik');
  });

  test('an unknown property, a wrong option and a wrong number are refused in HubSpot’s words', async () => {
    const before = countOf(world, 'contact.created');
    for (const [target, value] of [
      ['missing', 'x'],
      ['lifecyclestage', 'nonsense'],
      ['hubspot_owner_id', 'nobody'],
    ]) {
      const wanted = run('contact.upsert', {
        email: `bad-${target}@actions.example`,
        fields: [row(target!, value!)],
      });
      await assert.rejects(wanted, (error) => error instanceof VendorError && error.kind === 'invalid');
    }
    assert.equal(countOf(world, 'contact.created'), before);
  });
});

describe('company.upsert', () => {
  test('asks a person which of several companies with one domain is meant', async () => {
    for (const name of ['Twin AS', 'Twin AB']) {
      await edit(world, { do: 'create', type: 'companies', properties: { name, domain: 'twin.example' } });
    }
    const wanted = run('company.upsert', { domain: 'twin.example' });
    await assert.rejects(wanted, (error) => error instanceof NeedsDecision && error.candidates.length === 2);
  });
});

describe('deal.upsert', () => {
  const order = { pipeline: 'default', stage: 'contractsent', title: 'Contract', key: 'key-1' };

  test('makes one deal for a key, moves it, and associates it', async () => {
    const who = await contact('deal@actions.example');
    const made = await run('deal.upsert', order);
    const id = textAt(made.output, 'deal.id');
    const moved = await run('deal.upsert', { ...order, stage: 'closedwon', contact_id: who, amount: '99' });
    assert.deepEqual([at(moved.output, 'deal.id'), moved.touched?.[0]?.outcome], [id, 'updated']);
    assert.equal(await valueOf('deal', id, 'dealstage'), 'closedwon');
    const from = { object: typeNamed('deal'), externalId: id };
    assert.deepEqual(
      (await linksOf(world.context(), from, typeNamed('contact'))).map((one) => one.externalId),
      [who],
    );
  });

  test('leaves the stage of a deal that is there, when told so', async () => {
    const made = await run('deal.upsert', { ...order, key: 'key-2' });
    await run('deal.upsert', { ...order, key: 'key-2', stage: 'closedlost', stage_rule: 'on_create' });
    assert.equal(await valueOf('deal', textAt(made.output, 'deal.id'), 'dealstage'), 'contractsent');
  });

  test('finds its deal by the key at once, while the search does not know it yet', async () => {
    await world.control('PUT', '/settings', { searchLagMs: 60_000 });
    const before = countOf(world, 'deal.created');
    world.parts.faults.add({ match: { path: 'batch/upsert$' }, kind: 'cut_after', times: 1 });
    await assert.rejects(run('deal.upsert', { ...order, key: 'key-3' }, 'lost'));
    await run('deal.upsert', { ...order, key: 'key-3' }, 'lost');
    assert.equal(countOf(world, 'deal.created') - before, 1);
    await world.control('PUT', '/settings', { searchLagMs: 0 });
  });

  test('without a key makes one deal for each step', async () => {
    const before = countOf(world, 'deal.created');
    const open = { ...order, key: '' };
    for (const stepKey of ['a', 'a', 'b']) await run('deal.upsert', open, stepKey);
    assert.equal(countOf(world, 'deal.created') - before, 2);
  });
});

describe('the other actions', () => {
  test('associate, give an owner, and find a record by email and by a property', async () => {
    const id = await contact('cia@actions.example', { city: 'Cias by' });
    const company = await edit(world, { do: 'create', type: 'companies', properties: { name: 'Cia AB' } });
    const pair = { from_object: 'contact', from_id: id, to_object: 'company', to_id: company };
    for (let time = 0; time < 2; time++) await run('record.associate', pair);
    await run('owner.set', { object: 'contact', record_id: id, owner: '502' });
    assert.equal(await valueOf('contact', id, 'hubspot_owner_id'), '502');
    for (const by of [
      { property: 'email', value: 'cia@actions.example' },
      { property: 'city', value: 'Cias by' },
    ]) {
      const { output } = await run('record.find', { object: 'contact', ...by });
      assert.deepEqual([output['found'], at(output, 'record.id')], [true, id]);
    }
    const none = await run('record.find', { object: 'contact', property: 'city', value: 'Nowhere' });
    assert.equal(none.output['found'], false);
  });

  test('add to a list and remove from it, saying whether anything changed', async () => {
    const [list] = await hubspot.options['lists']!(world.context(), {}, 'autumn');
    const id = await contact('dan@actions.example');
    const changes: (Json | undefined)[] = [];
    for (const verb of ['list.add', 'list.add', 'list.remove', 'list.remove']) {
      changes.push((await run(verb, { list: list!.value, record_id: id })).output['changed']);
    }
    assert.deepEqual(changes, [true, false, true, false]);
    await assert.rejects(run('list.add', { list: list!.value, record_id: '999999999' }), {
      kind: 'not_found',
    });
  });

  test('a note of two identical steps is two notes, and one on nothing is refused', async () => {
    const id = await contact('eva@actions.example');
    const note = { object: 'contact', record_id: id, text: 'Same words' };
    const before = countOf(world, 'note.created');
    for (const stepKey of ['n1', 'n2', 'n2']) await run('note.create', note, stepKey);
    assert.equal(countOf(world, 'note.created') - before, 2);
    await assert.rejects(run('note.create', { ...note, record_id: '999999999' }), VendorError);
  });
});
