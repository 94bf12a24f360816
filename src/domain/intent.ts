import type { Id } from '../std/id.ts';

/** What must exist only once: one thing of a kind at one account, by what makes it the same. */
export interface TargetKey {
  workspaceId: Id;
  connectionId: Id;
  object: string;
  match: string;
}

/** `looking`: nothing sent. `sending`: a call may go out until the deadline. `unknown`: it may have happened. `parked`: a person is asked. `approved`: a person said "send again". */
export type OpenIntentStatus = 'looking' | 'sending' | 'unknown' | 'parked' | 'approved';
export type ClosedIntentStatus = 'done' | 'refused' | 'given_up';

/** The decision to create something, committed before the call. */
export interface Intent {
  id: Id;
  runId: Id;
  holder: Id;
  status: OpenIntentStatus;
  /** How long until its deadline by database time, milliseconds; negative when passed. */
  deadlineInMs: number;
  /** When a call of it may first have reached the vendor, milliseconds since the epoch. */
  sentAt: number | null;
}

/** What somebody who wants an open intent's target may do. */
export type Claimability = { may: 'take'; probe: boolean } | { may: 'wait'; ms: number };

/**
 * Whether a run may take over an open intent: never while its holder's call may still go out or become visible, never
 * while a person is asked (except the run that asked). Pure.
 * @param visibilityMs how long after a call the vendor may not show its result yet
 */
export function claimability(intent: Intent, runId: Id, visibilityMs: number): Claimability {
  // The run that asked goes on only by a person's hand: it looks again, and asks again when it must.
  if (intent.status === 'parked') {
    return intent.runId === runId
      ? { may: 'take', probe: intent.sentAt !== null }
      : { may: 'wait', ms: 30_000 };
  }
  if (intent.status === 'approved') {
    return intent.runId === runId ? { may: 'take', probe: false } : { may: 'wait', ms: 5_000 };
  }
  // Our own look that died: its holder can send nothing any more once the holder changes.
  if (intent.status === 'looking' && intent.runId === runId) {
    return { may: 'take', probe: intent.sentAt !== null };
  }
  const sent = intent.status === 'sending' || intent.status === 'unknown';
  const wait = intent.deadlineInMs + (sent ? visibilityMs : 0);
  if (wait > 0) return { may: 'wait', ms: wait };
  return { may: 'take', probe: intent.sentAt !== null };
}
