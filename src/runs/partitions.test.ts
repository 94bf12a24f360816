import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { systemClock, type Clock } from '#std/clock.ts';
import { idAt, newId, type Id } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { sortPendingTerms } from './pending-terms.ts';
import { blankOld, dropOldPartitions, forgetSeen, makePartitions, weekOf } from './partitions.ts';

const dayMs = 86_400_000;
const tables = ['attempts', 'events', 'run_actions', 'runs', 'terms'];
// Weeks begin on Thursdays, as the epoch did.
const thursday = Date.parse('2026-03-12T00:00:00Z');

let database: TestDatabase;
before(async () => void (database = await createTestDatabase()));
beforeEach(async () => {
  for (const name of await partitions()) await database.pool.query(`drop table ${name}`);
  for (const table of [...tables, 'attention', 'seen', 'workspaces']) {
    await database.pool.query(`delete from ${table}`);
  }
});
after(() => database[Symbol.asyncDispose]());

const clockAt = (time: string | number): Clock => ({ ...systemClock, now: () => new Date(time).getTime() });
/** Ids of a time long ago; `newId` never goes backwards. */
const idOf = (time: string): Id => idAt(Date.parse(time)).slice(0, 24) + randomBytes(6).toString('hex');

async function partitions(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relname ~ '^(events|runs|run_actions|attempts|terms)_[0-9]{8}$' order by 1`,
  );
  return rows.map((row) => row.name);
}

async function workspace(retentionDays: number): Promise<Id> {
  const id = newId();
  const values = [id, retentionDays];
  await database.pool.query(`insert into workspaces (id, name, retention_days) values ($1, 'W', $2)`, values);
  return id;
}

/** An event with a run, an attempt, two rows of search terms, and a place in the attention list. Gives the run's id. */
async function history(workspaceId: Id, time: string): Promise<Id> {
  const [event, run] = [idOf(time), idOf(time)];
  const { pool } = database;
  await pool.query(
    `insert into events (id, workspace_id, source_id, via, title, headers, body) values ($1, $2, $2, 'webhook', 'T', '{}', 'b')`,
    [event, workspaceId],
  );
  await pool.query(
    `insert into runs (id, workspace_id, workflow_id, version_id, event_id, status) values ($1, $2, $2, $2, $3, 'failed')`,
    [run, workspaceId, event],
  );
  await pool.query(
    `insert into attempts (run_id, step, n, status, action, started_at, detail, output) values ($1, 's', 1, 'failed', 'a', now(), 'd', '{}')`,
    [run],
  );
  await pool.query(`insert into terms (run_id, workspace_id, words) values ($1, $2, 'a'), ($1, $2, 'b')`, [
    run,
    workspaceId,
  ]);
  await pool.query(
    `insert into attention (workspace_id, run_id, status, code) values ($1, $2, 'failed', 'x')`,
    [workspaceId, run],
  );
  return run;
}

const where = async (table: string, key: string, id: Id) => {
  const { rows } = await database.pool.query<{ place: string }>(
    `select tableoid::regclass::text as place from ${table} where ${key} = $1`,
    [id],
  );
  return rows.map((row) => row.place);
};
const count = async (from: string) => (await database.pool.query(`select from ${from}`)).rowCount;

test('partitions of this week and the next four are made, and once only', async () => {
  const made = await makePartitions(database.pool, clockAt('2026-03-18T23:59:59.999Z'));
  const weeks = ['20260312', '20260319', '20260326', '20260402', '20260409'];
  assert.deepEqual(
    await partitions(),
    tables.flatMap((table) => weeks.map((week) => `${table}_${week}`)),
  );
  assert.equal(made.length, tables.length * 5);
  assert.deepEqual(await makePartitions(database.pool, clockAt('2026-03-18T23:59:59.999Z')), []);
  const next = await makePartitions(database.pool, clockAt('2026-03-19T00:00:00Z'));
  assert.deepEqual(
    next.toSorted(),
    tables.map((table) => `${table}_20260416`),
  );
});

test('processes that make partitions at the same time do not trip over one another', async () => {
  const clock = clockAt(thursday);
  const made = await Promise.all([1, 2, 3].map(() => makePartitions(database.pool, clock)));
  assert.equal(made.flat().length, tables.length * 5);
});

test('a row stands in the partition of the week its id was made in', async () => {
  await makePartitions(database.pool, clockAt(thursday));
  const home = await workspace(90);
  const run = await history(home, '2026-03-18T23:59:59.999Z');
  const later = await history(home, '2026-03-19T00:00:00.000Z');
  for (const [table, key] of [
    ['runs', 'id'],
    ['attempts', 'run_id'],
    ['terms', 'run_id'],
  ] as const) {
    assert.deepEqual([...new Set(await where(table, key, run))], [`${table}_20260312`]);
    assert.deepEqual([...new Set(await where(table, key, later))], [`${table}_20260319`]);
  }
});

test('rows that came before their partition stay where they are, and their week makes none', async () => {
  const early = await history(await workspace(90), '2026-03-14T12:00:00Z');
  const made = await makePartitions(database.pool, clockAt('2026-03-14T13:00:00Z'));
  assert.deepEqual(await where('runs', 'id', early), ['runs_default']);
  assert.ok(!made.includes('runs_20260312') && made.includes('runs_20260319'));
});

test('a table somebody holds is left for the next time, and nobody waits behind us', async () => {
  const reader = await database.pool.connect();
  await reader.query('begin; lock table runs in access share mode');
  const made = await makePartitions(database.pool, clockAt(thursday));
  assert.ok(made.length > 0 && !made.some((name) => name.startsWith('runs_')));
  await reader.query('commit');
  reader.release();
  const rest = await makePartitions(database.pool, clockAt(thursday));
  assert.equal(rest.filter((name) => name.startsWith('runs_')).length, 5);
});

test('weeks that ended before the longest limit are dropped, a week that reaches into it stays', async () => {
  await workspace(30);
  await workspace(10);
  for (const day of [0, 7, 14]) await makePartitions(database.pool, clockAt(thursday + day * dayMs));
  const limit = (at: string) => dropOldPartitions(database.pool, clockAt(Date.parse(at) + 30 * dayMs));
  assert.deepEqual(await limit('2026-03-18T23:59:59Z'), []);
  assert.deepEqual(
    await limit('2026-03-19T00:00:00Z'),
    tables.map((table) => `${table}_20260312`),
  );
  assert.ok((await partitions()).includes('runs_20260319'));
});

test('what stood outside any week, and what points to dropped runs, goes too', async () => {
  const home = await workspace(30);
  await history(home, '2026-03-14T00:00:00Z');
  const kept = await history(home, '2026-05-01T00:00:00Z');
  await dropOldPartitions(database.pool, clockAt('2026-05-02T00:00:00Z'));
  for (const table of ['events', 'runs', 'attempts', 'attention']) assert.equal(await count(table), 1, table);
  assert.equal(await count('terms'), 2);
  assert.deepEqual(await where('runs', 'id', kept), ['runs_default']);
});

test('a workspace that keeps less has its old content blanked, and nothing of anybody else’s', async () => {
  const [short, long] = [await workspace(10), await workspace(90)];
  for (const id of [short, long]) {
    await history(id, '2026-03-01T00:00:00Z');
    await history(id, '2026-03-14T00:00:00Z');
  }
  assert.equal(await blankOld(database.pool, clockAt('2026-03-15T00:00:00Z')), 4);
  const left = async (id: Id, what: string) => count(`${what} workspace_id = '${id}'`);
  assert.equal(await left(short, 'events where body is not null and'), 1);
  assert.equal(await left(long, 'events where body is not null and'), 2);
  assert.equal(await left(short, 'runs join attempts on run_id = id where detail is not null and'), 1);
  assert.equal(await left(long, 'runs join attempts on run_id = id where detail is not null and'), 2);
  assert.deepEqual([await left(short, 'terms where'), await left(long, 'terms where')], [2, 4]);
  assert.equal(await left(short, 'runs where'), 2, 'that it ran is known still');
  assert.equal(await blankOld(database.pool, clockAt('2026-03-15T00:00:00Z')), 0);
});

test('more than a batch of search rows is blanked to the end', async () => {
  const short = await workspace(10);
  await workspace(90);
  await database.pool.query(
    `insert into terms (run_id, workspace_id, words)
     select $2::uuid, $1::uuid, 'a'::tsvector from generate_series(1, 3) union all
     select ($3 || lpad(n::text, 12, '0'))::uuid, $1::uuid, 'b' from generate_series(1, 5100) n, generate_series(1, 2)`,
    [short, idOf('2026-03-01T00:00:00Z'), idAt(Date.parse('2026-03-01T00:00:00Z')).slice(0, 24)],
  );
  await blankOld(database.pool, clockAt('2026-03-15T00:00:00Z'));
  assert.equal(await count('terms'), 0);
});

test('dedupe marks are kept for 180 days', async () => {
  await database.pool.query(
    `insert into seen (source_id, hash, at) select $1, int4send(days), now() - days * interval '1 day' from unnest('{179,181,400}'::int[]) days`,
    [newId()],
  );
  assert.equal(await forgetSeen(database.pool), 2);
  assert.equal(await count('seen'), 1);
});

test('a week begins where the one before it ended', () => {
  assert.equal(weekOf(thursday - 1) + 7 * dayMs, thursday);
  assert.equal(weekOf(thursday), thursday);
});

test('search terms wait in a list beside the index, in old partitions and new, until they are sorted into it', async () => {
  const clock = clockAt(thursday);
  const names = await makePartitions(database.pool, clock);
  const { rows } = await database.pool.query<{ options: string[] }>(
    `select c.reloptions as options from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'terms_words'::regclass`,
  );
  assert.equal(rows.length, names.filter((name) => name.startsWith('terms_')).length + 1);
  for (const { options } of rows) {
    assert.ok(options.includes('gin_pending_list_limit=16384'), String(options));
  }
  await sortPendingTerms(database.pool);
  await history(await workspace(90), '2026-03-13T00:00:00Z');
  assert.equal(await sortPendingTerms(database.pool), 1);
  assert.equal(await sortPendingTerms(database.pool), 0);
});
