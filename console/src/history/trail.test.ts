import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeInTrail } from './trail.ts';

const trail = { href: '/w/wsp_1/history?status=failed', ids: ['a', 'b', 'c'] };

test('a run knows the ones beside it in the list somebody came from', () => {
  const { previous, next, number, of } = placeInTrail(trail, 'b')!;
  assert.deepEqual([previous, next, number, of], ['a', 'c', 2, 3]);
  assert.equal(placeInTrail(trail, 'a')?.previous, null);
  assert.equal(placeInTrail(trail, 'c')?.next, null);
});

test('a run that was not in the list has nobody beside it', () => {
  assert.equal(placeInTrail(trail, 'x'), null);
  assert.equal(placeInTrail(null, 'a'), null);
});
