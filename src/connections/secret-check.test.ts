import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretBoxOf } from '#std/crypto.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { checkSecret } from './secret-check.ts';

const [first, second] = ['s'.repeat(40), 't'.repeat(40)];

test('a database remembers its secret: the same one starts again, another is refused with a sentence', async () => {
  await using database = await createTestDatabase();
  await checkSecret(database.pool, secretBoxOf(first));
  await checkSecret(database.pool, secretBoxOf(first));
  const refusal = { name: 'AppError', code: 'invalid', message: /COUNTERSIGN_SECRET is not the secret/ };
  await assert.rejects(checkSecret(database.pool, secretBoxOf(second)), refusal);
});

test('of two processes that start together with different secrets one is refused', async () => {
  await using database = await createTestDatabase();
  const starts = [first, second].map((secret) => checkSecret(database.pool, secretBoxOf(secret)));
  const ended = await Promise.allSettled(starts);
  assert.deepEqual(ended.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});
