import { BareList } from '../parts/bare-list.tsx';
import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attention, Cause, Connection } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useMayConnect, useMayEdit } from '../api/workspace.ts';
import { RunRow } from '../history/run-row.tsx';
import { reasonText } from '../i18n/reason-text.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { Go } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { When } from '../parts/when.tsx';
import { CauseCard } from './cause-card.tsx';

/**
 * Connections to reconnect, keys that are blocked, and why runs failed or wait for a decision: a cause each, the largest
 * first. `limit` is the most causes shown.
 */
export function AttentionList({ attention, limit = Infinity }: { attention: Attention; limit?: number }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const waitingFor = (connection: Connection) =>
    attention.causes.filter((cause) => waitsFor(cause, connection));
  // Those that wait for an account are told by its card.
  const others = attention.causes.filter(
    (cause) => !attention.connections.some((connection) => waitsFor(cause, connection)),
  );
  const shown = others.slice(0, limit);
  return (
    <Stack gap="sm">
      {attention.connections.map((connection) => (
        <BrokenConnection key={connection.id} connection={connection} causes={waitingFor(connection)} />
      ))}
      {attention.blocked.map((blocked) => (
        <BlockedKey key={blocked.orderKey} blocked={blocked} />
      ))}
      {shown.map((cause) => (
        <CauseCard key={`${cause.status} ${cause.code} ${cause.workflow.id}`} cause={cause} />
      ))}
      {shown.length < others.length && (
        <Anchor component={Go} href={paths.attention}>
          {t('attention/all')}
        </Anchor>
      )}
    </Stack>
  );
}

function waitsFor(cause: Cause, connection: Connection): boolean {
  return cause.code === 'needs_reconnect' && cause.connection?.id === connection.id;
}

/** An account to reconnect, with the newest of the runs that wait for it. */
function BrokenConnection({ connection, causes }: { connection: Connection; causes: Cause[] }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const mayConnect = useMayConnect();
  const waiting = causes.reduce((sum, cause) => sum + cause.count, 0);
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Group p="sm" justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 260px' }}>
          <Monogram connector={connection.connector} />
          <div>
            <Text fw={500}>{t('attention/reconnect', { name: connection.name })}</Text>
            <Text size="sm" c="dimmed">
              {connection.reason
                ? reasonText(i18n, connection.reason, connection.connector)
                : t('connection/brokenText')}
            </Text>
            {waiting > 0 && (
              <Anchor
                component={Go}
                href={paths.history({
                  status: 'parked',
                  reason: 'needs_reconnect',
                  connection: connection.id,
                })}
                size="sm"
              >
                {t('attention/waitForIt', { count: waiting })}
              </Anchor>
            )}
          </div>
        </Group>
        {mayConnect && (
          <Button component={Go} href={`${paths.connection(connection.id)}#reconnect`} size="xs">
            {t('connection/reconnect')}
          </Button>
        )}
      </Group>
      {causes.length > 0 && (
        <BareList ruled>
          {causes
            .flatMap((cause) => cause.samples)
            .map((run) => (
              <RunRow key={run.id} run={run} onSelect={null} brief />
            ))}
        </BareList>
      )}
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
