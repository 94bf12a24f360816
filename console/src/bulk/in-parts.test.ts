import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inParts, partSize, type Progress } from './in-parts.ts';

const ids = Array.from({ length: partSize * 2 + 1 }, (_, index) => `run_${index}`);

test('many are done part by part, each told, and what did not fit is not counted as changed', async () => {
  const told: Progress[] = [];
  const end = await inParts(
    ids,
    (part) => Promise.resolve(part.length - 1),
    (progress) => told.push(progress),
  );
  assert.deepEqual(
    told.map(({ done }) => done),
    [partSize, partSize * 2, ids.length],
  );
  assert.deepEqual(end, { done: ids.length, total: ids.length, changed: ids.length - 3 });
});

test('a stop ends it after the part under way', async () => {
  let stopped = false;
  const end = await inParts(
    ids,
    (part) => Promise.resolve(part.length),
    () => (stopped = true),
    () => stopped,
  );
  assert.equal(end.done, partSize);
});
