import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run, RunStep } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useConnectors } from '../api/queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { ActionValues } from '../fields/action-values.tsx';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { JsonTree } from '../parts/json-tree.tsx';
import { usePaths } from '../parts/paths.ts';
import { EnvironmentBadge } from '../parts/status.tsx';
import { DataView } from './data-view.tsx';
import { Touched } from './touched.tsx';
import classes from './run-page.module.css';

/** One step: what went in and what came out, side by side. */
export function StepDetail({ run, step }: { run: Run; step: RunStep }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const info = useConnectors()
    .data?.find((each) => each.key === step.connector)
    ?.actions.find((each) => each.key === step.action);
  const retry = useChange<void, Run>((api) => api.post(`/runs/${run.id}/retry-from`, { stepId: step.id }), {
    done: t('run/retrying'),
  });
  const rested = ['completed', 'failed', 'canceled'].includes(run.status);
  const touched = step.attempts.flatMap((attempt) => attempt.touched);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Group gap="xs">
          <Title order={2}>{wordsOf(i18n, step.connector).action(step.action)}</Title>
          {step.connection && (
            <>
              <Anchor component={Go} href={paths.connection(step.connection.id)} size="sm">
                {step.connection.name}
              </Anchor>
              <EnvironmentBadge kind={step.connection.environmentKind} />
            </>
          )}
        </Group>
        {mayEdit && rested && (
          <Button variant="default" size="xs" loading={retry.isPending} onClick={() => retry.mutate()}>
            {t('run/retryFrom')}
          </Button>
        )}
      </Group>
      {touched.length > 0 && <Touched connector={step.connector} touched={touched} />}
      <div className={classes.sidebyside}>
        <Paper p="md" component="section" aria-label={t('run/dataIn')}>
          <Title order={3} mb="xs">
            {t('run/dataIn')}
          </Title>
          {step.input === null ? (
            <Text c="dimmed">{t('run/nothingYet')}</Text>
          ) : info ? (
            <ActionValues
              connector={step.connector}
              action={info}
              connectionId={step.connection?.id ?? null}
              input={step.input}
              shape={step.input}
            />
          ) : (
            <JsonTree value={step.input} />
          )}
        </Paper>
        <Paper p="md" component="section" aria-label={t('run/dataOut')}>
          <Title order={3} mb="xs">
            {t('run/dataOut')}
          </Title>
          {step.output === null ? (
            <Text c="dimmed">{t('run/nothingYet')}</Text>
          ) : (
            <DataView connector={step.connector} data={step.output} output={info?.output ?? []} />
          )}
        </Paper>
      </div>
    </Stack>
  );
}
