import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from './subject.ts';
import { openWorld } from './world.ts';

/** Lists are read to their end, each record once. */
export function checkPaging(subject: Subject): void {
  const { paging } = subject;
  if (!paging) return;
  test('its lists are read to the end, nothing missing and nothing twice', async () => {
    const world = await openWorld(subject);
    try {
      const made = await paging.fill(world);
      assert.ok(made.length > 20, 'fill the account with more than one page');
      const found = await paging.read(world.context());
      assert.deepEqual(found.toSorted(), made.toSorted());
    } finally {
      await world.close();
    }
  });
}
