import { Drawer, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EventDetail } from '../../../src/api/contract.ts';
import { useConnectors, useEvent } from '../api/queries.ts';
import { CopyIcon } from '../parts/copy.tsx';
import { Loaded } from '../parts/states.tsx';
import { BodyView, HeaderTable } from '../run/captured.tsx';
import { DataView } from '../run/data-view.tsx';

/** One event as it arrived: body and headers. */
export function EventDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { t } = useTranslation();
  const event = useEvent(id);
  const connectors = useConnectors();
  const triggerOf = (data: EventDetail) =>
    connectors.data
      ?.find((each) => each.key === data.source?.connector)
      ?.triggers.find((each) => each.key === data.trigger);
  return (
    <Drawer
      opened={id !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={t('events/title')}
      closeButtonProps={{ 'aria-label': t('actions/close') }}
    >
      {id && (
        <Loaded query={event}>
          {(data) => (
            <Stack>
              <Text fw={500} size="lg">
                {data.title || t('events/untitled')}
              </Text>
              <Text size="sm" c="dimmed">
                {t(`outcome/help/${data.outcome}`)}
              </Text>
              {data.data && (
                <DataView
                  connector={data.source?.connector ?? ''}
                  data={data.data}
                  output={triggerOf(data)?.output ?? []}
                />
              )}
              {data.headers && <HeaderTable headers={data.headers} />}
              {data.body === null ? (
                <Text c="dimmed">{t('events/blanked')}</Text>
              ) : (
                <BodyView text={data.body} />
              )}
              <Text size="xs" c="dimmed">
                {data.id} <CopyIcon value={data.id} label={t('copy/id')} />
              </Text>
            </Stack>
          )}
        </Loaded>
      )}
    </Drawer>
  );
}
