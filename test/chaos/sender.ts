import { randomUUID } from 'node:crypto';
import { systemClock } from '#std/clock.ts';
import type { World } from './world.ts';

/** Sends signed events at a rate, some of them twice, and remembers which were answered 2xx. */
export class Sender {
  /** Keys that were answered 2xx at least once: each must have exactly one deal. */
  readonly acknowledged = new Set<string>();
  /** Keys that were sent at all. */
  readonly sent = new Set<string>();
  readonly answers = new Map<string, number>();
  readonly #world: World;
  readonly #pending = new Set<Promise<void>>();
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  /** Sends `perSecond` events a second until stopped; one in ten is delivered twice at once, as vendors do. */
  async run(perSecond: number): Promise<void> {
    const started = systemClock.monotonic();
    for (let count = 0; !this.#stopped;) {
      const due = ((systemClock.monotonic() - started) / 1000) * perSecond;
      for (; count < due; count++) {
        const key = randomUUID();
        this.#send(key);
        if (count % 10 === 0) this.#send(key);
      }
      await systemClock.sleep(5);
    }
  }

  /** Stops, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#pending);
  }

  #send(key: string): void {
    this.sent.add(key);
    const delivery = this.#deliver(key).finally(() => this.#pending.delete(delivery));
    this.#pending.add(delivery);
  }

  /** Once, and once more when it was not taken: a vendor that gives up early. */
  async #deliver(key: string): Promise<void> {
    const { body, headers } = this.#world.signed(key);
    for (let tries = 0; tries < 2; tries++) {
      const status = await fetch(this.#world.url, {
        method: 'POST',
        body,
        headers,
        signal: AbortSignal.timeout(10_000),
      }).then(
        (response) => response.status,
        () => 0,
      );
      const answer = status === 0 ? 'no answer' : String(status);
      this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
      if (status >= 200 && status < 300) {
        this.acknowledged.add(key);
        return;
      }
      await systemClock.sleep(300);
    }
  }
}
