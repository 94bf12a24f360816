import { Badge } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type {
  ConnectionRef,
  ConnectionStatus,
  RunStatus,
  RunSummary,
  WorkflowStatus,
} from '../../../src/api/contract.ts';

import classes from './status.module.css';

/** Colour by meaning: green is done, amber waits for somebody, red failed, grey is at rest. */
const tones = {
  completed: 'var(--good)',
  succeeded: 'var(--good)',
  active: 'var(--good)',
  published: 'var(--good)',
  failed: 'var(--bad)',
  needs_reconnect: 'var(--bad)',
  parked: 'var(--warn)',
  waiting: 'var(--warn)',
  unknown: 'var(--warn)',
  paused: 'var(--warn)',
  running: 'var(--mantine-primary-color-filled)',
  pending: 'var(--calm)',
  canceled: 'var(--calm)',
  disabled: 'var(--calm)',
  draft: 'var(--calm)',
} as const;

/** Any status that has a colour and a word. */
export type Status = RunStatus | ConnectionStatus | WorkflowStatus | keyof typeof tones;

/** The colour of a status, as a CSS value. */
export function toneOf(status: Status): string {
  return tones[status];
}

/** How a run stands, in a word. One that waits for its account to be connected again asks for no decision. */
export function runWord(t: TFunction, { status, reason }: Pick<RunSummary, 'status' | 'reason'>): string {
  const waits = status === 'parked' && reason?.code === 'needs_reconnect';
  return t(waits ? 'status/waitsForAccount' : `status/${status}`);
}

/** A status as a coloured dot and its word. */
export function StatusMark({ status, bare = false }: { status: Status; bare?: boolean }) {
  const { t } = useTranslation();
  return <Mark status={status} word={t(`status/${status}`)} bare={bare} />;
}

interface MarkProps {
  status: Status;
  word: string;
  /** The dot alone; its word is for ears and the pointer. */
  bare?: boolean;
}

/** The same with a word of one's own. It listens to nothing: lists have hundreds of these. */
export function Mark({ status, word, bare = false }: MarkProps) {
  const open = status === 'waiting' || status === 'pending' || status === 'draft';
  return (
    <span className={classes.mark} {...(bare && { title: word })}>
      <svg
        width="10"
        height="10"
        viewBox="0 0 10 10"
        role={bare ? 'img' : 'presentation'}
        aria-label={bare ? word : undefined}
        style={{ flexShrink: 0 }}
      >
        <circle
          cx="5"
          cy="5"
          r={open ? 3.5 : 4.5}
          fill={open ? 'none' : toneOf(status)}
          stroke={toneOf(status)}
          strokeWidth={open ? 2 : 0}
        />
      </svg>
      {!bare && <span className={classes.word}>{word}</span>}
    </span>
  );
}

const environments = { emulator: 'grape', sandbox: 'orange', live: 'teal' } as const;

/** Which world a connection talks to, in its colour: emulator, sandbox, live. */
export function EnvironmentBadge({ kind }: { kind: ConnectionRef['environmentKind'] }) {
  const { t } = useTranslation();
  const color = environments[kind];
  return (
    <Badge
      size="sm"
      bg={`light-dark(var(--mantine-color-${color}-1), var(--mantine-color-${color}-8))`}
      c={`light-dark(var(--mantine-color-${color}-9), var(--mantine-color-${color}-0))`}
    >
      {t(`environment/${kind}`)}
    </Badge>
  );
}
