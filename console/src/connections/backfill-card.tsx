import { useState } from 'react';
import { Button, Group, List, Select, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Backfill, Connection, WorkflowSummary } from '../../../src/api/contract.ts';
import { useWorkflows } from '../api/queries.ts';
import { useChange } from '../api/mutations.ts';
import { dayOf, endOfDay, startOfDay } from '../i18n/days.ts';
import { useTimeZone } from '../i18n/locale.ts';
import { ProblemNote } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { Card } from './card.tsx';

const day = 86_400_000;

/** Brings in what happened before the workflow was there: counted and shown first, then started. */
export function BackfillCard({ connection }: { connection: Connection }) {
  const workflows = useWorkflows().data;
  // Only those it starts: an account that is merely written to has nothing to bring in.
  const started = workflows?.filter(
    (each) => each.status === 'published' && each.trigger?.connection?.id === connection.id,
  );
  return started && <BackfillForm key={started[0]?.id ?? ''} connection={connection} workflows={started} />;
}

function BackfillForm({ connection, workflows }: { connection: Connection; workflows: WorkflowSummary[] }) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [workflowId, setWorkflow] = useState(workflows[0]?.id ?? '');
  const [from, setFrom] = useState(() => dayOf(Date.now() - 30 * day, timeZone));
  const [to, setTo] = useState(() => dayOf(Date.now(), timeZone));
  const [count, setCount] = useState<Backfill | null>(null);
  // The days are the workspace's: from the first one's start to the last one's end.
  const range = () => ({
    workflowId,
    from: new Date(startOfDay(from, timeZone)).toISOString(),
    to: new Date(endOfDay(to, timeZone)).toISOString(),
  });
  const look = useChange<void, Backfill>(
    (api) => api.post(`/connections/${connection.id}/backfill`, { ...range(), confirm: false }),
    { quiet: true, then: setCount },
  );
  const bringIn = useChange<void, Backfill>(
    (api) => api.post(`/connections/${connection.id}/backfill`, { ...range(), confirm: true }),
    {
      quiet: true,
      done: (answer) => t('backfill/started', { count: answer.started }),
      then: () => setCount(null),
    },
  );
  const problem = look.error ?? bringIn.error;
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setCount(null);
  };
  if (workflows.length === 0) {
    return (
      <Card title={t('backfill/title')} text={t('backfill/needsWorkflow')}>
        {null}
      </Card>
    );
  }
  return (
    <Card title={t('backfill/title')} text={t('backfill/text')}>
      <Select
        label={t('backfill/workflow')}
        data={workflows.map((each) => ({ value: each.id, label: each.name }))}
        value={workflowId}
        onChange={(id) => change(setWorkflow)(id ?? '')}
      />
      <Group grow gap="xs">
        <TextInput
          type="date"
          label={t('backfill/from')}
          value={from}
          max={to}
          onChange={(event) => change(setFrom)(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('backfill/to')}
          value={to}
          min={from}
          onChange={(event) => change(setTo)(event.currentTarget.value)}
        />
      </Group>
      {problem && <ProblemNote error={problem} />}
      {count && (
        <Stack gap="xs" aria-live="polite">
          <Text fw={500}>
            {t('backfill/found', { count: count.found })} {t('backfill/wouldRun', { count: count.wouldRun })}
            {count.truncated && ` ${t('backfill/truncated')}`}
          </Text>
          <List size="sm">
            {count.samples.map((sample, index) => (
              <List.Item key={index}>
                {sample.title}{' '}
                {sample.occurredAt && (
                  <Text span c="dimmed" size="sm">
                    <When at={sample.occurredAt} />
                  </Text>
                )}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
      <Group gap="xs">
        <Button
          variant="default"
          loading={look.isPending}
          disabled={!workflowId || !from || !to}
          onClick={() => look.mutate()}
        >
          {t('backfill/count')}
        </Button>
        {count && count.wouldRun > 0 && (
          <Button loading={bringIn.isPending} onClick={() => bringIn.mutate()}>
            {t('backfill/bringIn', { count: count.wouldRun })}
          </Button>
        )}
      </Group>
    </Card>
  );
}
