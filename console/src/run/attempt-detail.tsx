import { Alert, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attempt, Run, RunStep } from '../../../src/api/contract.ts';
import { exactTime } from '../i18n/format.ts';
import { wordsOf } from '../i18n/words.ts';
import { ReasonText } from '../parts/reason.tsx';
import { CallList } from './call-list.tsx';
import { Touched } from './touched.tsx';
import { useLocale, useTimeZone } from '../i18n/locale.ts';

/** One attempt: how it ended, what was noted, every request with its answer. */
export function AttemptDetail({ run, step, attempt }: { run: Run; step: RunStep; attempt: Attempt }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const words = wordsOf(i18n, step.connector);
  const last = step.attempts.at(-1)?.n === attempt.n;
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{`${words.action(step.action)} · ${t('run/attempt', { number: attempt.n })}`}</Title>
        <Text size="sm" c="dimmed">
          {exactTime(Date.parse(attempt.startedAt), locale, timeZone)}
        </Text>
      </div>
      {attempt.status === 'unknown' && (
        <Alert color="orange" title={t('run/unknownTitle')}>
          {t('run/unknownText')}
        </Alert>
      )}
      {attempt.error && (
        // Whose turn it is now is told above for the whole run; this is what came of one attempt.
        <Alert color="red" role="note">
          <ReasonText reason={attempt.error} connector={step.connector} />
          {last && run.status === 'failed' && (
            <Text size="sm" mt="xs">
              {t('run/gaveUp')}
            </Text>
          )}
        </Alert>
      )}
      {attempt.touched.length > 0 && <Touched connector={step.connector} touched={attempt.touched} />}
      {attempt.notes.length > 0 && (
        <List size="sm">
          {attempt.notes.map((note, index) => (
            <List.Item key={index}>{words.note(note.code, note.params)}</List.Item>
          ))}
        </List>
      )}
      <CallList calls={attempt.calls} />
    </Stack>
  );
}
