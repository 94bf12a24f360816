import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TimelineItem } from '../../../src/api/contract-records.ts';
import { happeningsOf } from './happenings.ts';

const item = (kind: string, at: string, data: TimelineItem['data'] = {}): TimelineItem => ({
  ...{ kind, at, source: 'person', detail: 'per_1', title: '', body: '', data },
});

test('properties written at once are one entry, in their order', () => {
  const happenings = happeningsOf([
    item('changed', '2', { property: 'city', old: 'Oslo', new: 'Bergen' }),
    item('changed', '2', { property: 'zip', new: '5003' }),
    item('changed', '1', { property: 'city', new: 'Oslo' }),
  ]);
  assert.deepEqual(
    happenings.map(({ steps }) => steps.map((step) => [step.property, step.from, step.to])),
    [
      [
        ['city', 'Oslo', 'Bergen'],
        ['zip', null, '5003'],
      ],
      [['city', null, 'Oslo']],
    ],
  );
});

test('two labels of one association name the other record once', () => {
  const [only, ...rest] = happeningsOf([
    item('associated', '1', { other: 'rec_2', new: '5' }),
    item('associated', '1', { other: 'rec_2', new: '341' }),
  ]);
  assert.deepEqual(only?.others, ['rec_2']);
  assert.equal(rest.length, 0);
});

test('notes stay apart even when they come at one moment', () => {
  assert.equal(happeningsOf([item('note', '1'), item('note', '1')]).length, 2);
});
