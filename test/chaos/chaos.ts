import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#db/embedded/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { databaseAway } from './database-away.ts';
import { killLoop } from './kill-loop.ts';
import type { Comparison } from './ledger.ts';
import { pauseAndOvertake } from './pause.ts';
import { openWorld, type World } from './world.ts';

/** `npm run chaos`: the long form, with fsync on. Prints what was done and what the ledgers say. */
const kills = Number(process.argv[2] ?? 100);
const perSecond = Number(process.argv[3] ?? 200);
let failed = false;

await suite('killed at random and at named places', async () => {
  return inWorld((world) => killLoop(world, { perSecond, kills, settleSeconds: 60 }));
});
await suite('stopped and overtaken', () => inWorld(pauseAndOvertake));
await suite('PostgreSQL away and back', () => databaseAway({ rounds: 10, perSecond: 50 }));
process.exit(failed ? 1 : 0);

async function suite(name: string, run: () => Promise<Comparison>): Promise<void> {
  console.log(`\n${name} …`);
  const { missing, doubled, invented, ...report } = await run();
  const broken = missing.length + doubled.length + invented.length + report.unfinished;
  if (broken > 0) failed = true;
  console.log(
    JSON.stringify(
      { ...report, missing: missing.length, doubled: doubled.length, invented: invented.length },
      null,
      2,
    ),
  );
  console.log(
    broken === 0
      ? '✓ every event answered 2xx has exactly one deal, no deal is without an event'
      : '✗ the promise is broken',
  );
}

async function inWorld<Report>(run: (world: World) => Promise<Report>): Promise<Report> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'countersign-chaos-pg-'));
  const database = await startEmbeddedPostgres({ dataFolder, log: () => undefined });
  await migrate(database.connectionString);
  const world = await openWorld(database.connectionString);
  try {
    return await run(world);
  } finally {
    await world.close();
    await database.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
