import type { i18n as I18n } from 'i18next';
import { textAt } from '../i18n/words.ts';
import type { ApiProblem } from './problem.ts';

/** What went wrong and what to do about it in the reader's language, and the hub's own English sentence where there is one. */
export function explainProblem(
  i18n: I18n,
  problem: ApiProblem,
): { title: string; advice: string; detail: string } {
  const special = explainReason(i18n, problem);
  if (special) return special;
  const title = textAt(i18n, 'console', ['problems', problem.code, 'title'], problem.params);
  const advice = textAt(i18n, 'console', ['problems', problem.code, 'advice'], problem.params);
  return {
    title: title ?? i18n.t('problems/other/title', { ns: 'console' }),
    advice: advice ?? i18n.t('problems/other/advice', { ns: 'console' }),
    detail: problem.message,
  };
}

/** Where the hub says which case of a code it is, our words say it all. */
function explainReason(
  i18n: I18n,
  { code, params }: ApiProblem,
): { title: string; advice: string; detail: string } | null {
  const wait = params['retryAfterMs'];
  const timed = code === 'rate_limited' && typeof wait === 'number';
  const reason = timed ? 'wait' : params['reason'];
  if (typeof reason !== 'string') return null;
  const minutes = timed ? Math.max(1, Math.ceil(wait / 60_000)) : 0;
  const title = textAt(i18n, 'console', ['problems', reason, 'title'], params);
  const advice = textAt(i18n, 'console', ['problems', reason, 'advice'], { ...params, minutes });
  return title && advice ? { title, advice, detail: '' } : null;
}
