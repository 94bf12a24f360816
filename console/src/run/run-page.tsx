import { useState } from 'react';
import { Alert, Anchor, Box, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { useRun } from '../api/queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { CopyIcon } from '../parts/copy.tsx';
import { Go, useAddressPart } from '../parts/go.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { Mark, runWord } from '../parts/status.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { Explain } from './explain.tsx';
import { Neighbours, useTrailPlace } from './neighbours.tsx';
import { RunActions } from './run-actions.tsx';
import { RunSentence } from './run-sentence.tsx';
import { Selection } from './selection.tsx';
import { firstSelection } from './timeline.ts';
import { TimelineList } from './timeline-list.tsx';
import { TurnPanel } from './turn-panel.tsx';
import classes from './run-page.module.css';

/** One run: what happened, in a sentence, then step by step. */
export function RunPage() {
  const id = useAddressPart('run');
  return <Loaded query={useRun(id)}>{(run) => <RunDetail key={run.id} run={run} />}</Loaded>;
}

function RunDetail({ run }: { run: Run }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const [chosen, setChosen] = useState<string | null>(null);
  const selected = chosen ?? firstSelection(run);
  const place = useTrailPlace(run.id);
  return (
    <Page
      title={run.title}
      back={{ label: t('nav/history'), href: place?.href ?? paths.history() }}
      sentence={<RunSentence run={run} />}
      actions={
        <>
          {place && <Neighbours place={place} />}
          {mayEdit && <RunActions run={run} />}
        </>
      }
    >
      {run.decision && <DecisionPanel run={run} decision={run.decision} />}
      <TurnPanel run={run} />
      {run.waitsFor && (
        <Alert color="orange">
          {t('run/waitsFor')}{' '}
          <Anchor component={Go} href={paths.run(run.waitsFor.runId)} underline="always">
            {run.waitsFor.title}
          </Anchor>
        </Alert>
      )}
      <Group gap="md" c="dimmed" fz="sm">
        <Mark status={run.status} word={runWord(t, run)} />
        <Anchor component={Go} href={paths.workflow(run.workflow.id)} size="sm">
          {run.workflow.name}
        </Anchor>
        <Text size="sm">{t('versions/number', { number: run.version.number })}</Text>
        {run.repeats && (
          <Anchor component={Go} href={paths.run(run.repeats)} size="sm">
            {t('run/repeats')}
          </Anchor>
        )}
        {run.repeatedBy.map((id) => (
          <Anchor key={id} component={Go} href={paths.run(id)} size="sm">
            {t('run/repeatedBy')}
          </Anchor>
        ))}
        <Group gap={0} wrap="nowrap">
          <Text size="xs" ff="monospace">
            {run.id}
          </Text>
          <CopyIcon value={run.id} label={t('copy/id')} />
        </Group>
      </Group>
      <Box className={classes.sides}>
        <TimelineList run={run} selected={selected} onSelect={setChosen} />
        <Selection run={run} selected={selected} />
      </Box>
      <Explain run={run} />
    </Page>
  );
}
