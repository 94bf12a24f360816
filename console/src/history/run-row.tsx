import { Checkbox, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../src/api/contract.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { RunMark } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';
import classes from './run-row.module.css';

interface RunRowProps {
  run: RunSummary;
  /** Among runs of one workflow that stopped for one reason, which is told above them. */
  brief?: boolean;
  selected?: boolean;
  /** Null: rows cannot be chosen here. */
  onSelect: ((on: boolean) => void) | null;
}

/** One run in a list: what it was about, how it stands, and why. */
export function RunRow({ run, brief = false, selected = false, onSelect }: RunRowProps) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const connector = run.source?.connector ?? '';
  const rested = ['completed', 'canceled'].includes(run.status);
  const startedBy = `${wordsOf(i18n, connector).trigger(run.trigger)} · ${run.workflow.name}`;
  return (
    <li className={classes.row} data-selected={selected || undefined}>
      {onSelect && (
        <Checkbox
          aria-label={t('history/select', { title: run.title })}
          checked={selected}
          onChange={(event) => onSelect(event.currentTarget.checked)}
          className={classes.check}
        />
      )}
      <Go href={paths.run(run.id)} className={classes.link}>
        <span className={classes.status}>
          <RunMark run={run} />
        </span>
        <span className={classes.what}>
          <Group gap={8} wrap="nowrap" align="flex-start" component="span">
            {run.source && <Monogram connector={run.source.connector} size={20} />}
            <Text component="span" fw={500} lineClamp={2} title={run.title}>
              {run.title}
            </Text>
          </Group>
          {!brief && (
            <Text component="span" size="sm" c="dimmed" display="block" lineClamp={2} title={startedBy}>
              {startedBy}
            </Text>
          )}
          {run.reason && !rested && !brief && (
            <Text
              component="span"
              size="sm"
              display="block"
              c={run.status === 'failed' ? 'var(--bad)' : 'var(--warn)'}
              lineClamp={2}
              title={reasonText(i18n, run.reason, connector)}
            >
              {reasonText(i18n, run.reason, connector)}
            </Text>
          )}
        </span>
        <Text component="span" size="sm" c="dimmed" className={classes.when}>
          <When at={run.startedAt} />
          {run.nextAt && run.status === 'waiting' && (
            <Text component="span" size="xs" display="block">
              {t('run/next')} <When at={run.nextAt} as="clock" />
            </Text>
          )}
        </Text>
      </Go>
    </li>
  );
}
