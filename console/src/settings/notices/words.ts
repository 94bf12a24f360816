import type { TFunction } from 'i18next';
import type { NoticeDelivery, NoticeKind, NoticeRule } from '../../../../src/api/contract.ts';
import { listOf } from '../../i18n/format.ts';

/** What people can be told of, in the order it is offered. */
export const kinds: NoticeKind[] = ['run.failed', 'run.parked', 'connection.broken', 'source.silent'];
export const channels: NoticeRule['channel'][] = ['email', 'slack', 'teams', 'webhook'];

const names: Record<NoticeKind, string> = {
  'run.failed': 'runFailed',
  'run.parked': 'runParked',
  'connection.broken': 'connectionBroken',
  'source.silent': 'sourceSilent',
};

/** The name of a kind, on its own. */
export const kindName = (t: TFunction, kind: NoticeKind): string => t(`notices/kind/${names[kind]}`);

/** A rule as a sentence: "When a run of Contract signed fails, tell ana@… at once." */
export function ruleSentence(t: TFunction, rule: NoticeRule, language: string): string {
  const workflows =
    rule.workflows === null
      ? t('notices/anyWorkflow')
      : listOf(
          rule.workflows.map(({ name }) => `“${name}”`),
          language,
        );
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  const what = either.format(rule.kinds.map((kind) => t(`notices/when/${names[kind]}`, { workflows })));
  const who =
    rule.channel === 'email'
      ? listOf(rule.emails, language)
      : `${t(`notices/channel/${rule.channel}`)} (${rule.hint ?? ''})`;
  if (rule.digestHour === null) return t('notices/sentenceAtOnce', { what, who });
  return t('notices/sentenceDaily', { what, who, time: hourText(rule.digestHour, language) });
}

/** An hour of the day as the reader writes it. */
export function hourText(hour: number, language: string): string {
  const at = new Date(Date.UTC(2026, 0, 1, hour));
  return new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' }).format(at);
}

/** What a message was about, in a few words. */
export function deliveryText(t: TFunction, delivery: NoticeDelivery, language: string): string {
  if (delivery.kind === 'test') return t('notices/aTest');
  const parts = delivery.notices.slice(0, 3).map(({ kind, phase, workflow, connection }) => {
    const name = workflow?.name ?? connection?.name ?? '';
    return `${name}: ${phase === 'fixed' ? t('notices/fixed') : kindName(t, kind)}`;
  });
  const more = delivery.notices.length - parts.length;
  return listOf(more > 0 ? [...parts, t('notices/more', { count: more })] : parts, language);
}
