import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Field } from '../../../src/api/contract.ts';
import {
  changeField,
  defaultsOf,
  faultsUnder,
  isShown,
  loaderParams,
  missingFields,
  shownFields,
} from './model.ts';

const fields: Field[] = [
  { key: 'pipeline', type: 'select', required: true, options: { from: 'pipelines' }, clears: ['stage'] },
  {
    key: 'stage',
    type: 'select',
    required: true,
    options: { from: 'stages', dependsOn: ['pipeline'] },
    clears: ['reason'],
  },
  { key: 'reason', type: 'select', options: { from: 'reasons', dependsOn: ['stage'] } },
  { key: 'source', type: 'select', default: 'template', options: { values: ['template', 'file'] } },
  { key: 'file', type: 'template', required: true, showIf: { field: 'source', in: ['file'] } },
  { key: 'page', type: 'number', required: true, showIf: { field: 'file', in: ['x'] } },
];

test('changing the pipeline clears the stage, and what the stage clears', () => {
  const before = { pipeline: 'a', stage: 's1', reason: 'r1', source: 'file' };
  assert.deepEqual(changeField(fields, before, 'pipeline', 'b'), { pipeline: 'b', source: 'file' });
});

test('choosing the same pipeline again keeps the stage', () => {
  const before = { pipeline: 'a', stage: 's1' };
  assert.deepEqual(changeField(fields, before, 'pipeline', 'a'), before);
});

test('a circle of clears ends', () => {
  const circle: Field[] = [
    { key: 'a', type: 'text', clears: ['b'] },
    { key: 'b', type: 'text', clears: ['a'] },
  ];
  assert.deepEqual(changeField(circle, { a: '1', b: '2' }, 'a', '3'), { a: '3' });
});

test('a loader waits for what it depends on', () => {
  const source = { from: 'stages', dependsOn: ['pipeline', 'source'] };
  assert.deepEqual(loaderParams(source, fields, {}), { missing: ['pipeline'] });
  assert.deepEqual(loaderParams(source, fields, { pipeline: 'a' }), {
    params: { pipeline: 'a', source: 'template' },
  });
});

test('a field shows only while the field it depends on has a fitting value and shows itself', () => {
  const file = fields[4]!;
  assert.equal(isShown(file, fields, {}), false, 'the default counts');
  assert.equal(isShown(file, fields, { source: 'file' }), true);
  const keys = shownFields(fields, { source: 'template', file: 'x' }).map((field) => field.key);
  assert.deepEqual(keys, ['pipeline', 'stage', 'reason', 'source'], 'page hides with file');
});

test('only required fields on screen can be missing', () => {
  assert.deepEqual(missingFields(fields, { pipeline: ' ' }), ['pipeline', 'stage']);
  assert.deepEqual(missingFields(fields, { pipeline: 'a', stage: 's', source: 'file' }), ['file']);
});

test('a form starts with its defaults', () => {
  assert.deepEqual(defaultsOf(fields), { source: 'template' });
});

test('faults find their field however their way is written', () => {
  const faults = [
    'steps.s.input.title',
    '/steps/s/input/stage',
    'steps.other.input.title',
    '$.steps.s.input.rows[0].target',
  ].map((path) => ({ path, code: 'required' }));
  faults.push({ path: 'definition.steps.s.input.note', code: 'required' });
  assert.deepEqual(Object.keys(faultsUnder(faults, ['steps', 's', 'input'])), [
    'title',
    'stage',
    'rows',
    'note',
  ]);
});
