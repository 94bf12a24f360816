import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../src/api/contract.ts';
import { listOf } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { When } from '../parts/when.tsx';

/** A workflow's last 24 hours and its last run, as one sentence. */
export function DayFigures({ workflow }: { workflow: WorkflowSummary }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { day, lastRunAt } = workflow;
  if (!lastRunAt) {
    return (
      <Text span size="sm" c="dimmed">
        {t('workflows/neverRan')}
      </Text>
    );
  }
  const rest = day.total - day.completed - day.failed - day.waiting;
  const parts = (['completed', 'failed', 'waiting'] as const)
    .filter((kind) => day[kind] > 0)
    .map((kind) => t(`workflows/day/${kind}`, { count: day[kind] }));
  if (rest > 0) parts.push(t('workflows/day/other', { count: rest }));
  return (
    <Text span size="sm" c="dimmed" className="tabular">
      {parts.length > 0 ? t('workflows/day/some', { list: listOf(parts, locale) }) : t('workflows/day/none')}{' '}
      {t('workflows/lastRun')} <When at={lastRunAt} />.
    </Text>
  );
}
