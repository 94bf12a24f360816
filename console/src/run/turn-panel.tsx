import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMayEdit } from '../api/workspace.ts';
import { clockTime } from '../i18n/format.ts';
import { useLocale, useTimeZone } from '../i18n/locale.ts';
import { turnOf } from '../i18n/reason-text.ts';
import { CopyText } from '../parts/copy.tsx';
import { Go } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { useConnectorName } from '../parts/monogram.tsx';
import { useNow } from '../parts/now.ts';
import { usePaths } from '../parts/paths.ts';

/** Whose turn it is with a run that stopped or waits, and the one button that helps. Nothing for the others. */
export function TurnPanel({ run }: { run: Run }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  const name = useConnectorName();
  if (!run.reason || run.decision || !['waiting', 'failed', 'parked'].includes(run.status)) return null;
  const step = run.steps.findLast((each) => each.attempts.at(-1)?.error) ?? run.steps[0];
  const connector = step?.connector ?? run.source?.connector ?? '';
  const turn = turnOf(run.reason, run.nextAt);
  const waits = run.status === 'waiting' && run.nextAt !== null;
  const reconnect = run.reason.code === 'needs_reconnect';
  const time = waits ? clockTime(Date.parse(run.nextAt ?? ''), now, locale, timeZone) : '';
  const title = waits
    ? t('turn/title/retry', { app: name(connector), time })
    : t(`turn/title/${turn}`, { app: name(connector) });
  const advice = t(`turn/${turn}`, { app: name(connector) });
  return (
    <Alert color={waits || turn === 'us' ? 'orange' : 'red'} title={title} icon={<Icon name="attention" />}>
      <Text size="sm">{reconnect ? t('connection/brokenText') : waits ? t('turn/retryHelp') : advice}</Text>
      <Group gap="xs" mt="sm">
        <TurnButton run={run} connection={step?.connection ?? null} />
        {turn === 'us' && <CopyText value={run.id}>{t('copy/id')}</CopyText>}
      </Group>
    </Alert>
  );
}

function TurnButton({ run, connection }: { run: Run; connection: Run['steps'][number]['connection'] }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const retry = useChange<void, Run>((api) => api.post(`/runs/${run.id}/retry`), { done: t('run/retrying') });
  if (run.reason?.code === 'needs_reconnect' && connection) {
    return (
      <Button component={Go} href={`${paths.connection(connection.id)}#reconnect`} size="sm">
        {t('attention/reconnect', { name: connection.name })}
      </Button>
    );
  }
  if (!mayEdit) return null;
  return (
    <Button
      size="sm"
      leftSection={<Icon name="retry" size={16} />}
      loading={retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t('run/retry')}
    </Button>
  );
}
