import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Definition } from '#domain/workflow.ts';
import { toy, toyDefinition } from '#history/toy.fixture.ts';
import { createMask } from '#history/mask.ts';
import type { FullEvent } from '#history/history.ts';
import { preview } from './preview.ts';
import { sampleOf } from './sample.ts';

const connectors = { toy };

function eventOf(data: FullEvent['data']): FullEvent {
  const detail = { id: 'evt_1', title: 'Real.pdf', data } as FullEvent['detail'];
  return { detail, data, mask: createMask(['123.456.789-09']) };
}

function withInput(input: Record<string, string>): Definition {
  const definition = toyDefinition('');
  const step = definition.steps['deal']!;
  return { ...definition, steps: { deal: { ...step, input } as typeof step } };
}

test('without an event the trigger’s samples are filled in', () => {
  const { event, data, passes, steps } = preview(connectors, toyDefinition(''), null);
  assert.equal(event, null);
  assert.equal((data['document'] as { filename: string }).filename, 'Sample.pdf');
  assert.equal(passes, true);
  assert.deepEqual(steps, [
    { id: 'deal', action: 'deal.upsert', connector: 'toy', input: { title: 'Sample.pdf' }, faults: [] },
  ]);
});

test('with an event its own data are filled in, personal numbers hidden', () => {
  const definition = withInput({ title: '{{ document.filename }} {{ signer.cpf }}' });
  const event = eventOf({ document: { filename: 'Real.pdf' }, signer: { cpf: '123.456.789-09' } });
  const answer = preview(connectors, definition, event);
  assert.deepEqual(answer.event, { id: 'evt_1', title: 'Real.pdf' });
  assert.equal(answer.steps[0]?.input['title'], 'Real.pdf •••');
});

test('what the action would refuse is named by its place', () => {
  const { steps } = preview(connectors, withInput({ title: '{{ document.missing }}', amount: 'many' }), null);
  assert.deepEqual(
    steps[0]?.faults.map(({ path, code }) => [path, code]),
    [
      ['title', 'required'],
      ['amount', 'wrong_type'],
    ],
  );
});

test('a template that cannot be read spoils only its own place', () => {
  const { steps } = preview(
    connectors,
    withInput({ title: '{{ document.filename', amount: '{{ "7" }}' }),
    null,
  );
  assert.deepEqual(
    steps[0]?.faults.map(({ path, code }) => [path, code]),
    [['title', 'template_invalid']],
  );
  assert.equal(steps[0]?.input['amount'], '7');
});

test('filters and the trigger’s settings decide whether it passes', () => {
  const filters = {
    match: 'all' as const,
    conditions: [{ path: 'document.filename', operator: 'contains' as const, value: 'real' }],
  };
  const filtered = { ...toyDefinition(''), filters };
  assert.equal(preview(connectors, filtered, null).passes, false);
  assert.equal(preview(connectors, filtered, eventOf({ document: { filename: 'Real.pdf' } })).passes, true);
  const set = toyDefinition('');
  set.trigger.settings = { only: 'nothing' };
  assert.equal(preview(connectors, set, null).passes, false);
});

test('later steps see samples of what earlier ones give', () => {
  const definition = toyDefinition('');
  const first = definition.steps['deal'] as Extract<Definition['steps'][string], { kind: 'action' }>;
  definition.steps['deal'] = { ...first, next: 'second' };
  definition.steps['second'] = { ...first, input: { title: 'After {{ steps.deal.deal.id }}' } };
  assert.equal(preview(connectors, definition, null).steps[1]?.input['title'], 'After deal-1');
});

test('an unfinished definition gives what there is', () => {
  const empty: Definition = { ...toyDefinition(''), start: '', steps: {} };
  empty.trigger.key = '';
  assert.deepEqual(preview(connectors, empty, null), { event: null, data: {}, passes: false, steps: [] });
  const unknown = toyDefinition('');
  unknown.steps['deal'] = { ...unknown.steps['deal'], key: 'gone' } as (typeof unknown.steps)[string];
  assert.deepEqual(preview(connectors, unknown, null).steps[0]?.faults, []);
});

test('samples are put together by their paths, whatever their order', () => {
  const sample = sampleOf([
    { path: 'a.b', type: 'text', sample: 'x' },
    { path: 'a', type: 'object', sample: { c: 'y' } },
    { path: 'list', type: 'list', sample: [{ id: 1 }] },
    { path: 'list.0.name', type: 'text', sample: 'first' },
  ]);
  assert.deepEqual(sample, { a: { b: 'x', c: 'y' }, list: [{ id: 1, name: 'first' }] });
});
