import type { Limiter, Rate } from '#kit/emulator/limits.ts';
import type { Clock } from '#std/clock.ts';

/** A limiter whose window rolls: of the last `windowMs`, at most `max` calls. Calls that are refused do not count. */
export function rollingLimiter(clock: Clock, initial: { max: number; windowMs: number }): Limiter {
  let rate: Rate = { enabled: true, ...initial };
  const taken = new Map<string, number[]>();
  return {
    take(key) {
      const now = clock.now();
      const { enabled, max, windowMs } = rate;
      if (!enabled) return { allowed: true, limit: max, remaining: max, resetAt: now + windowMs };
      const recent = (taken.get(key) ?? []).filter((at) => at > now - windowMs);
      const allowed = recent.length < max;
      if (allowed) recent.push(now);
      taken.set(key, recent);
      return {
        allowed,
        limit: max,
        remaining: Math.max(0, max - recent.length),
        resetAt: (recent[0] ?? now) + windowMs,
      };
    },
    get rate() {
      return rate;
    },
    set(change) {
      rate = { ...rate, ...change };
      taken.clear();
    },
    reset: () => taken.clear(),
  };
}

/** Calls per day of an account, which begins at midnight of its time zone. */
export function dailyLimiter(clock: Clock, max: number, zoneOf: (key: string) => string): Limiter {
  let rate: Rate = { enabled: true, max, windowMs: 86_400_000 };
  const counts = new Map<string, { day: string; used: number }>();
  const dayOf = (key: string) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: zoneOf(key), dateStyle: 'short' }).format(clock.now());
  // Making a date format costs more than the call it counts, so the day is looked up once a second.
  const days = new Map<string, { second: number; day: string }>();
  const today = (key: string) => {
    const second = Math.floor(clock.now() / 1000);
    const known = days.get(key);
    if (known?.second === second) return known.day;
    const day = dayOf(key);
    days.set(key, { second, day });
    return day;
  };
  return {
    take(key) {
      const day = today(key);
      let count = counts.get(key);
      if (count?.day !== day) counts.set(key, (count = { day, used: 0 }));
      const allowed = !rate.enabled || count.used < rate.max;
      if (allowed) count.used++;
      const remaining = Math.max(0, rate.max - count.used);
      return { allowed, limit: rate.max, remaining, resetAt: clock.now() + rate.windowMs };
    },
    get rate() {
      return rate;
    },
    set(change) {
      rate = { ...rate, ...change };
    },
    reset: () => counts.clear(),
  };
}

/** What one app did in one account, for tests that assert that nobody went over budget. */
export interface Usage {
  calls: number;
  searches: number;
  /** Refused with 429, by policy. */
  refused: Record<string, number>;
  /** The most calls in any ten seconds, refused ones included. */
  mostInTenSeconds: number;
  /** The most searches in any second, refused ones included. */
  mostSearchesInOneSecond: number;
}

/** Counts calls by account and app, whether or not limits are in force. */
export function createUsage(clock: Clock) {
  let usages = new Map<string, Usage & { recent: number[]; recentSearches: number[] }>();
  const of = (key: string) => {
    let usage = usages.get(key);
    if (!usage) {
      const most = { mostInTenSeconds: 0, mostSearchesInOneSecond: 0 };
      usages.set(
        key,
        (usage = { calls: 0, searches: 0, refused: {}, ...most, recent: [], recentSearches: [] }),
      );
    }
    return usage;
  };
  const within = (times: number[], ms: number): number => {
    const now = clock.now();
    times.push(now);
    while (times[0]! <= now - ms) times.shift();
    return times.length;
  };
  return {
    call(key: string, search: boolean): void {
      const usage = of(key);
      usage.calls++;
      if (!search) {
        usage.mostInTenSeconds = Math.max(usage.mostInTenSeconds, within(usage.recent, 10_000));
        return;
      }
      usage.searches++;
      usage.mostSearchesInOneSecond = Math.max(
        usage.mostSearchesInOneSecond,
        within(usage.recentSearches, 1000),
      );
    },
    refuse(key: string, policy: string): void {
      const usage = of(key);
      usage.refused[policy] = (usage.refused[policy] ?? 0) + 1;
    },
    callsOf: (key: string) => usages.get(key)?.calls ?? 0,
    list: (): Record<string, Usage> =>
      Object.fromEntries(
        [...usages].map(([key, { calls, searches, refused, mostInTenSeconds, mostSearchesInOneSecond }]) => [
          key,
          { calls, searches, refused, mostInTenSeconds, mostSearchesInOneSecond },
        ]),
      ),
    reset: () => void (usages = new Map()),
  };
}
export type UsageCounter = ReturnType<typeof createUsage>;
