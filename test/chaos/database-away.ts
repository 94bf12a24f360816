import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#db/embedded/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { systemClock } from '#std/clock.ts';
import { compareLedgers, settle, type Comparison } from './ledger.ts';
import { Sender } from './sender.ts';
import { openWorld } from './world.ts';

export interface DatabaseReport extends Comparison {
  cuts: number;
  /** Connections ended by the cuts. */
  connectionsCut: number;
  restarts: number;
  answers: Record<string, number>;
  settledInSeconds: number;
}

/**
 * PostgreSQL is stopped and started, and all connections to it are cut, again and again, while events arrive. Meanwhile
 * 503; afterwards work goes on by itself, and nothing is lost or doubled.
 */
export async function databaseAway(options: { rounds: number; perSecond: number }): Promise<DatabaseReport> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'countersign-chaos-pg-'));
  const start = () => startEmbeddedPostgres({ dataFolder, log: () => undefined });
  let database: EmbeddedPostgres = await start();
  await migrate(database.connectionString);
  const world = await openWorld(database.connectionString);
  try {
    const worker = world.worker();
    if (!(await Promise.all([world.web.start(), worker.start()])).every(Boolean)) {
      throw new Error('the product did not start');
    }
    const sender = new Sender(world);
    const sending = sender.run(options.perSecond);
    let connectionsCut = 0;
    for (let round = 0; round < options.rounds; round++) {
      await systemClock.sleep(1_500);
      connectionsCut += await cutAll(database.connectionString);
      await systemClock.sleep(1_500);
      await database.stop();
      await systemClock.sleep(1_000);
      database = await start();
    }
    await systemClock.sleep(1_000);
    await sender.stop();
    await sending;
    const settledInSeconds = await settle(world, 60);
    return {
      ...(await compareLedgers(world, sender)),
      cuts: options.rounds,
      connectionsCut,
      restarts: options.rounds,
      answers: Object.fromEntries(sender.answers),
      settledInSeconds,
    };
  } finally {
    await world.close();
    await database.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

/** Ends every connection but our own, as a failing network would. */
async function cutAll(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    return rowCount ?? 0;
  } finally {
    await client.end();
  }
}
