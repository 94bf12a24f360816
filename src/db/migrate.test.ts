import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createEmptyDatabase } from '../../test/support/database.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Migration } from './migrate.ts';

const migration = (name: string, sql: string, checksum = name): Migration => ({ name, sql, checksum });
const fruit = migration('0001_fruit', 'CREATE TABLE fruit (name text PRIMARY KEY)');
const apple = migration('0002_apple', "INSERT INTO fruit VALUES ('apple')");

describe('migrate', () => {
  test('applies migrations in order, once', async () => {
    await using database = await createEmptyDatabase();
    assert.deepEqual(await migrate(database.connectionString, [fruit]), ['0001_fruit']);
    assert.deepEqual(await migrate(database.connectionString, [fruit, apple]), ['0002_apple']);
    assert.deepEqual(await migrate(database.connectionString, [fruit, apple]), []);
    const { rows } = await database.pool.query('SELECT name, checksum FROM migrations ORDER BY name');
    assert.deepEqual(rows, [
      { name: '0001_fruit', checksum: '0001_fruit' },
      { name: '0002_apple', checksum: '0002_apple' },
    ]);
  });

  test('processes that start together apply each migration once', async () => {
    await using database = await createEmptyDatabase();
    const slow = migration('0003_slow', "SELECT pg_sleep(0.2); INSERT INTO fruit VALUES ('pear')");
    const all = [fruit, apple, slow];
    const applied = await Promise.all([1, 2, 3].map(() => migrate(database.connectionString, all)));
    assert.deepEqual(applied.map((names) => names.length).sort(), [0, 0, 3]);
  });

  test('a failing migration leaves nothing of itself and keeps the ones before it', async () => {
    await using database = await createEmptyDatabase();
    const bad = migration('0002_bad', "INSERT INTO fruit VALUES ('plum'); SELECT * FROM nowhere");
    await assert.rejects(migrate(database.connectionString, [fruit, bad]), {
      name: 'AppError',
      message: /^The migration 0002_bad failed: relation "nowhere" does not exist\.$/,
    });
    const { rows } = await database.pool.query(
      'SELECT (SELECT count(*)::int FROM fruit) AS fruit, name FROM migrations',
    );
    assert.deepEqual(rows, [{ fruit: 0, name: '0001_fruit' }]);
  });

  test('a migration and its record are one', async () => {
    await using database = await createEmptyDatabase();
    const twice = migration(
      '0001_twice',
      "CREATE TABLE box (); INSERT INTO migrations VALUES ('0001_twice', '')",
    );
    await assert.rejects(migrate(database.connectionString, [twice]), {
      message: /^The migration 0001_twice failed/,
    });
    await assert.rejects(database.pool.query('SELECT FROM box'), { code: '42P01' });
  });

  test('refuses a database that a newer version wrote', async () => {
    await using database = await createEmptyDatabase();
    await migrate(database.connectionString, [fruit, apple]);
    await assert.rejects(migrate(database.connectionString, [fruit]), {
      code: 'conflict',
      message: /^The database was written by a newer Countersign: it has the migration 0002_apple/,
    });
  });

  test('refuses a migration that was changed after it was applied', async () => {
    await using database = await createEmptyDatabase();
    await migrate(database.connectionString, [fruit]);
    await assert.rejects(migrate(database.connectionString, [{ ...fruit, checksum: 'other' }, apple]), {
      code: 'conflict',
      message: /^The migration 0001_fruit was changed/,
    });
    const { rows } = await database.pool.query('SELECT name FROM migrations');
    assert.equal(rows.length, 1);
  });
});

describe('readMigrations', () => {
  async function folderWith(files: Record<string, string>): Promise<AsyncDisposable & { path: string }> {
    const path = await mkdtemp(join(tmpdir(), 'migrations-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
  }

  test('reads files by number, and line ends do not change a checksum', async () => {
    await using unix = await folderWith({
      '0002_b.sql': 'SELECT 2;\n',
      '0001_a.sql': 'SELECT 1;\n',
      'notes.md': '',
    });
    await using windows = await folderWith({ '0001_a.sql': 'SELECT 1;\r\n' });
    const [first, second] = await readMigrations(unix.path);
    assert.deepEqual([first?.name, second?.name], ['0001_a', '0002_b']);
    assert.equal((await readMigrations(windows.path))[0]?.checksum, first?.checksum);
  });

  test('refuses a number used twice and a name of another form', async () => {
    await using twice = await folderWith({ '0001_a.sql': '', '0001_b.sql': '' });
    await using odd = await folderWith({ '1-a.sql': '' });
    await assert.rejects(readMigrations(twice.path), { message: 'Two migrations have the number 0001.' });
    await assert.rejects(readMigrations(odd.path), { message: /^1-a\.sql is not named like/ });
  });
});
