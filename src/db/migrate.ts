import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { ClientBase } from 'pg';
import { AppError, messageOf } from '#std/errors.ts';

export interface Migration {
  /** `0001_jobs`: the file's name without `.sql`. */
  name: string;
  sql: string;
  /** SHA-256 of the file, in hex, line ends as LF. */
  checksum: string;
}

/** The product's own migrations. */
export const migrationsFolder: string = join(import.meta.dirname, '../../migrations');

// Any fixed number that nothing else locks: "countersign" in ASCII, cut to 8 bytes.
const advisoryLock = '7165066876652516455';

const fileName = /^(\d{4}_[a-z0-9_]+)\.sql$/;

/** Reads `NNNN_name.sql` files in their order. Throws AppError for a number used twice or a name of another form. */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const numbers = new Set<string>();
  return Promise.all(
    files.map(async (file) => {
      const name = fileName.exec(file)?.[1];
      if (name === undefined) {
        throw new AppError('internal', `${file} is not named like 0001_what_it_does.sql.`);
      }
      if (numbers.has(name.slice(0, 4))) {
        throw new AppError('internal', `Two migrations have the number ${name.slice(0, 4)}.`);
      }
      numbers.add(name.slice(0, 4));
      // A checkout on Windows may have changed the line ends.
      const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings a database up to date: each new migration in a transaction of its own, recorded in `migrations`. Several
 * processes may do so at once; one works, the others wait. Returns the names applied.
 * Throws AppError `conflict` when the database was written by a newer Countersign or a migration was changed after it
 * was applied; `internal` when one fails (the ones before it stay).
 */
export async function migrate(connectionString: string, migrations?: Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString, application_name: 'countersign migrate' });
  // A lost connection also rejects the statement that is running.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
    return await applyAll(client, wanted);
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}

async function applyAll(client: ClientBase, wanted: Migration[]): Promise<string[]> {
  const applied = await readApplied(client);
  checkHistory(applied, wanted);
  const missing = wanted.filter((migration) => !applied.has(migration.name));
  for (const migration of missing) await apply(client, migration);
  return missing.map((migration) => migration.name);
}

async function readApplied(client: ClientBase): Promise<Map<string, string>> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS migrations (
      name text PRIMARY KEY,
      checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM migrations',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function checkHistory(applied: Map<string, string>, wanted: Migration[]): void {
  const known = new Map(wanted.map((migration) => [migration.name, migration.checksum]));
  const unknown = [...applied.keys()].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) {
    throw new AppError(
      'conflict',
      `The database was written by a newer Countersign: it has the migration ${unknown[0]}, which this version does not know. Start the newer version, or set DATABASE_URL or COUNTERSIGN_DATA to another database.`,
      { params: { unknown } },
    );
  }
  const changed = [...applied].find(([name, checksum]) => known.get(name) !== checksum);
  if (changed) {
    throw new AppError(
      'conflict',
      `The migration ${changed[0]} was changed after this database had applied it. Restore migrations/${changed[0]}.sql as it was and put the change in a new migration.`,
      { params: { name: changed[0] } },
    );
  }
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query('INSERT INTO migrations (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (cause) {
    // The session ends right after, which rolls back what this could not.
    await client.query('ROLLBACK').catch(() => undefined);
    throw new AppError('internal', `The migration ${migration.name} failed: ${messageOf(cause)}.`, { cause });
  }
}
