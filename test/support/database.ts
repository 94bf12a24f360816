import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#db/embedded/embedded.ts';
import { migrate, readMigrations } from '#db/migrate.ts';
import type { Migration } from '#db/migrate.ts';
import { createPool } from '#db/pool.ts';

/** Speed over durability: nobody misses a test database after a power cut. */
export const testSettings: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

export interface TestServer {
  /** A superuser's address of a database that tests do not use themselves. */
  connectionString: string;
  stop: () => Promise<void>;
}

/**
 * One PostgreSQL for a whole test run. The runner starts it in a folder of its own and gives its address to the test
 * processes as COUNTERSIGN_TEST_DATABASE_URL.
 */
export async function startTestPostgres(dataFolder: string): Promise<TestServer> {
  return startEmbeddedPostgres({ dataFolder, log: () => undefined, settings: testSettings });
}

export interface TestDatabase {
  connectionString: string;
  pool: pg.Pool;
  /** Ends the pool and drops the database. */
  [Symbol.asyncDispose](): Promise<void>;
}

let server: Promise<string> | undefined;
let counter = 0;

/** The address of the server of this test run, or of one shared by all files run by hand, which keeps running. */
export function testServer(): Promise<string> {
  return (server ??= findServer());
}

async function findServer(): Promise<string> {
  const given = process.env.COUNTERSIGN_TEST_DATABASE_URL;
  if (given) return given;
  const dataFolder = join(tmpdir(), `countersign-test-pg-${userInfo().uid}`);
  const options = { dataFolder, log: () => undefined, settings: testSettings, shared: true };
  const { connectionString } = await startEmbeddedPostgres(options);
  await dropOrphans(connectionString);
  return connectionString;
}

/** An empty database. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0');
}

/** A database with all migrations applied: a copy of a template that is made once per state of the migrations folder. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(await template());
}

let templateName: Promise<string> | undefined;

function template(): Promise<string> {
  return (templateName ??= makeTemplate());
}

async function makeTemplate(): Promise<string> {
  const migrations = await readMigrations();
  const name = `countersign_template_${hashOf(migrations)}`;
  const address = await testServer();
  await asAdmin(address, async (admin) => {
    await admin.query('SELECT pg_advisory_lock(1)');
    const found = await admin.query('SELECT datallowconn FROM pg_database WHERE datname = $1', [name]);
    if (found.rows.some((row: { datallowconn: boolean }) => !row.datallowconn)) return;
    // A template that still takes connections was left half made.
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${name}`);
    await migrate(withDatabase(address, name), migrations);
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  });
  return name;
}

function hashOf(migrations: Migration[]): string {
  const text = migrations.map((migration) => migration.name + migration.checksum).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function createDatabase(from: string): Promise<TestDatabase> {
  const address = await testServer();
  const name = `test_${process.pid}_${counter++}`;
  await asAdmin(address, (admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${from}`));
  const connectionString = withDatabase(address, name);
  const pool = createPool({ connectionString, applicationName: name });
  return {
    connectionString,
    pool,
    async [Symbol.asyncDispose]() {
      if (!pool.ended) await pool.end();
      await asAdmin(address, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** The same server and user, another database. */
export function withDatabase(address: string, database: string): string {
  return address.replace(/\/[^/?]*(\?|$)/, `/${database}$1`);
}

async function asAdmin<T>(address: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: address });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** Drops databases of test processes that were killed. */
async function dropOrphans(address: string): Promise<void> {
  await asAdmin(address, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      String.raw`SELECT datname FROM pg_database WHERE datname ~ '^test_\d+_\d+$'`,
    );
    for (const { datname } of rows) {
      if (!isRunning(Number(datname.split('_')[1]))) {
        await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
      }
    }
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
