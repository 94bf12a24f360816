import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { defaultRetryPolicy, nextRetryDelay } from './backoff.ts';

const minute = 60_000;
const hour = 60 * minute;

/** All waits of a policy when every try fails at once. */
function waits(random: () => number, atLeastMs = 0): number[] {
  const found: number[] = [];
  for (let elapsed = 0; ;) {
    const wait = nextRetryDelay(defaultRetryPolicy, found.length + 1, elapsed, random, atLeastMs);
    if (wait === null) return found;
    found.push(wait);
    elapsed += wait;
  }
}

test('the first retry comes after a minute, no wait is over 8 hours and its jitter, the last try is within 3 days', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
      const all = waits(() => chance);
      assert.ok(all[0]! >= minute && all[0]! <= 1.1 * minute);
      assert.ok(all.every((wait) => wait <= 8.8 * hour));
      assert.ok(all.reduce((sum, wait) => sum + wait, 0) <= 72 * hour);
    }),
  );
});

test('waits grow, but for the last one, which is cut at the end of the third day', () => {
  const all = waits(() => 0).slice(0, -1);
  assert.deepEqual(
    all,
    all.toSorted((a, b) => a - b),
  );
});

test('a wait that the vendor asks for is a floor, capped at the longest wait, and never negative', () => {
  const none = () => 0;
  assert.equal(nextRetryDelay(defaultRetryPolicy, 1, 0, none, 5 * minute), 5 * minute);
  assert.equal(nextRetryDelay(defaultRetryPolicy, 1, 0, none, 365 * 24 * hour), 8 * hour);
  assert.equal(nextRetryDelay(defaultRetryPolicy, 1, 0, none, -1), minute);
});

test('after three days it gives up', () => {
  assert.equal(
    nextRetryDelay(defaultRetryPolicy, 20, 72 * hour, () => 0),
    null,
  );
});
