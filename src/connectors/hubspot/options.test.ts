import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openAccount } from './account.fixture.ts';
import { options } from './options.ts';

let world: Awaited<ReturnType<typeof openAccount>>;
before(async () => void (world = await openAccount()));
after(() => world.close());

const labels = async (loader: string, params: Record<string, string> = {}, search = '') =>
  (await options[loader]!(world.context(), params, search)).map(({ label }) => label);

test('stages are those of the pipeline, or all under the names of theirs', async () => {
  const [first] = await options['pipelines']!(world.context(), {}, '');
  const own = await options['stages']!(world.context(), { pipeline: first!.value }, '');
  const all = await options['stages']!(world.context(), {}, '');
  assert.ok(own.length > 3 && all.length > own.length);
  assert.equal(all[0]?.group, first!.label);
});

test('owners are those who are there', async () => {
  const all = await labels('owners');
  assert.ok(all.includes('Astrid Lindqvist') && !all.includes('Petra Nyman'));
});

test('properties to fill are those that can be written, with what may be put in', async () => {
  const all = await options['contactProperties']!(world.context(), {}, '');
  assert.ok(!all.some(({ value }) => value === 'hs_object_id'));
  const stage = all.find(({ value }) => value === 'lifecyclestage');
  assert.deepEqual([stage?.type, stage?.choices?.includes('customer')], ['option', true]);
  assert.deepEqual(await labels('properties', { object: 'nothing' }), []);
});

test('lists and forms are found by a part of their names', async () => {
  assert.deepEqual(await labels('lists', {}, 'AUTUMN'), ['Autumn event guests']);
  assert.equal((await labels('forms')).length, 2);
  assert.ok((await labels('lifecycleStages', {}, 'cust')).includes('Customer'));
});
