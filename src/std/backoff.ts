import type { Random } from './clock.ts';

/** When failed work is tried again. All times in milliseconds. */
export interface RetryPolicy {
  /** Wait after the first failure. */
  firstMs: number;
  /** Each wait is the one before times this. */
  factor: number;
  /** No wait is longer (before jitter). */
  maxMs: number;
  /** No try starts later than this after the first. */
  giveUpAfterMs: number;
  /** Share of the wait added by chance, 0–1, so that a crowd spreads. */
  jitter: number;
}

/** First after 1 minute, growing to at most 8 hours apart, for 3 days. */
export const defaultRetryPolicy: RetryPolicy = {
  firstMs: 60_000,
  factor: 2,
  maxMs: 8 * 3_600_000,
  giveUpAfterMs: 72 * 3_600_000,
  jitter: 0.1,
};

/**
 * The wait in milliseconds before the next try, or null when the policy gives up.
 * @param tries failures so far (1 or more)
 * @param elapsedMs time since the first try began
 * @param atLeastMs a floor the other side asked for (Retry-After); capped at the policy's longest wait
 */
export function nextRetryDelay(
  policy: RetryPolicy,
  tries: number,
  elapsedMs: number,
  random: Random,
  atLeastMs = 0,
): number | null {
  const grown = Math.min(policy.maxMs, policy.firstMs * policy.factor ** (tries - 1));
  const wanted = Math.max(grown, Math.min(Math.max(0, atLeastMs), policy.maxMs));
  const delay = Math.round(wanted * (1 + policy.jitter * random()));
  const left = policy.giveUpAfterMs - elapsedMs;
  if (left <= 0) return null;
  return Math.min(delay, left);
}
