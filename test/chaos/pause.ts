import { systemClock } from '#std/clock.ts';
import { leaseMs } from '#jobs/store.ts';
import { crashPoints } from './kill-loop.ts';
import { compareLedgers, settle, type Comparison } from './ledger.ts';
import { Sender } from './sender.ts';
import type { World } from './world.ts';

export interface PauseReport extends Comparison {
  /** Places at which a worker was really stopped. */
  stoppedAt: string[];
}

/**
 * A worker is stopped (SIGSTOP) at each named place while it holds runs, longer than its lease; another one overtakes it;
 * then it goes on where it stood. Nothing it does from there on may be written or doubled.
 */
export async function pauseAndOvertake(world: World): Promise<PauseReport> {
  const paused = crashPoints.worker.map((place) => ({ place, worker: world.worker() }));
  await world.web.start();
  const started = await Promise.all(
    paused.map(({ place, worker }) => worker.start({ COUNTERSIGN_INTERNAL_CRASH_AT: `stop:${place}:3` })),
  );
  if (!started.every(Boolean)) throw new Error('a worker did not start');
  const sender = new Sender(world);
  const sending = sender.run(20);
  const stoppedAt = await untilStopped(paused);
  await sender.stop();
  await sending;
  const healthy = world.worker();
  await healthy.start();
  await systemClock.sleep(leaseMs + 5_000);
  for (const { worker } of paused) worker.signal('SIGCONT');
  await settle(world, 60);
  // What was overtaken writes its last words a moment after it wakes.
  await systemClock.sleep(2_000);
  return { stoppedAt, ...(await compareLedgers(world, sender)) };
}

async function untilStopped(
  paused: { place: string; worker: { isStopped(): boolean } }[],
): Promise<string[]> {
  const until = systemClock.monotonic() + 90_000;
  for (;;) {
    const stopped = paused.filter(({ worker }) => worker.isStopped()).map(({ place }) => place);
    if (stopped.length === paused.length || systemClock.monotonic() > until) return stopped;
    await systemClock.sleep(100);
  }
}
