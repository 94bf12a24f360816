import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeHead } from './merge-head.ts';

const row = (id: string, status = 'running') => ({ id, status });

test('new rows wait and the shown ones keep their places', () => {
  const { shown, fresh } = mergeHead(
    [row('c'), row('b')],
    [row('e'), row('d'), row('c', 'completed'), row('b')],
  );
  assert.deepEqual(shown, [row('c', 'completed'), row('b')]);
  assert.deepEqual(
    fresh.map((item) => item.id),
    ['e', 'd'],
  );
});

test('when everything in the head is new, all of it waits', () => {
  assert.equal(mergeHead([row('a')], [row('c'), row('b')]).fresh.length, 2);
});

test('a row that comes to match further down does not count as new', () => {
  assert.deepEqual(mergeHead([row('c'), row('a')], [row('c'), row('b'), row('a')]).fresh, []);
});
