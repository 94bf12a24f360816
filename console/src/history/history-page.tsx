import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../parts/go.tsx';
import { Page } from '../parts/page.tsx';
import { EventsTab } from './events-tab.tsx';
import { RunsTab } from './runs-tab.tsx';

/** What happened: runs, and the events they came from. Filters live in the address, so a view can be sent to somebody. */
export function HistoryPage() {
  const { t } = useTranslation();
  const [{ tab = 'runs' }, change] = useAddress();
  return (
    <Page title={t('nav/history')} sentence={t('history/sentence')}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => change({ tab: next === 'events' ? 'events' : '', status: '', outcome: '' })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="runs">{t('history/runs')}</Tabs.Tab>
          <Tabs.Tab value="events">{t('history/events')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="runs">
          <RunsTab />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <EventsTab />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
