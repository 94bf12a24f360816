import { Alert, Button, List, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Attempt, Run, RunStep } from '../../../src/api/contract.ts';
import { exactTime } from '../i18n/format.ts';
import { turnOf } from '../i18n/reason-text.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { useConnectorName } from '../parts/monogram.tsx';
import { usePaths } from '../parts/paths.ts';
import { ReasonText } from '../parts/reason.tsx';
import { CallView } from './call-view.tsx';
import { Touched } from './touched.tsx';
import { useLocale } from '../i18n/locale.ts';

/** One attempt: how it ended, what was noted, every request with its answer. */
export function AttemptDetail({ run, step, attempt }: { run: Run; step: RunStep; attempt: Attempt }) {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const name = useConnectorName();
  const paths = usePaths();
  const words = wordsOf(i18n, step.connector);
  const last = step.attempts.at(-1)?.n === attempt.n;
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>{`${words.action(step.action)} · ${t('run/attempt', { number: attempt.n })}`}</Title>
        <Text size="sm" c="dimmed">
          {exactTime(Date.parse(attempt.startedAt), locale)}
        </Text>
      </div>
      {attempt.status === 'unknown' && (
        <Alert color="orange" title={t('run/unknownTitle')}>
          {t('run/unknownText')}
        </Alert>
      )}
      {attempt.error && (
        <Alert
          color="red"
          title={t(`turn/title/${turnOf(attempt.error, attempt.nextAt)}`, { app: name(step.connector) })}
        >
          <ReasonText reason={attempt.error} connector={step.connector} />
          {last && run.reason?.code === 'needs_reconnect' && step.connection && (
            <Button
              component={Go}
              href={`${paths.connection(step.connection.id)}#reconnect`}
              size="xs"
              mt="xs"
            >
              {t('attention/reconnect', { name: step.connection.name })}
            </Button>
          )}
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
      <Stack gap="xs">
        <Title order={3}>{t('run/calls', { count: attempt.calls.length })}</Title>
        {attempt.calls.map((call, index) => (
          <CallView key={index} call={call} open={index === attempt.calls.length - 1} />
        ))}
      </Stack>
    </Stack>
  );
}
