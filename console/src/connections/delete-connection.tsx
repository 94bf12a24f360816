import { Group, List, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Connection, ConnectionDeleted } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useConnectionDeletion } from '../api/queries.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { useGo } from '../parts/go.tsx';
import { useConnectorName } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loaded } from '../parts/states.tsx';

/** Removes an account after saying what is lost, and says when its webhook stayed at the vendor. */
export function DeleteConnection({ connection }: { connection: Connection }) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const app = useConnectorName()(connection.connector);
  const remove = useChange<void, ConnectionDeleted>(
    (api) => api.remove(`/connections/${connection.id}`, { name: connection.name }),
    {
      done: t('connection/deleted', { name: connection.name }),
      then: ({ leftAtVendor }) => {
        if (leftAtVendor) {
          notifications.show({
            title: t('deletion/leftTitle', { app }),
            message: t('deletion/leftText', { name: connection.name }),
            color: 'orange',
            autoClose: false,
          });
        }
        go(paths.connections);
      },
    },
  );
  return (
    <Group>
      <ConfirmButton
        color="red"
        variant="subtle"
        label={t('connection/delete')}
        question={t('connection/deleteTitle', { name: connection.name })}
        confirm={t('connection/delete')}
        typeName={connection.name}
        onConfirm={() => remove.mutate()}
      >
        <WhatIsLost connection={connection} app={app} />
      </ConfirmButton>
    </Group>
  );
}

/** Read when the question is open: the dialog renders its content only then. */
function WhatIsLost({ connection, app }: { connection: Connection; app: string }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useConnectionDeletion(connection.id)}>
      {({ workflows, runs, events, retentionDays, webhookAtVendor }) => (
        <Stack gap="xs">
          <Text size="sm">{t('deletion/credentials')}</Text>
          {workflows.length > 0 && (
            <div>
              <Text size="sm">{t('deletion/workflows', { count: workflows.length })}</Text>
              <List size="sm" style={{ overflowWrap: 'anywhere' }}>
                {workflows.map((each) => (
                  <List.Item key={each.id}>{each.name}</List.Item>
                ))}
              </List>
            </div>
          )}
          {runs.waiting + runs.parked > 0 && (
            <Text size="sm">{t('deletion/runs', { count: runs.waiting + runs.parked })}</Text>
          )}
          {events > 0 && (
            <Text size="sm">{t('deletion/events', { count: events, days: retentionDays })}</Text>
          )}
          {webhookAtVendor && <Text size="sm">{t('deletion/webhook', { app })}</Text>}
        </Stack>
      )}
    </Loaded>
  );
}
