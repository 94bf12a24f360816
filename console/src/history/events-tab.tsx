import { BareList } from '../parts/bare-list.tsx';
import { useState } from 'react';
import { Anchor, Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EventSummary } from '../../../src/api/contract.ts';
import { usePages } from '../api/queries.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go, useAddress } from '../parts/go.tsx';
import { Monogram } from '../parts/monogram.tsx';
import { useNow } from '../parts/now.ts';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loading, ProblemNote } from '../parts/states.tsx';
import { StatusMark } from '../parts/status.tsx';
import { When } from '../parts/when.tsx';
import { EventDrawer } from './event-drawer.tsx';
import { FilterBar } from './filter-bar.tsx';
import { MoreRows } from './more-rows.tsx';
import { startOf } from './periods.ts';
import classes from './run-row.module.css';

/** Everything that arrived, also what no workflow wanted and what nobody understood. */
export function EventsTab() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const [opened] = useState(useNow());
  const pages = usePages<EventSummary>('events', '/events', {
    connection: address.connection,
    outcome: address.outcome,
    from: startOf(address.period, opened),
  });
  const events = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <FilterBar of="events" />
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <Loading rows={6} />}
      {pages.isSuccess && events.length === 0 && (
        <Empty title={t('events/emptyTitle')} text={t('events/emptyText')} />
      )}
      {events.length > 0 && (
        <BareList framed>
          {events.map((event) => (
            <EventRow key={event.id} event={event} onOpen={() => change({ event: event.id })} />
          ))}
        </BareList>
      )}
      <MoreRows pages={pages} />
      <EventDrawer id={address.event ?? null} onClose={() => change({ event: '' })} />
    </>
  );
}

const tones = { recognized: 'green', ignored: 'gray', unrecognized: 'orange' } as const;

function EventRow({ event, onOpen }: { event: EventSummary; onOpen: () => void }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const words = wordsOf(i18n, event.source?.connector ?? '');
  return (
    <li className={classes.row} style={{ padding: 12, gap: 12, alignItems: 'flex-start', flexWrap: 'wrap' }}>
      <UnstyledButton onClick={onOpen} style={{ flex: '1 1 240px', minWidth: 0 }}>
        <Group gap={8} wrap="nowrap">
          {event.source && <Monogram connector={event.source.connector} size={20} />}
          <Text fw={500}>{event.title || t('events/untitled')}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {[event.trigger && words.trigger(event.trigger), event.source?.name, t(`via/${event.via}`)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </UnstyledButton>
      <Group gap="sm">
        {event.runs.map((run) => (
          <Anchor key={run.id} component={Go} href={paths.run(run.id)} size="sm">
            <Group gap={4} component="span" wrap="nowrap">
              <StatusMark status={run.status} bare />
              {run.workflow}
            </Group>
          </Anchor>
        ))}
        <Badge color={tones[event.outcome]}>{t(`outcome/${event.outcome}`)}</Badge>
        <Text size="sm" c="dimmed">
          <When at={event.receivedAt} />
        </Text>
      </Group>
    </li>
  );
}
