import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '../support/database.ts';
import { databaseAway } from './database-away.ts';
import { crashPoints, killLoop } from './kill-loop.ts';
import type { Comparison } from './ledger.ts';
import { pauseAndOvertake } from './pause.ts';
import { openWorld } from './world.ts';

/** The promise, as the two ledgers show it. */
function holds(report: Comparison): void {
  assert.ok(report.acknowledged > 0, 'events were taken');
  assert.deepEqual(report.missing, [], 'answered 2xx, but no deal');
  assert.deepEqual(report.doubled, [], 'more than one deal for an event');
  assert.deepEqual(report.invented, [], 'a deal without an event');
  assert.equal(report.unfinished, 0, 'runs that rest nowhere');
}

test(
  'killed again and again, every event answered 2xx has exactly one deal',
  { timeout: 300_000 },
  async () => {
    await using database = await createTestDatabase();
    const world = await openWorld(database.connectionString);
    try {
      const report = await killLoop(world, { perSecond: 20, kills: 12, settleSeconds: 60 });
      holds(report);
      assert.ok(report.kills >= 12, `killed ${report.kills} times`);
      assert.ok(Object.keys(report.crashPoints).length >= 3, `died at ${JSON.stringify(report.crashPoints)}`);
      assert.ok(
        Object.values(report.faults).every((fired) => fired > 0),
        `faults fired: ${JSON.stringify(report.faults)}`,
      );
    } finally {
      await world.close();
    }
  },
);

test(
  'a worker that slept through its lease writes and doubles nothing, wherever it stood',
  { timeout: 300_000 },
  async () => {
    await using database = await createTestDatabase();
    const world = await openWorld(database.connectionString);
    try {
      const report = await pauseAndOvertake(world);
      holds(report);
      assert.deepEqual(report.stoppedAt, [...crashPoints.worker]);
      assert.ok(report.unknown > 0, 'lost attempts are recorded as unknown');
    } finally {
      await world.close();
    }
  },
);

test(
  'with PostgreSQL going away and coming back, nothing is lost and work goes on by itself',
  { timeout: 180_000 },
  async () => {
    const report = await databaseAway({ rounds: 2, perSecond: 30 });
    holds(report);
    assert.ok((report.answers['503'] ?? 0) > 0, `answers: ${JSON.stringify(report.answers)}`);
    assert.ok(report.connectionsCut > 0);
  },
);
