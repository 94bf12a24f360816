import type { Pool } from 'pg';
import { idAt } from '../std/id.ts';
import type { Clock } from '../std/clock.ts';

/** Partitioned by range of their UUIDv7: a partition holds what began in one week. */
const tables = [
  { name: 'events', key: 'id', with: '' },
  { name: 'runs', key: 'id', with: 'with (fillfactor = 85)' },
  { name: 'attempts', key: 'run_id', with: '' },
  { name: 'terms', key: 'run_id', with: '' },
];
const weekMs = 7 * 86_400_000;
const weeksAhead = 4;

/** First millisecond of the week a time is in, counted from the epoch. */
export function weekOf(ms: number): number {
  return Math.floor(ms / weekMs) * weekMs;
}

const suffix = (week: number) => new Date(week).toISOString().slice(0, 10).replaceAll('-', '');

/**
 * Makes the partitions of this week and the next four. Rows that came while one was missing stand in the default
 * partition; a week they fall into stays there, because splitting it would lock the table.
 */
export async function makePartitions(pool: Pool, clock: Clock): Promise<void> {
  const first = weekOf(clock.now());
  for (let week = first; week <= first + weeksAhead * weekMs; week += weekMs) {
    for (const table of tables) {
      const name = `${table.name}_${suffix(week)}`;
      const { rows } = await pool.query<{ there: boolean }>(
        `select to_regclass($1) is not null or exists (
           select from ${table.name}_default where ${table.key} >= $2 and ${table.key} < $3) as there`,
        [name, idAt(week), idAt(week + weekMs)],
      );
      if (rows[0]!.there) continue;
      await pool.query(
        `create table if not exists ${name} partition of ${table.name}
         for values from ('${idAt(week)}') to ('${idAt(week + weekMs)}') ${table.with}`,
      );
    }
  }
}

/**
 * Retention: drops the weeks that ended before every workspace's limit. Shorter limits of single workspaces are kept by
 * `blankOld`.
 * @returns names of the partitions dropped
 */
export async function dropOldPartitions(pool: Pool, clock: Clock): Promise<string[]> {
  const { rows } = await pool.query<{ days: number | null }>(
    'select max(retention_days) as days from workspaces',
  );
  const before = clock.now() - (rows[0]!.days ?? 90) * 86_400_000;
  const { rows: old } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = any($1::regclass[]) and c.relname ~ '_[0-9]{8}$'
       and to_date(right(c.relname, 8), 'YYYYMMDD') + 7 <= to_timestamp($2::float8 / 1000)::date`,
    [tables.map((table) => table.name), before],
  );
  for (const { name } of old) await pool.query(`drop table if exists ${name}`);
  return old.map((row) => row.name);
}

/** Blanks what workspaces with a shorter limit keep no longer: bodies, details, search terms. Batches of 5,000 rows. */
export async function blankOld(pool: Pool, clock: Clock): Promise<number> {
  const { rows } = await pool.query<{ id: string; retention_days: number }>(
    'select id, retention_days from workspaces where retention_days < (select max(retention_days) from workspaces)',
  );
  let blanked = 0;
  for (const workspace of rows) {
    const before = idAt(clock.now() - workspace.retention_days * 86_400_000);
    const statements = [
      `update events set body = null, headers = null, title = null where id in (
         select id from events where workspace_id = $1 and id < $2 and body is not null limit 5000)`,
      `update attempts set detail = null, output = null where (run_id, step, n) in (
         select a.run_id, a.step, a.n from runs r join attempts a on a.run_id = r.id
         where r.workspace_id = $1 and r.id < $2 and a.detail is not null limit 5000)`,
      `delete from terms where run_id in (select run_id from terms where workspace_id = $1 and run_id < $2 limit 5000)`,
    ];
    for (const text of statements) {
      for (let count = 5_000; count === 5_000; blanked += count) {
        count = (await pool.query(text, [workspace.id, before])).rowCount ?? 0;
      }
    }
  }
  return blanked;
}

/** Forgets dedupe marks older than any vendor retries or any reconcile looks back: 180 days. */
export async function forgetSeen(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(`delete from seen where at < now() - interval '180 days'`);
  return rowCount ?? 0;
}
