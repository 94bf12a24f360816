import { BareList } from '../parts/bare-list.tsx';
import type { ReactNode } from 'react';
import { Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { duration } from '../i18n/format.ts';
import { wordsOf } from '../i18n/words.ts';
import { Icon } from '../parts/icons.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { useNow } from '../parts/now.ts';
import { StatusMark, toneOf } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';
import { ActionText } from './action-text.tsx';
import { timelineOf, type Bar, type Line } from './timeline.ts';
import classes from './run-page.module.css';
import { useLocale } from '../i18n/locale.ts';

interface TimelineListProps {
  run: Run;
  selected: string;
  onSelect: (key: string) => void;
}

/** A run from top to bottom, durations to scale. Choosing a line shows it on the right. */
export function TimelineList({ run, selected, onSelect }: TimelineListProps) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <BareList ordered aria-label={t('run/timeline')}>
      {timelineOf(run, now).map((line) => (
        <li key={line.key}>
          {line.kind === 'wait' || line.kind === 'next' || line.kind === 'action' ? (
            <div className={classes.line} data-deep>
              <LineText line={line} run={run} />
            </div>
          ) : (
            <UnstyledButton
              className={classes.line}
              data-deep={line.kind === 'attempt' || undefined}
              aria-pressed={selected === line.key}
              onClick={() => onSelect(line.key)}
            >
              <LineText line={line} run={run} />
            </UnstyledButton>
          )}
        </li>
      ))}
    </BareList>
  );
}

function LineText({ line, run }: { line: Line; run: Run }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  switch (line.kind) {
    case 'event':
      return (
        <Row
          mark={<Monogram connector={run.source?.connector ?? ''} size={20} />}
          aside={<When at={run.event.receivedAt} as="clock" />}
        >
          <Text fw={500}>{wordsOf(i18n, run.source?.connector ?? '').trigger(run.trigger)}</Text>
        </Row>
      );
    case 'step':
      return (
        <Row
          mark={<Monogram connector={line.step.connector} size={20} />}
          aside={<StatusMark status={line.step.status} bare />}
        >
          <Text fw={500}>{wordsOf(i18n, line.step.connector).action(line.step.action)}</Text>
        </Row>
      );
    case 'attempt':
      return (
        <>
          <Row
            mark={<StatusMark status={line.attempt.status} bare />}
            aside={line.attempt.ms === null ? '' : duration(line.attempt.ms, locale)}
          >
            <Text size="sm">
              {t(line.attempt.trigger === 'manual' ? 'run/attemptByHand' : 'run/attempt', {
                number: line.attempt.n,
              })}
            </Text>
          </Row>
          {line.bar && <Track bar={line.bar} color={toneOf(line.attempt.status)} />}
        </>
      );
    case 'wait':
      return (
        <>
          <Row mark={<Icon name="clock" size={12} />} aside={duration(line.ms, locale)}>
            <Text size="sm" c="dimmed">
              {t('run/waited')}
            </Text>
          </Row>
          <Track bar={line.bar} color="var(--calm)" />
        </>
      );
    case 'action':
      return (
        <Row
          mark={<Icon name={line.action.by.kind === 'hub' ? 'plug' : 'user'} size={14} />}
          aside={<When at={line.action.at} as="clock" />}
        >
          <ActionText run={run} action={line.action} />
        </Row>
      );
    case 'next':
      return (
        <Row
          mark={<Icon name="clock" size={12} />}
          aside={<When at={new Date(line.at).toISOString()} as="clock" />}
        >
          <Text size="sm" c="dimmed">
            {t('run/nextAttempt')}
          </Text>
        </Row>
      );
  }
}

function Row({ mark, aside, children }: { mark: ReactNode; aside: ReactNode; children: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" justify="space-between">
      <Group gap={8} wrap="nowrap" style={{ minWidth: 0 }}>
        {mark}
        {children}
      </Group>
      <Text size="sm" c="dimmed" component="span" className="tabular" style={{ whiteSpace: 'nowrap' }}>
        {aside}
      </Text>
    </Group>
  );
}

function Track({ bar, color }: { bar: Bar; color: string }) {
  return (
    <div className={classes.track} aria-hidden="true">
      <div
        className={classes.bar}
        style={{ left: `${Math.min(bar.left, 99)}%`, width: `${bar.width}%`, background: color }}
      />
    </div>
  );
}
