import { systemClock } from '#std/clock.ts';
import type { Victim } from './processes.ts';
import { compareLedgers, settle, type Comparison } from './ledger.ts';
import { Sender } from './sender.ts';
import type { World } from './world.ts';

export interface KillLoopOptions {
  perSecond: number;
  /** How often the web process and a worker are killed, together. */
  kills: number;
  /** Seconds everything may take to finish after the last kill. */
  settleSeconds: number;
}

export interface KillLoopReport extends Comparison {
  kills: number;
  /** Kills at a named place, by place. */
  crashPoints: Record<string, number>;
  answers: Record<string, number>;
  /** How often each fault of the emulator fired. */
  faults: Record<string, number>;
  settledInSeconds: number;
}

/** Where the product is made to die: before and after every commit and every call. */
export const crashPoints = {
  web: ['before_intake_commit', 'after_intake_commit'],
  worker: [
    'before_write',
    'after_intent_before_call',
    'after_call_before_link',
    'after_link_before_record',
    'before_result',
    'after_result',
  ],
} as const;

const rules = [
  { kind: 'cut_before', probability: 0.02 },
  { kind: 'cut_after', probability: 0.03 },
  { kind: 'html500_after', probability: 0.02 },
  { kind: 'status', probability: 0.02, params: { status: 500, body: { error: 'x' } } },
  { kind: 'status', probability: 0.01, params: { status: 429, headers: { 'retry-after': '1' } } },
  { kind: 'delay', probability: 0.05, params: { ms: 300 } },
];

/**
 * Events at a steady rate while the web process and a worker are killed again and again, at random moments and at named
 * places, and RD Station CRM cuts, delays and fails calls before and after it carried them out. Then all is let be,
 * and the ledgers are compared: every event answered 2xx has exactly one deal, and no deal is without an event.
 */
export async function killLoop(world: World, options: KillLoopOptions): Promise<KillLoopReport> {
  for (const rule of rules) {
    await world.control('rdstation', 'POST', '/faults', {
      match: { path: '^/api/v1/(deals|contacts)' },
      ...rule,
    });
  }
  const worker = world.worker();
  const ready = await Promise.all([world.web.start(), worker.start()]);
  if (!ready.every(Boolean)) throw new Error('the product did not start');
  const sender = new Sender(world);
  const sending = sender.run(options.perSecond);
  const hit: Record<string, number> = {};
  await Promise.all([
    reap(world.web, crashPoints.web, options.kills / 2, hit),
    reap(worker, crashPoints.worker, options.kills / 2, hit),
  ]);
  await sender.stop();
  await sending;
  const fired = await world.control<{ faults: { kind: string; fired: number }[] }>(
    'rdstation',
    'GET',
    '/faults',
  );
  await world.control('rdstation', 'DELETE', '/faults');
  const settledInSeconds = await settle(world, options.settleSeconds);
  const faults: Record<string, number> = {};
  for (const { kind, fired: times } of fired.faults) faults[kind] = (faults[kind] ?? 0) + times;
  return {
    ...(await compareLedgers(world, sender)),
    kills: world.web.kills + worker.kills,
    crashPoints: hit,
    answers: Object.fromEntries(sender.answers),
    faults,
    settledInSeconds,
  };
}

/** Kills one process again and again: every second time at a named place, else after 50 to 2,000 ms of readiness. */
async function reap(
  victim: Victim,
  places: readonly string[],
  kills: number,
  hit: Record<string, number>,
): Promise<void> {
  for (let count = 0; count < kills; count++) {
    await systemClock.sleep(50 + Math.random() * 1_950);
    await victim.kill();
    const place = count % 2 === 0 ? places[(count >> 1) % places.length]! : null;
    if (place === null) {
      await victim.start();
      continue;
    }
    const armed = victim.start({
      COUNTERSIGN_INTERNAL_CRASH_AT: `${place}:${1 + Math.floor(Math.random() * 5)}`,
    });
    await Promise.race([armed, systemClock.sleep(8_000)]);
    const died = await Promise.race([
      victim.ended().then(() => true),
      systemClock.sleep(8_000).then(() => false),
    ]);
    if (died) {
      victim.kills++;
      hit[place] = (hit[place] ?? 0) + 1;
    } else await victim.kill();
    await victim.start();
  }
}
