import type { Queryable } from '../db/pool.ts';
import type { Clock } from '../std/clock.ts';
import type { Id } from '../std/id.ts';
import type { Job } from '../domain/job.ts';
import { extend, leaseMs } from './store.ts';

/** A claimed job in the hands of a handler. */
export interface Held {
  job: Job;
  /** Aborted when the lease is lost: nothing of this job may be written or sent any more. */
  signal: AbortSignal;
  /** Whether our own clock says the lease still holds. To be asked right before anything leaves the process. */
  holds(): boolean;
}

class Holding implements Held {
  readonly job: Job;
  readonly abort = new AbortController();
  readonly clock: Clock;
  heldUntil: number;
  constructor(job: Job, clock: Clock, heldUntil: number) {
    this.job = job;
    this.clock = clock;
    this.heldUntil = heldUntil;
  }
  get signal(): AbortSignal {
    return this.abort.signal;
  }
  holds(): boolean {
    return !this.abort.signal.aborted && this.clock.monotonic() < this.heldUntil;
  }
}

/** The leases of one lane of one process: known by our own clock, extended together. */
export class Leases {
  readonly #byId = new Map<Id, Holding>();
  readonly #clock: Clock;
  readonly #onLost: (job: Job) => void;
  constructor(clock: Clock, onLost: (job: Job) => void) {
    this.#clock = clock;
    this.#onLost = onLost;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** @param claimedAt monotonic time before the claim was asked for: the lease is at least that old. */
  take(job: Job, claimedAt: number): Held {
    const holding = new Holding(job, this.#clock, claimedAt + leaseMs);
    this.#byId.set(job.id, holding);
    return holding;
  }

  has(held: Held): boolean {
    return this.#byId.get(held.job.id) === held;
  }

  drop(held: Held): void {
    if (this.has(held)) this.#byId.delete(held.job.id);
  }

  /** Lets go of all: their handlers may write and send nothing any more. */
  abandonAll(): Job[] {
    const all = [...this.#byId.values()];
    for (const holding of all) {
      this.#byId.delete(holding.job.id);
      holding.abort.abort();
    }
    return all.map((holding) => holding.job);
  }

  /** Extends all leases in one statement; those the database no longer grants are aborted. */
  async extendAll(db: Queryable, owner: string): Promise<void> {
    const ours = [...this.#byId.values()];
    if (ours.length === 0) return;
    const asked = this.#clock.monotonic();
    const jobs = ours.map((holding) => holding.job);
    const kept = await extend(db, owner, jobs);
    for (const holding of ours) {
      if (kept.has(holding.job.id)) holding.heldUntil = asked + leaseMs;
      else if (this.has(holding)) this.#lose(holding);
    }
  }

  #lose(holding: Holding): void {
    this.#byId.delete(holding.job.id);
    holding.abort.abort();
    this.#onLost(holding.job);
  }
}
