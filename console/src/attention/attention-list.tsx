import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attention, Connection } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMayConnect, useMayEdit } from '../api/workspace.ts';
import { RunRow } from '../history/run-row.tsx';
import { reasonText } from '../i18n/reason-text.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { When } from '../parts/when.tsx';

/** Connections to reconnect, keys that are blocked, runs that failed or wait for a decision, most pressing first. */
export function AttentionList({ attention, limit = Infinity }: { attention: Attention; limit?: number }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const runs = attention.runs.items.slice(0, limit);
  const more = attention.runs.items.length > runs.length || attention.runs.cursor !== null;
  return (
    <Stack gap="sm">
      {attention.connections.map((connection) => (
        <BrokenConnection key={connection.id} connection={connection} />
      ))}
      {attention.blocked.map((blocked) => (
        <BlockedKey key={blocked.orderKey} blocked={blocked} />
      ))}
      {runs.length > 0 && (
        <Stack
          gap={0}
          component="ul"
          p={0}
          m={0}
          style={{ listStyle: 'none', border: '1px solid var(--line)', borderRadius: 6, overflow: 'hidden' }}
        >
          {runs.map((run) => (
            <RunRow key={run.id} run={run} onSelect={null} />
          ))}
        </Stack>
      )}
      {more && (
        <Group gap="md">
          {limit !== Infinity && (
            <Anchor component={Go} href={paths.attention}>
              {t('attention/all')}
            </Anchor>
          )}
          <Anchor component={Go} href={paths.history({ status: 'failed' })}>
            {t('attention/allFailed')}
          </Anchor>
          <Anchor component={Go} href={paths.history({ status: 'parked' })}>
            {t('attention/allParked')}
          </Anchor>
        </Group>
      )}
    </Stack>
  );
}

function BrokenConnection({ connection }: { connection: Connection }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const mayConnect = useMayConnect();
  return (
    <Paper p="sm">
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 260px' }}>
          <Monogram connector={connection.connector} />
          <div>
            <Text fw={500}>{t('attention/reconnect', { name: connection.name })}</Text>
            <Text size="sm" c="dimmed">
              {connection.reason
                ? reasonText(i18n, connection.reason, connection.connector)
                : t('connection/brokenText')}
            </Text>
          </div>
        </Group>
        {mayConnect && (
          <Button component={Go} href={`${paths.connection(connection.id)}#reconnect`} size="xs">
            {t('connection/reconnect')}
          </Button>
        )}
      </Group>
    </Paper>
  );
}

function BlockedKey({ blocked }: { blocked: Attention['blocked'][number] }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const skip = useChange<void, unknown>(
    (api) => api.post('/attention/skip', { orderKey: blocked.orderKey }),
    { done: t('attention/skipped') },
  );
  return (
    <Paper p="sm">
      <Group justify="space-between" gap="sm">
        <div style={{ flex: '1 1 260px' }}>
          <Text fw={500}>{t('attention/blocked', { count: blocked.behind })}</Text>
          <Text size="sm" c="dimmed">
            <Anchor component={Go} href={paths.run(blocked.runId)} size="sm">
              {blocked.title}
            </Anchor>
            {blocked.nextAt && (
              <>
                {' '}
                · {t('run/next')} <When at={blocked.nextAt} as="clock" />
              </>
            )}
          </Text>
        </div>
        {mayEdit && (
          <ConfirmButton
            size="xs"
            label={t('attention/skip')}
            question={t('attention/skipTitle', { title: blocked.title })}
            confirm={t('attention/skip')}
            onConfirm={() => skip.mutate()}
          >
            <Text>{t('attention/skipText', { count: blocked.behind })}</Text>
          </ConfirmButton>
        )}
      </Group>
    </Paper>
  );
}
