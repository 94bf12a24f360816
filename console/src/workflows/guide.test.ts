import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changeAction,
  changeTrigger,
  emptyDefinition,
  firstAction,
  progressOf,
  stepOfFault,
  withAction,
  withTrigger,
  type ActionInfo,
  type TriggerInfo,
} from './guide.ts';
import { operatorsFor, rowsOf, valueFor, withRows } from './filter-rows.ts';

const trigger: TriggerInfo = {
  key: 'document.signed',
  version: 2,
  fields: [{ key: 'when', type: 'select', default: 'closed' }],
  output: [],
};
const action: ActionInfo = {
  key: 'deal.upsert',
  version: 1,
  fields: [
    { key: 'stage', type: 'select', required: true },
    { key: 'title', type: 'template', required: true },
  ],
  output: [],
  orderBy: '{{ signer.email }}',
  needsConnection: true,
};
const chosen = () => withAction(withTrigger(emptyDefinition(), 'clicksign', trigger), 'rdstation', action);

test('choosing a trigger takes its version and defaults', () => {
  const { trigger: use } = withTrigger(emptyDefinition(), 'clicksign', trigger);
  assert.deepEqual(use, {
    connector: 'clicksign',
    connectionId: '',
    key: 'document.signed',
    version: 2,
    settings: { when: 'closed' },
  });
});

test('choosing the same trigger again keeps its settings and filters', () => {
  const before = {
    ...changeTrigger(chosen(), { settings: { when: 'each' } }),
    filters: withRows(null, [{ path: 'a', operator: 'is_known' }]),
  };
  assert.equal(withTrigger(before, 'clicksign', trigger), before);
});

test('another action of the same tool keeps the account and drops the input', () => {
  const before = changeAction(chosen(), { connectionId: 'con_1', input: { stage: 's' } });
  const after = firstAction(withAction(before, 'rdstation', { ...action, key: 'contact.upsert' }));
  assert.equal(after?.connectionId, 'con_1');
  assert.deepEqual(after?.input, {});
  assert.equal(after?.orderBy, '{{ signer.email }}');
});

test('the guide leads to the first step that is not finished', () => {
  const parts = { trigger, action };
  assert.equal(progressOf(emptyDefinition(), { trigger: null, action: null }).next, 1);
  assert.equal(progressOf(chosen(), parts).next, 3);
  const connected = changeAction(changeTrigger(chosen(), { connectionId: 'con_1' }), {
    connectionId: 'con_2',
  });
  assert.equal(progressOf(connected, parts).next, 4);
  assert.equal(progressOf(changeAction(connected, { input: { stage: 's' } }), parts).next, 5);
  assert.equal(progressOf(changeAction(connected, { input: { stage: 's', title: 't' } }), parts).next, null);
});

test('a fault leads to the step where it is mended', () => {
  const at = (path: string) => stepOfFault({ path, code: 'required' }, chosen(), action);
  assert.equal(at('steps.step_1.input.title'), 5);
  assert.equal(at('steps.step_1.input.stage'), 4);
  assert.equal(at('steps.step_1.connectionId'), 3);
  assert.equal(at('trigger.settings.when'), 1);
  assert.equal(at('trigger.key'), 1);
  assert.equal(at('filters.conditions.0'), 1);
});

test('filters without rows let everything through, nested groups stay', () => {
  const nested = { match: 'any' as const, conditions: [] };
  assert.equal(withRows(null, []), null);
  const filters = withRows({ match: 'all', conditions: [nested] }, [{ path: 'a', operator: 'is_known' }]);
  assert.deepEqual(rowsOf(filters), { rows: [{ path: 'a', operator: 'is_known' }], nested: 1 });
});

test('comparisons fit the type of the value', () => {
  assert.ok(operatorsFor('number').includes('greater_than'));
  assert.ok(!operatorsFor('text').includes('greater_than'));
  assert.deepEqual(valueFor('is_any_of', 'a'), ['a']);
  assert.equal(valueFor('equals', ['a', 'b']), 'a, b');
});
