import type { i18n as I18n } from 'i18next';
import { textAt } from '../i18n/words.ts';
import type { ApiProblem } from './problem.ts';

/** What went wrong and what to do about it in the reader's language, and the hub's own English sentence where there is one. */
export function explainProblem(
  i18n: I18n,
  problem: ApiProblem,
): { title: string; advice: string; detail: string } {
  const title = textAt(i18n, 'console', ['problems', problem.code, 'title'], problem.params);
  const advice = textAt(i18n, 'console', ['problems', problem.code, 'advice'], problem.params);
  return {
    title: title ?? i18n.t('problems/other/title', { ns: 'console' }),
    advice: advice ?? i18n.t('problems/other/advice', { ns: 'console' }),
    detail: problem.message,
  };
}
