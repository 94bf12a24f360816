import type { Attempt, Run, RunStep } from '../../../src/api/contract.ts';
import { withActions, type ActionLine } from './timeline-actions.ts';

/** One line of a run's timeline. `key` names what is selected by it; waits cannot be selected. */
export type Line =
  | { kind: 'event'; key: string; at: number }
  | { kind: 'step'; key: string; step: RunStep }
  | { kind: 'attempt'; key: string; step: RunStep; attempt: Attempt; bar: Bar | null }
  | { kind: 'wait'; key: string; ms: number; bar: Bar }
  | { kind: 'next'; key: string; at: number }
  | ActionLine;

/** A span of time to scale, in percent of the whole run. */
export interface Bar {
  left: number;
  width: number;
}

/** Waits shorter than this are not worth a line, in milliseconds. */
const shortWaitMs = 1000;

/** A run as lines from top to bottom: the event, each step, its attempts, the waits between. Times in milliseconds. */
export function timelineOf(run: Run, now: number): Line[] {
  const begin = Date.parse(run.event.receivedAt);
  const ends = run.steps.flatMap((step) => step.attempts.map((attempt) => endOf(attempt, now)));
  const whole = Math.max(1, Math.max(begin, ...ends) - begin);
  const barOf = (from: number, to: number): Bar => ({
    left: percent((from - begin) / whole),
    width: percent((to - from) / whole),
  });
  const lines: Line[] = [{ kind: 'event', key: 'event', at: begin }];
  let reached = begin;
  for (const step of run.steps) {
    lines.push({ kind: 'step', key: step.id, step });
    for (const attempt of step.attempts) {
      const start = Date.parse(attempt.startedAt);
      if (start - reached >= shortWaitMs) {
        lines.push({
          kind: 'wait',
          key: `${step.id}/wait/${attempt.n}`,
          ms: start - reached,
          bar: barOf(reached, start),
        });
      }
      reached = Math.max(reached, endOf(attempt, now));
      lines.push({
        kind: 'attempt',
        key: `${step.id}/${attempt.n}`,
        step,
        attempt,
        bar: attempt.ms === null ? null : barOf(start, start + attempt.ms),
      });
    }
    const next = step.attempts.at(-1)?.nextAt;
    if (next && ['waiting', 'pending'].includes(step.status)) {
      lines.push({ kind: 'next', key: `${step.id}/next`, at: Date.parse(next) });
    }
  }
  return withActions(lines, run.actions);
}

function endOf(attempt: Attempt, now: number): number {
  const start = Date.parse(attempt.startedAt);
  return attempt.ms === null
    ? attempt.status === 'running'
      ? Math.max(start, now)
      : start
    : start + attempt.ms;
}

function percent(share: number): number {
  return Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
}

/** What to show first: what went wrong, else the last thing done, else the event. */
export function firstSelection(run: Run): string {
  const troubled = run.steps.find((step) => ['failed', 'waiting', 'running'].includes(step.status));
  const step = troubled ?? run.steps.findLast((each) => each.attempts.length > 0);
  const attempt = step?.attempts.at(-1);
  if (!step) return 'event';
  return troubled && attempt ? `${step.id}/${attempt.n}` : step.id;
}
