import type { Queryable } from '../db/pool.ts';
import type { Clock } from '../std/clock.ts';
import type { Job, Lane } from '../domain/job.ts';
import type { Held } from './leases.ts';
import { Leases } from './leases.ts';
import { abandon, claim, leaseMs, reap, release } from './store.ts';

export interface LaneOptions {
  db: Queryable;
  clock: Clock;
  lane: Lane;
  /** This process's name among the workers; new at every start. */
  owner: string;
  /** Jobs handled at once. */
  concurrency: number;
  /** Most jobs held, those waiting for their turn included. */
  prefetch: number;
  /** Loads what a batch of claimed jobs needs, in as few statements as it likes. */
  prepare?(held: Held[]): Promise<void>;
  /** Handles one job to its end: its result, release or deletion is written by the handler. */
  handle(held: Held): Promise<void>;
  /** Our own failures (a throw of the handler, the database): the job is given back and tried again. */
  onError(error: unknown, job: Job | null): void;
  /** The database gave the job to somebody else. */
  onLost(job: Job): void;
  /** Wait before a job whose handler threw is claimed again. Default 1,000 ms. */
  retryMs?: number;
}

const pollMs = 200;
const extendEveryMs = leaseMs / 3;
const reapEveryMs = 2_000;

/** Works one lane of the queue until stopped. A lost database connection stops nothing but the waiting. */
export class LaneWorker {
  readonly #options: LaneOptions;
  readonly #leases: Leases;
  readonly #stopping = new AbortController();
  readonly #todo: Held[] = [];
  #running = 0;
  #claiming = false;
  #again = false;
  #onIdle: (() => void) | null = null;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#leases = new Leases(options.clock, options.onLost);
    const every = (ms: number, work: () => Promise<unknown>) =>
      this.#timers.push(
        setInterval(() => void work().catch((error: unknown) => options.onError(error, null)), ms),
      );
    every(pollMs, async () => this.wake());
    every(reapEveryMs, () => reap(options.db));
    every(extendEveryMs, () => this.#leases.extendAll(options.db, options.owner));
    this.wake();
  }

  /** Jobs held now. */
  get held(): number {
    return this.#leases.size;
  }

  /** Something may be due: look now. Only a hint, polling finds everything anyway. */
  wake(): void {
    if (this.#stopping.signal.aborted) return;
    // Kept in mind until there is room again.
    if (this.#claiming || this.#leases.size > this.#options.prefetch / 2) {
      this.#again = true;
      return;
    }
    this.#claiming = true;
    this.#again = false;
    this.#claimOnce()
      .catch((error: unknown) => this.#options.onError(error, null))
      .finally(() => {
        this.#claiming = false;
        if (this.#again) setImmediate(() => this.wake());
        this.#settle();
      });
  }

  /** Stops claiming, hands back what has not started, and waits at most `graceMs` for the rest, which is let go. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await this.#giveBack(this.#todo.splice(0), 0);
    const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
    this.#settle();
    const waited = new AbortController();
    await Promise.race([idle, this.#options.clock.sleep(graceMs, waited.signal)]);
    waited.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#abandon();
  }

  async #claimOnce(): Promise<void> {
    const { db, clock, lane, owner, prefetch, prepare } = this.#options;
    const asked = clock.monotonic();
    const limit = prefetch - this.#leases.size;
    const jobs = await claim(db, lane, owner, limit);
    if (jobs.length === 0) return;
    // A full claim may have left some; whatever comes later wakes us.
    if (jobs.length === limit) this.#again = true;
    const fresh = jobs.map((job) => this.#leases.take(job, asked));
    try {
      await prepare?.(fresh);
      this.#todo.push(...fresh);
    } catch (error) {
      this.#options.onError(error, null);
      await this.#giveBack(fresh, this.#options.retryMs ?? 1_000);
    }
    if (this.#stopping.signal.aborted) await this.#giveBack(this.#todo.splice(0), 0);
    this.#drain();
  }

  #drain(): void {
    while (this.#running < this.#options.concurrency && this.#todo.length > 0) {
      const held = this.#todo.shift()!;
      if (!this.#leases.has(held)) continue;
      this.#running++;
      void this.#handle(held).finally(() => {
        this.#running--;
        this.#drain();
        // A finished job may have freed an order key or room for a claim.
        if (held.job.orderKey !== null || this.#again) this.wake();
        this.#settle();
      });
    }
  }

  async #handle(held: Held): Promise<void> {
    try {
      await this.#options.handle(held);
    } catch (error) {
      this.#options.onError(error, held.job);
      // Without its lease nobody knows whether it got to its end: the next claim must know that.
      if (held.holds()) await this.#giveBack([held], this.#options.retryMs ?? 1_000);
    } finally {
      this.#leases.drop(held);
    }
  }

  async #giveBack(held: Held[], delayMs: number): Promise<void> {
    for (const one of held) this.#leases.drop(one);
    const jobs = held.map((one) => one.job);
    // When this fails too, the leases run out and somebody else takes over.
    await release(this.#options.db, this.#options.owner, jobs, delayMs).catch((error: unknown) =>
      this.#options.onError(error, null),
    );
  }

  async #abandon(): Promise<void> {
    const { db, owner, onError } = this.#options;
    await abandon(db, owner, this.#leases.abandonAll()).catch((error: unknown) => onError(error, null));
  }

  #settle(): void {
    if (this.#running === 0 && !this.#claiming) this.#onIdle?.();
  }
}
