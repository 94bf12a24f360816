import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadSecret } from './secret.ts';

test('a secret is made once, for its owner only, and one that was set goes before it', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'secret-'));
  t.after(() => rm(root, { recursive: true }));
  const folder = join(root, 'data');
  const made = await loadSecret(null, folder);
  assert.match(made, /^[\w-]{43}$/);
  assert.equal(await loadSecret(null, folder), made);
  assert.equal((await stat(join(folder, 'secret'))).mode & 0o777, 0o600);
  assert.equal(await loadSecret('set by a person', folder), 'set by a person');
  await writeFile(join(root, 'file'), '');
  await assert.rejects(loadSecret(null, join(root, 'file')), { name: 'AppError', code: 'forbidden' });
});
