import type { Pool } from 'pg';
import type { Clock } from '../std/clock.ts';
import type { Job, JobKind, Lane } from '../domain/job.ts';
import { allLanes } from '../domain/job.ts';
import type { Held } from '../jobs/leases.ts';
import type { Engine } from './engine.ts';
import { LaneWorker } from '../jobs/lane.ts';
import { finish, release } from '../jobs/store.ts';

/** What a background job came to: `again` after so many milliseconds (with a new payload), or over. */
export type BackgroundOutcome = { again: number; payload?: Job['payload'] } | { over: true };
export type BackgroundHandler = (held: Held) => Promise<BackgroundOutcome>;

export interface WorkerOptions {
  pool: Pool;
  clock: Clock;
  owner: string;
  engine: Engine;
  background: Partial<Record<JobKind, BackgroundHandler>>;
  onError(error: unknown, job: Job | null): void;
  onLost(job: Job): void;
}

/** What a worker is told from elsewhere: there may be work in these lanes. */
export interface WakeUp {
  lanes: Lane[];
}

export interface Worker {
  /** Looks for work now, in some lanes or in all; only a hint. */
  wake(lanes?: readonly Lane[]): void;
  stop(graceMs: number): Promise<void>;
  held(): Record<string, number>;
}

const concurrency = { runs: 64, webhooks: 64, background: 4, notices: 16 };
const prefetch = { runs: 200, webhooks: 400, background: 8, notices: 32 };

/** Works all lanes. Lanes do not wait for one another: slow receivers of webhooks hold up no other run. */
export function startWorker(options: WorkerOptions): Worker {
  const { pool, clock, owner, engine, onError, onLost } = options;
  const shared = { db: pool, clock, owner, onError, onLost };
  const forRuns = {
    prepare: (held: Held[]) => engine.prepare(held),
    handle: (held: Held) => engine.handle(held),
  };
  const lanes = {
    runs: new LaneWorker({
      ...shared,
      ...forRuns,
      lane: 'runs',
      concurrency: concurrency.runs,
      prefetch: prefetch.runs,
    }),
    webhooks: new LaneWorker({
      ...shared,
      ...forRuns,
      lane: 'webhooks',
      concurrency: concurrency.webhooks,
      prefetch: prefetch.webhooks,
    }),
    background: new LaneWorker({
      ...shared,
      lane: 'background',
      concurrency: concurrency.background,
      prefetch: prefetch.background,
      handle: (held) => handleBackground(options, held),
      retryMs: 30_000,
    }),
    // A lane of their own: a mail server that hangs keeps no sweep and no reading of changes waiting.
    notices: new LaneWorker({
      ...shared,
      lane: 'notices',
      concurrency: concurrency.notices,
      prefetch: prefetch.notices,
      handle: (held) => handleBackground(options, held),
      retryMs: 5_000,
    }),
  };
  const all = Object.values(lanes);
  return {
    wake: (names = allLanes) => {
      for (const name of names) lanes[name].wake();
    },
    stop: async (graceMs) => {
      await Promise.all(all.map((lane) => lane.stop(graceMs)));
    },
    held: () => Object.fromEntries(Object.entries(lanes).map(([name, lane]) => [name, lane.held])),
  };
}

async function handleBackground(options: WorkerOptions, held: Held): Promise<void> {
  const handler = options.background[held.job.kind];
  if (!handler) throw new Error(`no room handles jobs of kind ${held.job.kind}`);
  const outcome = await handler(held);
  if ('over' in outcome) await finish(options.pool, options.owner, held.job);
  else {
    await release(options.pool, options.owner, [held.job], outcome.again, {
      payload: outcome.payload ?? undefined,
    });
  }
}
