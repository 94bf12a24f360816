import type { Pool, PoolClient } from 'pg';
import { idAt } from '../std/id.ts';
import type { Clock } from '../std/clock.ts';
import { isDeadlock, transaction } from '../db/pool.ts';
import { letPendingTermsGrow } from './pending-terms.ts';

/** Partitioned by range of their UUIDv7: a partition holds what began in one week. */
const tables = [
  { name: 'events', key: 'id', with: '' },
  { name: 'runs', key: 'id', with: 'with (fillfactor = 85)' },
  { name: 'attempts', key: 'run_id', with: '' },
  { name: 'run_actions', key: 'run_id', with: '' },
  { name: 'terms', key: 'run_id', with: '' },
];
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
const batchSize = 5_000;
const lockTimeoutMs = 1_000;
const weeksAhead = 4;

/** First millisecond of the week a time is in, counted from the epoch. */
export function weekOf(ms: number): number {
  return Math.floor(ms / weekMs) * weekMs;
}

const suffix = (week: number) => new Date(week).toISOString().slice(0, 10).replaceAll('-', '');

interface Partition {
  table: (typeof tables)[number];
  week: number;
  name: string;
}

/**
 * Makes the partitions of this week and the next four. Rows that came while one was missing stand in the default
 * partition; a week they fall into stays there, because splitting it would lock the table. A table that is busy is left
 * for the next time: waiting for its lock would make everybody wait who writes to it.
 * @returns names of the partitions made
 */
export async function makePartitions(pool: Pool, clock: Clock): Promise<string[]> {
  const first = weekOf(clock.now());
  const weeks = Array.from({ length: weeksAhead + 1 }, (_, index) => first + index * weekMs);
  const wanted = weeks.flatMap((week) =>
    tables.map((table) => ({ table, week, name: `${table.name}_${suffix(week)}` })),
  );
  const { rows } = await pool.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where to_regclass(name) is null',
    [wanted.map((partition) => partition.name)],
  );
  const missing = new Set(rows.map((row) => row.name));
  const busy = new Set<string>();
  const made: string[] = [];
  for (const partition of wanted.filter(({ name }) => missing.has(name))) {
    if (busy.has(partition.table.name)) continue;
    const outcome = await makePartition(pool, partition);
    if (outcome === 'done') made.push(partition.name);
    if (outcome === 'busy') busy.add(partition.table.name);
  }
  return made;
}

type Outcome = 'done' | 'busy' | 'needless';

async function makePartition(pool: Pool, { table, week, name }: Partition): Promise<Outcome> {
  const [from, to] = [idAt(week), idAt(week + weekMs)];
  return briefly(pool, async (tx) => {
    const { rows } = await tx.query<{ taken: boolean }>(
      `select to_regclass($1) is not null or exists (
         select from ${table.name}_default where ${table.key} >= $2 and ${table.key} < $3) as taken`,
      [name, from, to],
    );
    if (rows[0]!.taken) return 'needless';
    await tx.query(
      `create table ${name} partition of ${table.name} for values from ('${from}') to ('${to}') ${table.with}`,
    );
    if (table.name === 'terms') await letPendingTermsGrow(tx, name);
    return 'done';
  });
}

/** Changes a table when it is free for it soon. One process at a time. */
async function briefly(pool: Pool, work: (tx: PoolClient) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await transaction(pool, async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('countersign partitions'))`);
      await tx.query(`set local lock_timeout = '${lockTimeoutMs}ms'`);
      return work(tx);
    });
  } catch (error) {
    if (isDeadlock(error)) return 'busy';
    throw error;
  }
}

/**
 * Retention: drops the weeks that ended before every workspace's limit, and what stands in the default partitions or
 * points to runs of before. Shorter limits of single workspaces are kept by `blankOld`.
 * @returns names of the partitions dropped
 */
export async function dropOldPartitions(pool: Pool, clock: Clock): Promise<string[]> {
  const before = await oldestKept(pool, clock);
  const { rows: old } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = any($1::regclass[]) and c.relname ~ '_[0-9]{8}$' and right(c.relname, 8) <= $2 order by 1`,
    [tables.map((table) => table.name), suffix(weekOf(before) - weekMs)],
  );
  const dropped: string[] = [];
  for (const { name } of old) {
    const outcome = await briefly(pool, async (tx) => {
      await tx.query(`drop table if exists ${name}`);
      return 'done';
    });
    if (outcome === 'done') dropped.push(name);
  }
  for (const { name, key } of tables) {
    const some = `select ${key} from ${name}_default where ${key} < $1 limit ${batchSize}`;
    await inBatches(pool, `delete from ${name}_default where ${key} in (${some})`, [idAt(before)]);
  }
  await pool.query(
    'delete from attention using workspaces w where attention.workspace_id = w.id and attention.run_id < $1',
    [idAt(weekOf(before))],
  );
  return dropped;
}

/** The time, in milliseconds since the epoch, before which no workspace keeps anything. */
export async function oldestKept(pool: Pool, clock: Clock): Promise<number> {
  const { rows } = await pool.query<{ days: number | null }>(
    'select max(retention_days) as days from workspaces',
  );
  return clock.now() - (rows[0]!.days ?? 90) * dayMs;
}

async function inBatches(pool: Pool, text: string, values: unknown[]): Promise<number> {
  let total = 0;
  for (let count = batchSize; count >= batchSize; total += count) {
    count = (await pool.query(text, values)).rowCount ?? 0;
  }
  return total;
}

/** Blanks what workspaces with a shorter limit keep no longer: bodies, details, search terms. Batches of 5,000 rows. */
export async function blankOld(pool: Pool, clock: Clock): Promise<number> {
  const { rows } = await pool.query<{ id: string; retention_days: number }>(
    'select id, retention_days from workspaces where retention_days < (select max(retention_days) from workspaces)',
  );
  let blanked = 0;
  for (const workspace of rows) {
    const before = idAt(clock.now() - workspace.retention_days * dayMs);
    for (const text of blankings) blanked += await inBatches(pool, text, [workspace.id, before]);
  }
  return blanked;
}

const blankings = [
  `update events set body = null, headers = null, title = null where id in (
     select id from events where workspace_id = $1 and id < $2 and body is not null limit ${batchSize})`,
  `update attempts set detail = null, output = null where (run_id, step, n) in (
     select a.run_id, a.step, a.n from runs r join attempts a on a.run_id = r.id
     where r.workspace_id = $1 and r.id < $2 and a.detail is not null limit ${batchSize})`,
  `delete from terms where run_id in (
     select run_id from terms where workspace_id = $1 and run_id < $2 limit ${batchSize})`,
];

/** Forgets dedupe marks older than any vendor retries or any reconcile looks back: 180 days. */
export async function forgetSeen(pool: Pool): Promise<number> {
  const some = `select ctid from seen where at < now() - interval '180 days' limit ${batchSize}`;
  return inBatches(pool, `delete from seen where ctid = any(array(${some}))`, []);
}
