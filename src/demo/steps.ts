import type { Clock } from '../std/clock.ts';

/** Between two looks: RD Station CRM allows 120 calls a minute, the hub's own among them. */
const pauseMs = 750;

/** A check of a journey that did not hold. */
export class CheckFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CheckFailed';
  }
}

/** Prints what a journey does as it goes, and stops it at the first check that fails. */
export interface Narrator {
  say(line: string): void;
  /** Throws `CheckFailed` when it does not hold. */
  check(what: string, holds: boolean, seen?: unknown): void;
  /** Looks again and again until something is there; fails after `seconds`. */
  until<Value>(what: string, look: () => Promise<Value | null>, seconds?: number): Promise<Value>;
}

export function createNarrator(clock: Clock, print: (line: string) => void): Narrator {
  const narrator: Narrator = {
    say: (line) => print(`· ${line}`),
    check(what, holds, seen) {
      print(`${holds ? '✓' : '✗'} ${what}`);
      if (!holds) throw new CheckFailed(`${what}; seen: ${JSON.stringify(seen)}`);
    },
    async until(what, look, seconds = 60) {
      const started = clock.monotonic();
      for (;;) {
        const value = await look();
        if (value !== null) {
          print(`✓ ${what} (${Math.round(clock.monotonic() - started)} ms)`);
          return value;
        }
        if (clock.monotonic() - started > seconds * 1000) {
          throw new CheckFailed(`${what}: not within ${seconds} s`);
        }
        await clock.sleep(pauseMs);
      }
    },
  };
  return narrator;
}
