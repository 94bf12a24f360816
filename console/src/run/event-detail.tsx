import { Paper, Stack, Tabs, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { useConnectors } from '../api/queries.ts';
import { exactTime } from '../i18n/format.ts';
import { BodyView, HeaderTable } from './captured.tsx';
import { DataView } from './data-view.tsx';
import { useLocale, useTimeZone } from '../i18n/locale.ts';

/** What started the run: the values it gave, and the request as it arrived. */
export function EventDetailView({ run }: { run: Run }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const connector = run.source?.connector ?? '';
  const trigger = useConnectors()
    .data?.find((each) => each.key === connector)
    ?.triggers.find((each) => each.key === run.trigger);
  return (
    <Paper p="md" component="section" aria-label={t('run/event')}>
      <Stack gap="sm">
        <Title order={2}>{t('run/event')}</Title>
        <Text size="sm" c="dimmed">
          {t(`via/${run.event.via}`)} ·{' '}
          {t('run/receivedAt', { time: exactTime(Date.parse(run.event.receivedAt), locale, timeZone) })}
        </Text>
        <Tabs defaultValue="data" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="data">{t('run/data')}</Tabs.Tab>
            <Tabs.Tab value="request">{t('run/requestReceived')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="data">
            <DataView connector={connector} data={run.data} output={trigger?.output ?? []} />
          </Tabs.Panel>
          <Tabs.Panel value="request">
            <Stack gap="sm">
              {run.event.headers && <HeaderTable headers={run.event.headers} />}
              {run.event.body === null ? (
                <Text c="dimmed">{t('events/blanked')}</Text>
              ) : (
                <BodyView text={run.event.body} />
              )}
            </Stack>
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </Paper>
  );
}
