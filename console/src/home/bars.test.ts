import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf } from './bars.ts';

const hour = (completed: number, failed = 0) => ({
  hour: '2026-11-21T14:00:00Z',
  completed,
  failed,
  waiting: 0,
  other: 0,
});

test('the busiest hour fills the strip and no bar leaves it', () => {
  const [busy, half] = barsOf([hour(90, 10), hour(50)]);
  assert.equal(busy?.parts.at(-1)?.y, 0);
  assert.ok(half!.parts[0]!.y > 30);
});

test('one failure among thousands can be seen', () => {
  const [bar] = barsOf([hour(5000, 1)]);
  assert.ok(bar!.parts.find((part) => part.kind === 'failed')!.height >= 3);
});

test('an hour without runs has no bar', () => {
  assert.deepEqual(barsOf([hour(0)])[0]?.parts, []);
});
