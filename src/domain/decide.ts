import type { ActionStep, Definition } from './workflow.ts';
import type { AttemptStatus, Reason } from './status.ts';
import type { Random } from '../std/clock.ts';
import { defaultRetryPolicy, nextRetryDelay } from '../std/backoff.ts';

/** An attempt as far as deciding needs it. Times in milliseconds since the epoch. */
export interface PastAttempt {
  step: string;
  n: number;
  status: AttemptStatus;
  startedAt: number;
  /** Set on a failure the retry policy scheduled again, or that gave up (null). */
  nextAt: number | null;
  /** `manual` starts a new round: its failures count from one again. */
  trigger: 'scheduled' | 'manual';
  error: Reason | null;
}

/** What the engine does next with a run. */
export type Decision =
  { do: 'perform'; stepId: string; step: ActionStep; n: number } | { do: 'rest'; status: 'completed' };

/**
 * Where a run stands: the first step on its way that has not succeeded, and the number of its next attempt. Pure.
 * Throws when the definition leads nowhere, which publishing refuses.
 */
export function decide(definition: Definition, attempts: PastAttempt[]): Decision {
  let stepId: string | null = definition.start;
  const visited = new Set<string>();
  while (stepId !== null) {
    if (visited.has(stepId)) throw new Error(`step ${stepId} leads back to itself`);
    visited.add(stepId);
    const step: Definition['steps'][string] | undefined = definition.steps[stepId];
    if (!step) throw new Error(`step ${stepId} does not exist`);
    if (step.kind === 'end') break;
    const own = attempts.filter((attempt) => attempt.step === stepId);
    if (!own.some((attempt) => attempt.status === 'succeeded')) {
      return {
        do: 'perform',
        stepId,
        step,
        n: own.reduce((most, attempt) => Math.max(most, attempt.n), 0) + 1,
      };
    }
    stepId = step.next;
  }
  return { do: 'rest', status: 'completed' };
}

/** Why a try of a step failed, as the retry policy sees it. */
export interface Failure {
  retryable: boolean;
  /** How long the vendor asked us to wait, milliseconds. */
  retryAfterMs: number | null;
}

/**
 * When a failed step is tried again, in milliseconds since the epoch, or null when it is over. A manual retry opens a
 * new round for counting, not a longer deadline than the policy gives a round.
 * @param attempts earlier attempts of the same step, the failed one not among them
 */
export function nextTry(
  step: ActionStep,
  attempts: PastAttempt[],
  failure: Failure,
  started: number,
  now: number,
  random: Random,
): number | null {
  if (!failure.retryable) return null;
  const lastManual = attempts.findLastIndex((attempt) => attempt.trigger === 'manual');
  const round = attempts.slice(Math.max(0, lastManual)).filter((attempt) => attempt.status !== 'succeeded');
  const first = round[0]?.startedAt ?? started;
  const policy = step.retry ?? defaultRetryPolicy;
  const delay = nextRetryDelay(policy, round.length + 1, now - first, random, failure.retryAfterMs ?? 0);
  return delay === null ? null : now + delay;
}
