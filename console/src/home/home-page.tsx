import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Home } from '../../../src/api/contract.ts';
import { useAttention, useHome } from '../api/queries.ts';
import { AttentionList } from '../attention/attention-list.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Loaded } from '../parts/states.tsx';
import { DayStrip } from './day-strip.tsx';
import { NextSteps } from './next-steps.tsx';
import { Sources } from './sources.tsx';

/** How things are, in one sentence, then why. */
export function HomePage() {
  const { t } = useTranslation();
  const home = useHome();
  const attention = useAttention();
  const waiting = (home.data?.attention ?? 0) > 0;
  return (
    <Page title={t('nav/home')} sentence={home.data && <HomeSentence home={home.data} />}>
      <Loaded query={home}>
        {(data) => (
          <Stack gap="xl">
            {waiting && (
              <Section title={t('nav/attention')}>
                <Loaded query={attention} rows={2}>
                  {(list) => <AttentionList attention={list} limit={5} />}
                </Loaded>
              </Section>
            )}
            {isNew(data) && <NextSteps home={data} />}
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
              <Section title={t('home/day')}>
                <DayStrip hours={data.hours} />
              </Section>
              {data.sources.length > 0 && (
                <Section title={t('home/sources')}>
                  <Sources sources={data.sources} reachable={data.reachable} />
                </Section>
              )}
            </SimpleGrid>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** Whether nothing has run here lately and nothing waits: a workspace somebody just opened. */
function isNew(home: Home): boolean {
  const runs = home.hours.reduce(
    (sum, hour) => sum + hour.completed + hour.failed + hour.waiting + hour.other,
    0,
  );
  return home.workflows.published === 0 || (runs === 0 && home.attention === 0);
}

function HomeSentence({ home }: { home: Home }) {
  const { t } = useTranslation();
  const parts = [t('home/running', { count: home.workflows.published })];
  if (home.workflows.paused > 0) parts.push(t('home/paused', { count: home.workflows.paused }));
  parts.push(home.attention > 0 ? t('home/needsYou', { count: home.attention }) : t('home/allWell'));
  return <>{parts.join(' ')}</>;
}
