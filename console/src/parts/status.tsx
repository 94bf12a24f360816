import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type {
  ConnectionRef,
  ConnectionStatus,
  RunStatus,
  RunSummary,
  WorkflowStatus,
} from '../../../src/api/contract.ts';

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

interface StatusMarkProps {
  status: Status;
  /** The dot alone; its word is for ears and the pointer. */
  bare?: boolean;
  /** Said instead of the status's own word. */
  said?: string;
}

/** How a run stands. One that waits for its account to be connected again asks for no decision. */
export function RunMark({ run }: { run: Pick<RunSummary, 'status' | 'reason'> }) {
  const { t } = useTranslation();
  const waits = run.status === 'parked' && run.reason?.code === 'needs_reconnect';
  return <StatusMark status={run.status} {...(waits && { said: t('status/waitsForAccount') })} />;
}

/** A status as a coloured dot and its word. */
export function StatusMark({ status, bare = false, said }: StatusMarkProps) {
  const { t } = useTranslation();
  const word = said ?? t(`status/${status}`);
  const open = status === 'waiting' || status === 'pending' || status === 'draft';
  return (
    <Group
      gap={6}
      wrap="nowrap"
      component="span"
      style={{ display: 'inline-flex' }}
      {...(bare && { title: word })}
    >
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
      {!bare && (
        <Text component="span" size="sm" style={{ whiteSpace: 'nowrap' }}>
          {word}
        </Text>
      )}
    </Group>
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
