import { Alert, Box, Group, Paper, Select, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../src/api/contract.ts';
import { useRecentEvents } from '../api/queries.ts';
import { ProblemNote } from '../parts/states.tsx';
import { Monogram, useConnectorName } from '../parts/monogram.tsx';
import { wordsOf } from '../i18n/words.ts';
import { useGuide } from './guide-scope.ts';
import { StepValues } from './step-values.tsx';

interface PreviewPanelProps {
  preview: Preview | null;
  loading: boolean;
  error: Error | null;
  eventId: string;
  onEvent: (id: string) => void;
}

/** What this workflow would do with a sample or with something that really happened. Nothing is sent. */
export function PreviewPanel({ preview, loading, error, eventId, onEvent }: PreviewPanelProps) {
  const { t, i18n } = useTranslation();
  const { definition, action } = useGuide();
  const name = useConnectorName();
  const events = useRecentEvents(definition.trigger.connectionId || null);
  const recent = (events.data?.items ?? []).filter((each) => each.trigger === definition.trigger.key);
  return (
    <Paper p="md" shadow="sm" component="aside" aria-label={t('preview/title')}>
      <Stack gap="sm">
        <Title order={2}>{t('preview/title')}</Title>
        {!action || !definition.trigger.key ? (
          <Text c="dimmed" size="sm">
            {t('preview/empty')}
          </Text>
        ) : (
          <>
            <Select
              size="xs"
              label={t('preview/from')}
              data={[
                { value: '', label: t('preview/sample') },
                ...recent.map((each) => ({ value: each.id, label: each.title })),
              ]}
              value={eventId}
              onChange={(id) => onEvent(id ?? '')}
            />
            {error && !preview && <ProblemNote error={error} />}
            {!preview && !error && loading && <Skeleton height={120} />}
            {preview && (
              <Box style={{ opacity: loading ? 0.6 : 1 }} aria-live="polite">
                {!preview.passes && (
                  <Alert color="orange" mb="sm">
                    {t('preview/filtered')}
                  </Alert>
                )}
                {preview.steps.map((step) => (
                  <Box key={step.id}>
                    <Group gap="xs" mb="xs" wrap="nowrap">
                      <Monogram connector={step.connector} />
                      <Text
                        fw={500}
                      >{`${name(step.connector)}: ${wordsOf(i18n, step.connector).action(step.action)}`}</Text>
                    </Group>
                    <StepValues step={step} />
                  </Box>
                ))}
              </Box>
            )}
            <Text size="xs" c="dimmed">
              {t('preview/nothingSent')}
            </Text>
          </>
        )}
      </Stack>
    </Paper>
  );
}
