import type { Reason, RunStatus } from '#domain/status.ts';
import type { JsonObject } from '#std/json.ts';
import type { Choice, Run } from './views.ts';

type Candidate = { id: string; title: string; url?: string };

/** Reasons that end by themselves or elsewhere: reconnecting lets the run go on. */
const notForAPerson = new Set(['needs_reconnect']);

/**
 * What a person can choose for a parked run. The engine keeps the question as the run's reason, the records that may be
 * meant in its `candidates`. Without a question of that kind there is only trying again or giving up.
 */
export function decisionOf(status: RunStatus, reason: Reason | null): Run['decision'] {
  if (status !== 'parked' || reason === null || notForAPerson.has(reason.code)) return null;
  const { candidates: asked, ...params } = (reason.params ?? {}) as JsonObject & { candidates?: Candidate[] };
  const candidates = Array.isArray(asked) ? asked : [];
  return {
    code: reason.code,
    params,
    candidates,
    choices: choicesOf(reason.code, Array.isArray(asked), candidates.length),
  };
}

function choicesOf(code: string, asked: boolean, candidates: number): Choice[] {
  if (!asked || code.startsWith('vendor_')) return ['retry', 'give_up'];
  return candidates > 0 ? ['adopt', 'send_again', 'give_up'] : ['adopt', 'send_again', 'retry', 'give_up'];
}
