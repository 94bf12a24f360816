import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { ApiProblem } from '../api/problem.ts';
import { useConnections } from '../api/queries.ts';
import { useMayConnect } from '../api/workspace.ts';
import { Go, useAddress } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { Monogram, useConnectorName } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loaded, ProblemNote } from '../parts/states.tsx';
import { EnvironmentBadge, StatusMark } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';

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
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('connections/emptyTitle')} text={t('connections/emptyText')} action={add} />
          ) : (
            <Stack gap="xs">
              {list.map((connection) => (
                <ConnectionRow key={connection.id} connection={connection} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

function ConnectionRow({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const name = useConnectorName();
  return (
    <Paper component={Go} href={paths.connection(connection.id)} className="row-link" p="sm">
      <Group gap="md" justify="space-between">
        <Group gap="sm" wrap="nowrap" style={{ flex: '1 1 260px', minWidth: 0 }}>
          <Monogram connector={connection.connector} size={32} />
          <div style={{ minWidth: 0 }}>
            <Group gap="xs">
              <Text fw={500}>{connection.name}</Text>
              <EnvironmentBadge kind={connection.environmentKind} />
            </Group>
            <Text size="sm" c="dimmed">
              {[name(connection.connector), connection.account].filter(Boolean).join(' · ')}
            </Text>
          </div>
        </Group>
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {t('connections/usedBy', { count: connection.usedBy.length })}
          </Text>
          {connection.watermark && (
            <Text size="sm" c="dimmed">
              {t('home/completeUpTo')} <When at={connection.watermark.completeUpTo} as="clock" />
            </Text>
          )}
          <StatusMark status={connection.status} />
        </Group>
      </Group>
    </Paper>
  );
}
