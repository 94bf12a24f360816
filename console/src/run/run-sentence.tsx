import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { duration, listOf } from '../i18n/format.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { useConnectorName } from '../parts/monogram.tsx';
import { useLocale } from '../i18n/locale.ts';

/** What happened, in a sentence or two: what started it, what came of it, and whose turn it is. */
export function RunSentence({ run }: { run: Run }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const name = useConnectorName();
  const source = run.source?.connector ?? '';
  const parts = [
    t('run/sentence/trigger', { app: name(source), trigger: wordsOf(i18n, source).trigger(run.trigger) }),
  ];
  const effects = run.steps.flatMap((step) =>
    (step.attempts.findLast((attempt) => attempt.status === 'succeeded')?.touched ?? []).map((touched) =>
      t(`touched/${touched.outcome}`, {
        object: wordsOf(i18n, step.connector).object(touched.object),
        title: touched.title,
      }),
    ),
  );
  if (effects.length > 0) parts.push(t('run/sentence/effects', { effects: listOf(effects, locale) }));
  if (run.status === 'completed') {
    const ms = run.restedAt ? Date.parse(run.restedAt) - Date.parse(run.startedAt) : 0;
    parts.push(t('run/sentence/completed', { time: duration(ms, locale) }));
  } else if (run.reason) {
    const connector = run.steps.find((step) => step.attempts.at(-1)?.error)?.connector ?? source;
    parts.push(reasonText(i18n, run.reason, connector));
    // Whose turn it is and what helps is told below (`turn-panel.tsx`).
    if (run.reason.code !== 'needs_reconnect') parts.push(t(`run/sentence/${run.status}`));
  } else {
    parts.push(t(`run/sentence/${run.status}`));
  }
  return <>{parts.join(' ')}</>;
}
