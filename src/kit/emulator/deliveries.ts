import type { Clock } from '#std/clock.ts';
import {
  openDeliveryLog,
  type Delivery,
  type DeliveryLog,
  type NewDelivery,
  type Progress,
} from './delivery-log.ts';
import type { Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import { createLanes } from './lanes.ts';
import { post, type DeliveryAttempt } from './post.ts';

export interface DeliveryPolicy {
  /** How long a receiver may take, in milliseconds. */
  timeoutMs: number;
  /** Waits before the second, third … try, in milliseconds; then it is given up. */
  retryMs: number[];
  /** What a try sends instead of the stored bytes, for vendors that sign each try anew; `tries` is how many were made. */
  dress?: (delivery: Delivery, tries: number) => Pick<Delivery, 'body' | 'headers'>;
}

/** The sender of webhooks, with a log that outlives the process. */
export interface Deliveries {
  /**
   * Stores a delivery as part of the surrounding commit and sends it right after. With `faultless` no fault rule is
   * asked: its sender asked for each event in it already.
   */
  send(delivery: NewDelivery, options?: { faultless?: boolean }): void;
  /** Newest first; those of one webhook when it is named. */
  list(webhook?: string): Delivery[];
  get(id: string): Delivery | undefined;
  /** Sends the same bytes once more. False when there is no such delivery. */
  redeliver(id: string): boolean;
  /** How many are neither delivered nor given up. */
  pending(): number;
  readonly policy: DeliveryPolicy;
  setPolicy(change: Partial<DeliveryPolicy>): void;
  /** Stops sending, cuts off the posts under way and waits for their end. They stay pending. */
  close(): Promise<void>;
}

interface DeliveriesOptions {
  clock: Clock;
  faults: Faults;
  fetch: typeof fetch;
  journal: Journal;
  newId: () => string;
  /** Most posts to one URL at once, 20 by default. */
  perUrl?: number;
}

/** Makes the sender and takes up what an earlier process left pending. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const sender = new Sender(options);
  const { log } = sender;
  return {
    send: (delivery, { faultless = false } = {}) =>
      options.journal.commit(() => sender.send(delivery, faultless)),
    list: (webhook) => log.list(webhook),
    get: (id) => log.get(id),
    redeliver(id) {
      const before = log.progress(id);
      if (!before) return false;
      log.note({ ...before, status: 'pending', tries: 0, nextAt: null });
      sender.enqueue(id);
      return true;
    },
    pending: () => log.pending().length,
    get policy() {
      return sender.policy;
    },
    setPolicy: (change) => void (sender.policy = { ...sender.policy, ...change }),
    close: () => sender.close(),
  };
}

class Sender {
  policy: DeliveryPolicy = { timeoutMs: 10_000, retryMs: [1000, 2000, 4000, 8000] };
  readonly log: DeliveryLog;
  readonly #options: DeliveriesOptions;
  readonly #stop = new AbortController();
  readonly #lanes;
  /** By URL, a delivery held back until the next one was tried. */
  readonly #held = new Map<string, string>();

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#lanes = createLanes({ perGroup: options.perUrl ?? 20 });
    this.log = openDeliveryLog(options);
    for (const { id, nextAt } of this.log.pending()) this.#later(id, (nextAt ?? 0) - options.clock.now());
  }

  send(delivery: NewDelivery, faultless: boolean): void {
    const id = this.log.add(delivery);
    const fault = faultless ? null : this.#options.faults.forHook(delivery.event, delivery.url);
    switch (fault?.kind) {
      case 'hook_drop':
        return this.log.note({ id, status: 'dropped', attempts: [], tries: 0, nextAt: null });
      case 'hook_delay':
        return this.#later(id, fault.params.ms ?? 1000);
      case 'hook_reorder':
        if (this.#held.has(delivery.url)) break;
        this.#held.set(delivery.url, id);
        return;
      case 'hook_duplicate':
        for (let copies = fault.params.copies ?? 1; copies > 0; copies--) this.#soon(this.log.add(delivery));
        break;
      default:
    }
    this.#soon(id);
  }

  /** After the commit is on disk; a commit rolled back leaves no row to send. */
  #soon(id: string): void {
    queueMicrotask(() => this.enqueue(id));
  }

  #later(id: string, ms: number): void {
    void this.#options.clock.sleep(Math.max(0, ms), this.#stop.signal).then(() => this.enqueue(id));
  }

  enqueue(id: string): void {
    const row = this.log.get(id);
    if (!row || this.#stop.signal.aborted) return;
    this.#lanes.add(row.url, `${row.url} ${row.order ?? ''}`, () => this.#attempt(id));
  }

  async #attempt(id: string): Promise<void> {
    const row = this.log.get(id);
    if (!row || this.#stop.signal.aborted) return;
    const { clock, fetch } = this.#options;
    const dressed = this.policy.dress?.(row, row.tries) ?? row;
    const made = await post(
      { ...dressed, url: row.url },
      {
        clock,
        fetch,
        timeoutMs: this.policy.timeoutMs,
        signal: this.#stop.signal,
      },
    );
    const before = this.log.progress(id);
    if (!before || this.#stop.signal.aborted) return;
    this.#settle(before, made);
    const waiting = this.#held.get(row.url);
    this.#held.delete(row.url);
    if (waiting !== undefined) this.enqueue(waiting);
  }

  #settle(before: Progress, made: DeliveryAttempt): void {
    const wait = this.policy.retryMs[before.tries];
    const after = { ...before, attempts: [...before.attempts, made], tries: before.tries + 1, nextAt: null };
    if (made.ok) return this.log.note({ ...after, status: 'delivered' });
    if (wait === undefined) return this.log.note({ ...after, status: 'failed' });
    this.log.note({ ...after, status: 'pending', nextAt: this.#options.clock.now() + wait });
    this.#later(before.id, wait);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#lanes.idle();
  }
}
