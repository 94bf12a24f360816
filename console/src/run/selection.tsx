import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { AttemptDetail } from './attempt-detail.tsx';
import { EventDetailView } from './event-detail.tsx';
import { StepDetail } from './step-detail.tsx';

/** What is selected in the timeline: the event, a step, or one attempt. */
export function Selection({ run, selected }: { run: Run; selected: string }) {
  const { t } = useTranslation();
  if (selected === 'event') return <EventDetailView run={run} />;
  const [stepId, n] = selected.split('/');
  const step = run.steps.find((each) => each.id === stepId);
  if (!step) return <Text c="dimmed">{t('run/chooseLine')}</Text>;
  const attempt = n === undefined ? undefined : step.attempts.find((each) => each.n === Number(n));
  return attempt ? (
    <AttemptDetail key={selected} run={run} step={step} attempt={attempt} />
  ) : (
    <StepDetail key={selected} run={run} step={step} />
  );
}
