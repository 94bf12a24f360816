import { BareList } from '../parts/bare-list.tsx';
import { useEffect, useRef } from 'react';
import { Alert, Box, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RehearsalAnswer, RehearsalVerdict } from '../../../src/api/contract.ts';
import { listOf } from '../i18n/format.ts';
import { useLocale } from '../i18n/locale.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { Icon } from '../parts/icons.tsx';
import { ProblemNote } from '../parts/states.tsx';
import { useGuide } from './guide-scope.ts';
import { RehearsedRow } from './rehearsed-row.tsx';
import { useRehearsal } from './use-rehearsal.ts';

const most = 20;
const order: RehearsalVerdict[] = ['create', 'update', 'nothing', 'filtered', 'run', 'ask', 'cannot'];

/** What the workflow would do with real documents, counted and one by one, before anything is published. */
export function RehearsalPanel({ ready }: { ready: boolean }) {
  const { t } = useTranslation();
  const { definition, readOnly } = useGuide();
  const rehearsal = useRehearsal();
  if (readOnly) return null;
  const stale = rehearsal.data && rehearsal.data.asked !== JSON.stringify(definition);
  const look = (limit: number) => rehearsal.mutate({ definition, limit });
  return (
    <Box component="section" aria-label={t('rehearsal/title')} mt="lg">
      <Title order={3}>{t('rehearsal/title')}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t(ready ? 'rehearsal/help' : 'rehearsal/notReady')}
      </Text>
      <Group gap="xs" mb="sm">
        <Button
          variant="light"
          leftSection={<Icon name="play" size={14} />}
          disabled={!ready}
          loading={rehearsal.isPending && rehearsal.variables.limit === most}
          onClick={() => look(most)}
        >
          {t('rehearsal/look', { count: most })}
        </Button>
        <Button
          variant="subtle"
          disabled={!ready}
          loading={rehearsal.isPending && rehearsal.variables.limit === 1}
          onClick={() => look(1)}
        >
          {t('rehearsal/lookOne')}
        </Button>
      </Group>
      {rehearsal.error && <ProblemNote error={rehearsal.error} />}
      {rehearsal.isPending && (
        <Stack gap="xs" role="status">
          <Text size="sm">{t('rehearsal/looking')}</Text>
          <Skeleton height={36} />
          <Skeleton height={36} />
        </Stack>
      )}
      {rehearsal.data && !rehearsal.isPending && (
        <Stack gap="xs">
          {stale && <Alert color="orange">{t('rehearsal/stale')}</Alert>}
          <Answer answer={rehearsal.data.answer} />
        </Stack>
      )}
    </Box>
  );
}

function Answer({ answer }: { answer: RehearsalAnswer }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const { definition } = useGuide();
  const { documents, counts, left, incomplete } = answer;
  const sentence = useRef<HTMLParagraphElement>(null);
  // The button that asked could not keep the focus while it was busy.
  useEffect(() => {
    if (document.activeElement === document.body) sentence.current?.focus();
  }, [answer]);
  const parts = order
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => t(`rehearsal/count/${verdict}`, { count: counts[verdict] }));
  return (
    <>
      <Text ref={sentence} tabIndex={-1} aria-live="polite" fw={500}>
        {documents.length === 0
          ? t('rehearsal/none')
          : t('rehearsal/sentence', {
              documents: t('rehearsal/documents', { count: documents.length }),
              list: listOf(parts, locale),
            })}
      </Text>
      {(left > 0 || incomplete) && (
        <Alert color="orange">
          {left > 0 && t('rehearsal/left', { count: left })}{' '}
          {incomplete && reasonText(i18n, incomplete, definition.trigger.connector)}
        </Alert>
      )}
      {documents.length > 0 && (
        <BareList>
          {documents.map((document) => (
            <RehearsedRow key={document.key} document={document} />
          ))}
        </BareList>
      )}
      <Text size="xs" c="dimmed">
        {t('rehearsal/nothingWritten')}
      </Text>
    </>
  );
}
