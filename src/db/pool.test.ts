import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Generated } from 'kysely';
import type pg from 'pg';
import { createEmptyDatabase } from '../../test/support/database.ts';
import { createKysely, createPool, isConnectionError, isDataError, isDeadlock, transaction } from './pool.ts';

const fails = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => assert.fail('it did not fail'),
    (error: unknown) => error,
  );

const kinds = (error: unknown) => [isConnectionError(error), isDeadlock(error), isDataError(error)];

describe('createPool', () => {
  test('losing an idle connection is reported, and the next query gets a new one', async () => {
    await using database = await createEmptyDatabase();
    let lost: (error: Error) => void = () => undefined;
    const reported = new Promise<Error>((resolve) => (lost = resolve));
    const { connectionString } = database;
    const pool = createPool({
      connectionString,
      applicationName: 'victim',
      onConnectionLost: (error) => lost(error),
    });
    await pool.query('SELECT 1');
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'",
    );
    assert.ok(isConnectionError(await reported));
    assert.deepEqual((await pool.query('SELECT 2 AS two')).rows, [{ two: 2 }]);
    await pool.end();
  });

  test('losing a connection in use rejects its statement as a connection error', async () => {
    await using database = await createEmptyDatabase();
    const error = await fails(database.pool.query('SELECT pg_terminate_backend(pg_backend_pid())'));
    assert.deepEqual(kinds(error), [true, false, false]);
  });

  test('a statement over its time is ended, and that is no lost connection', async () => {
    await using database = await createEmptyDatabase();
    const { connectionString } = database;
    const pool = createPool({ connectionString, applicationName: 'slow', statementTimeoutMs: 50 });
    const error = await fails(pool.query('SELECT pg_sleep(20)'));
    assert.equal((error as pg.DatabaseError).code, '57014');
    assert.equal(isConnectionError(error), false);
    await pool.end();
  });
});

describe('transaction', () => {
  test('commits what was done, and rolls it all back on a throw', async () => {
    await using database = await createEmptyDatabase();
    await database.pool.query('CREATE TABLE box (n int)');
    const insert = (n: number) => (client: pg.PoolClient) => client.query('INSERT INTO box VALUES ($1)', [n]);
    await transaction(database.pool, insert(1));
    const thrown = new Error('changed my mind');
    const error = await fails(
      transaction(database.pool, async (client) => {
        await insert(2)(client);
        throw thrown;
      }),
    );
    assert.equal(error, thrown);
    assert.deepEqual((await database.pool.query('SELECT n FROM box')).rows, [{ n: 1 }]);
    assert.equal(database.pool.idleCount, database.pool.totalCount);
  });

  test('a connection lost inside is thrown away, not handed to the next', async () => {
    await using database = await createEmptyDatabase();
    const error = await fails(
      transaction(database.pool, (client) => client.query('SELECT pg_terminate_backend(pg_backend_pid())')),
    );
    assert.ok(isConnectionError(error));
    assert.equal(database.pool.totalCount, 0);
  });
});

test('kysely queries run on the pool', async () => {
  await using database = await createEmptyDatabase();
  await database.pool.query('CREATE TABLE box (n int GENERATED ALWAYS AS IDENTITY, label text)');
  const db = createKysely<{ box: { n: Generated<number>; label: string } }>(database.pool);
  await db.insertInto('box').values({ label: 'first' }).execute();
  assert.deepEqual(await db.selectFrom('box').selectAll().execute(), [{ n: 1, label: 'first' }]);
});

describe('kinds of errors', () => {
  test('an address where nobody listens, or that does not exist, is a connection error', async () => {
    for (const host of ['127.0.0.1:1', '%2Fnowhere', 'no-such-host.invalid']) {
      const pool = createPool({ connectionString: `postgres://a:b@${host}/c`, applicationName: 'lost' });
      assert.deepEqual(kinds(await fails(pool.query('SELECT 1'))), [true, false, false], host);
      await pool.end();
    }
  });

  const dataErrors: Record<string, string> = {
    'a NUL in JSON': `SELECT '"\\u0000"'::jsonb->>0, ('{"a":"\\u0000"}'::jsonb)->>'a'`,
    'a number out of range': 'SELECT 99999999999::int',
    'a duplicate key': 'CREATE TABLE a (n int PRIMARY KEY); INSERT INTO a VALUES (1), (1)',
    'a missing reference':
      'CREATE TABLE b (n int PRIMARY KEY REFERENCES b); INSERT INTO b SELECT 1 FROM b; INSERT INTO b VALUES (null)',
  };
  for (const [name, sql] of Object.entries(dataErrors)) {
    test(`${name} is a data error`, async () => {
      await using database = await createEmptyDatabase();
      assert.deepEqual(kinds(await fails(database.pool.query(sql))), [false, false, true]);
    });
  }

  test('one of two transactions that wait for each other fails as a deadlock', async () => {
    await using database = await createEmptyDatabase();
    await database.pool.query('CREATE TABLE box (n int PRIMARY KEY); INSERT INTO box VALUES (1), (2)');
    const [a, b] = [await database.pool.connect(), await database.pool.connect()];
    const lock = (client: pg.PoolClient, n: number) =>
      client.query('SELECT FROM box WHERE n = $1 FOR UPDATE', [n]);
    for (const client of [a, b]) await client.query("BEGIN; SET LOCAL deadlock_timeout = '20ms'");
    await lock(a, 1);
    await lock(b, 2);
    const outcomes = await Promise.allSettled([
      lock(a, 2).finally(() => a.query('ROLLBACK')),
      lock(b, 1).finally(() => b.query('ROLLBACK')),
    ]);
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.deepEqual(
      failed.map((outcome) => kinds(outcome.reason)),
      [[false, true, false]],
    );
    for (const client of [a, b]) client.release();
  });

  test('a syntax error, a missing table and a thrown text are none of them', async () => {
    await using database = await createEmptyDatabase();
    for (const sql of ['SELEC', 'SELECT * FROM nowhere']) {
      assert.deepEqual(kinds(await fails(database.pool.query(sql))), [false, false, false]);
    }
    assert.deepEqual(kinds('ECONNRESET'), [false, false, false]);
    assert.deepEqual(kinds(new Error('boom')), [false, false, false]);
  });

  test('a server that shuts down is a connection error, also inside an AggregateError', () => {
    const shutdown = Object.assign(new Error('terminating'), { code: '57P01' });
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    assert.ok(isConnectionError(shutdown));
    assert.ok(isConnectionError(new AggregateError([refused, refused])));
    assert.equal(isConnectionError(new AggregateError([refused, new Error('boom')])), false);
  });
});
