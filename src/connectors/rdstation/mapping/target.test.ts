import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { readTarget, writeTarget } from './target.ts';

test('targets are read as they are written', () => {
  assert.deepEqual(readTarget(writeTarget('deal', { standard: 'rating' })), {
    object: 'deal',
    standard: 'rating',
    customId: null,
  });
  assert.deepEqual(readTarget(writeTarget('contact', { customId: 'a1' })), {
    object: 'contact',
    standard: null,
    customId: 'a1',
  });
});

for (const text of ['deal:price', 'product:name', 'deal.custom:', 'deal', 'organization:toString']) {
  test(`"${text}" is no target`, () => {
    assert.throws(
      () => readTarget(text),
      (error) => error instanceof VendorError && error.message.includes(`"${text}"`),
    );
  });
}
