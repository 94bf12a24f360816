import type { Clock } from '#std/clock.ts';

/** A rate: at most `max` calls in a window of `windowMs`. */
export interface Rate {
  enabled: boolean;
  max: number;
  windowMs: number;
}

/** What one call was told. */
export interface Allowance {
  allowed: boolean;
  limit: number;
  /** Calls left in this window, never below 0. */
  remaining: number;
  /** When the window ends, in milliseconds since the epoch. */
  resetAt: number;
}

/** Counts calls per key (an account, a token) in fixed windows that begin with the first call. */
export interface Limiter {
  take(key: string): Allowance;
  readonly rate: Rate;
  /** Changes the rate from now on and forgets what was counted. */
  set(change: Partial<Rate>): void;
  reset(): void;
}

/** Makes a limiter; while it is not enabled everything is allowed and nothing is counted. */
export function createLimiter(clock: Clock, initial: { max: number; windowMs: number }): Limiter {
  let rate: Rate = { enabled: true, ...initial };
  const windows = new Map<string, { endsAt: number; used: number }>();
  return {
    take(key) {
      const now = clock.now();
      if (!rate.enabled) {
        return { allowed: true, limit: rate.max, remaining: rate.max, resetAt: now + rate.windowMs };
      }
      let window = windows.get(key);
      if (!window || window.endsAt <= now) {
        windows.set(key, (window = { endsAt: now + rate.windowMs, used: 0 }));
      }
      window.used++;
      return {
        allowed: window.used <= rate.max,
        limit: rate.max,
        remaining: Math.max(0, rate.max - window.used),
        resetAt: window.endsAt,
      };
    },
    get rate() {
      return rate;
    },
    set(change) {
      rate = { ...rate, ...change };
      windows.clear();
    },
    reset: () => windows.clear(),
  };
}
