import { BareList } from '../parts/bare-list.tsx';
import { Anchor, Button, Group, Paper, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { ApiProblem } from '../api/problem.ts';
import { useConnections, useConnectors } from '../api/queries.ts';
import { useMayConnect } from '../api/workspace.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { Go, useAddress } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { Monogram, useConnectorName } from '../parts/monogram.tsx';
import { Page, Section } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loaded, ProblemNote } from '../parts/states.tsx';
import { EnvironmentBadge, StatusMark } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';
import { ConnectionTestButton } from './connection-test.tsx';
import { connectable, Directory } from './directory.tsx';

/** All accounts with their health. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const connections = useConnections();
  // Where a vendor's consent page leads back to when it did not work out.
  const [{ error }] = useAddress();
  const paths = usePaths();
  const mayConnect = useMayConnect();
  const broken = connections.data?.filter((each) => each.status === 'needs_reconnect').length ?? 0;
  const add = mayConnect && (
    <Button component={Go} href={paths.newConnection()} leftSection={<Icon name="plus" size={16} />}>
      {t('connection/add')}
    </Button>
  );
  const sentence =
    connections.data &&
    (broken > 0
      ? t('connections/broken', { count: broken })
      : t('connections/fine', { count: connections.data.length }));
  return (
    <Page title={t('nav/connections')} sentence={sentence} actions={add}>
      {error && <ProblemNote error={new ApiProblem({ status: 0, code: error, detail: '' })} />}
      <Loaded query={connections}>
        {(list) => (
          <>
            {list.length === 0 ? (
              <Empty title={t('connections/emptyTitle')} text={t('connections/emptyText')} action={add} />
            ) : (
              <BareList gap="xs">
                {list.map((connection) => (
                  <ConnectionRow key={connection.id} connection={connection} />
                ))}
              </BareList>
            )}
            {mayConnect && <NotConnected connections={list} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** Tools nobody connected yet. */
function NotConnected({ connections }: { connections: Connection[] }) {
  const { t } = useTranslation();
  const all = useConnectors().data ?? [];
  const used = new Set(connections.map((each) => each.connector));
  const left = connectable(all).filter((each) => !used.has(each.key));
  if (left.length === 0) return null;
  return (
    <Section title={t(connections.length > 0 ? 'directory/more' : 'directory/title')}>
      <Directory connectors={left} />
    </Section>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const name = useConnectorName();
  const mayConnect = useMayConnect();
  const { status, watermark } = connection;
  return (
    <Paper component="li" p="sm">
      <Group gap="md" justify="space-between">
        <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 260px', minWidth: 0 }}>
          <Monogram connector={connection.connector} size={32} />
          <div style={{ minWidth: 0 }}>
            <Group gap="xs">
              <Anchor component={Go} href={paths.connection(connection.id)} fw={500}>
                {connection.name}
              </Anchor>
              <EnvironmentBadge kind={connection.environmentKind} />
            </Group>
            <Text size="sm" c="dimmed">
              {[name(connection.connector), connection.account].filter(Boolean).join(' · ')}
            </Text>
            {status === 'needs_reconnect' && connection.reason && (
              <Text size="sm" c="var(--bad)">
                {reasonText(i18n, connection.reason, connection.connector)}
              </Text>
            )}
          </div>
        </Group>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {t('connections/usedBy', { count: connection.usedBy.length })}
          </Text>
          {watermark && (
            <Text size="sm" c="dimmed">
              {t('home/completeUpTo')} <When at={watermark.completeUpTo} as="clock" />
            </Text>
          )}
          <StatusMark status={status} />
          {mayConnect && status === 'needs_reconnect' && (
            <Button
              component={Go}
              href={`${paths.connection(connection.id)}#reconnect`}
              size="xs"
              aria-label={t('attention/reconnect', { name: connection.name })}
            >
              {t('connection/reconnect')}
            </Button>
          )}
          {mayConnect && status === 'active' && <ConnectionTestButton connection={connection} inList />}
        </Group>
      </Group>
    </Paper>
  );
}
