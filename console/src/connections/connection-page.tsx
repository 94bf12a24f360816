import { Alert, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Connection } from '../../../src/api/contract.ts';
import { useConnection, useConnectors } from '../api/queries.ts';
import { useMayConnect, useMayEdit } from '../api/workspace.ts';
import { ReasonText } from '../parts/reason.tsx';
import { useAddressPart } from '../parts/go.tsx';
import { Monogram, useConnectorName } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';
import { EnvironmentBadge } from '../parts/status.tsx';
import { BackfillCard } from './backfill-card.tsx';
import { ConnectionTestButton } from './connection-test.tsx';
import { DeleteConnection } from './delete-connection.tsx';
import { EndpointCard } from './endpoint-card.tsx';
import { HealthCard } from './health-card.tsx';
import { MirrorCard } from './mirror-card.tsx';
import { ReconnectCard } from './reconnect-card.tsx';
import { RenameConnection } from './rename-connection.tsx';
import { UseCard } from './use-card.tsx';

/** One account: how it is, how events arrive, who uses it, and what can be done. */
export function ConnectionPage() {
  const id = useAddressPart('connection');
  const connection = useConnection(id);
  return <Loaded query={connection}>{(data) => <Detail key={data.id} connection={data} />}</Loaded>;
}

function Detail({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const mayConnect = useMayConnect();
  const name = useConnectorName();
  const info = useConnectors().data?.find((each) => each.key === connection.connector);
  const broken = connection.status === 'needs_reconnect';
  const reconnect = mayConnect && info && <ReconnectCard connection={connection} info={info} />;
  return (
    <Page
      title={connection.name}
      mark={<Monogram connector={connection.connector} size={32} />}
      back={{ label: t('nav/connections'), href: paths.connections }}
      sentence={
        <>
          {t(`connection/sentence/${connection.status}`, {
            app: name(connection.connector),
            account: connection.account ?? '',
          })}{' '}
          <EnvironmentBadge kind={connection.environmentKind} />
        </>
      }
      actions={
        mayEdit && (
          <>
            {mayConnect && <RenameConnection connection={connection} />}
            <ConnectionTestButton connection={connection} />
          </>
        )
      }
    >
      {broken && (
        <Alert color="red" title={t('connection/broken', { app: name(connection.connector) })}>
          <Stack gap="xs">
            <Text size="sm">{t('connection/brokenText')}</Text>
            {connection.reason && <ReasonText reason={connection.reason} connector={connection.connector} />}
            {mayConnect && (
              <Button component="a" href="#reconnect" size="xs" w="fit-content">
                {t('connection/reconnect')}
              </Button>
            )}
          </Stack>
        </Alert>
      )}
      {!broken && connection.reason && (
        <Alert color="orange" title={t('health/noteTitle')}>
          <ReasonText reason={connection.reason} connector={connection.connector} />
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack gap="md">
          <HealthCard connection={connection} />
          {info?.holdsRecords && <MirrorCard connection={connection} />}
          <UseCard connection={connection} />
          {mayEdit && info?.readsChanges && <BackfillCard connection={connection} />}
        </Stack>
        <Stack gap="md">
          {broken && reconnect}
          {connection.endpoint && <EndpointCard connection={connection} endpoint={connection.endpoint} />}
          {!broken && reconnect}
        </Stack>
      </SimpleGrid>
      {mayConnect && <DeleteConnection connection={connection} />}
    </Page>
  );
}
