import type { i18n as I18n } from 'i18next';
import type { Reason } from '../../../src/api/contract.ts';
import { humanise, textAt, wordsOf } from './words.ts';

/** A reason in the reader's language: the connector's words first, then ours, then the vendor's message. */
export function reasonText(i18n: I18n, reason: Reason, connector: string): string {
  const params = reason.params ?? {};
  return (
    wordsOf(i18n, connector).reason(reason.code, params) ??
    textAt(i18n, 'console', ['reasons', reason.code], params) ??
    ownProblem(i18n, reason.code) ??
    reason.message ??
    humanise(reason.code)
  );
}

/** A refusal of our own rooms (`app_gone`) is told as the console tells it elsewhere. */
function ownProblem(i18n: I18n, code: string): string | null {
  return code.startsWith('app_') ? textAt(i18n, 'console', ['problems', code.slice(4), 'title']) : null;
}

/** Whose turn it is after a failure. */
export type Turn = 'vendor' | 'you' | 'us';

const vendors = new Set(['vendor_rate_limited', 'vendor_unavailable', 'vendor_timeout', 'target_busy']);
const ours = new Set(['internal_error', 'worker_lost', 'overtaken']);

/** Who has to do something next: the vendor (we try again), the reader, or us. */
export function turnOf(reason: Reason, nextAt: string | null): Turn {
  if (ours.has(reason.code)) return 'us';
  return vendors.has(reason.code) || nextAt !== null ? 'vendor' : 'you';
}
