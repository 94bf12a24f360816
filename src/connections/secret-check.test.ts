import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretBoxOf } from '#std/crypto.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { checkSecret } from './secret-check.ts';
import { startHub, startVendor, tokenInput } from './vendor.fixture.ts';

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

test('a start with the new secret before the old seals everything again, and then the old can go', async () => {
  await using database = await createTestDatabase();
  await using vendor = await startVendor();
  const { pool } = database;
  await checkSecret(pool, secretBoxOf(first));
  await using before = await startHub(pool, vendor, { secrets: secretBoxOf(first) });
  const made = await before.connections.create(before.workspaceId, tokenInput(vendor));
  await checkSecret(pool, secretBoxOf(`${second},${first}`));
  await checkSecret(pool, secretBoxOf(second));
  const { workspaceId } = before;
  await using after = await startHub(pool, vendor, { secrets: secretBoxOf(second), workspaceId });
  assert.ok('connection' in made);
  assert.deepEqual(await after.connections.get(workspaceId, made.connection.id), made.connection);
  assert.deepEqual((await after.connections.endpointsForIntake())[0]?.secrets, ['hook-secret-canary']);
  assert.equal((await after.connections.test(workspaceId, made.connection.id)).ok, true);
  await assert.rejects(checkSecret(pool, secretBoxOf(first)), { code: 'invalid' });
});
