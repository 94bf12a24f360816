import { useEffect } from 'react';
import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asProblem } from '../api/problem.ts';
import { checkReach, useHubAway } from '../api/reach.ts';

/** What browsers say when a script they were told of is not there any more: the hub was updated meanwhile. */
const missingScript =
  /dynamically imported module|Importing a module script failed|error loading dynamically/i;

/** In place of a screen that broke: what happened, that nothing was changed by it, and the button that helps. */
export function FaultPage({ error: thrown, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const error = asProblem(thrown);
  const updated = missingScript.test(error.message);
  const away = useHubAway();
  // A script may be missing because nothing answers at all.
  useEffect(checkReach, []);
  const title = t(away ? 'frame/away' : updated ? 'fault/updatedTitle' : 'fault/title');
  useDocumentTitle(`${title} · Countersign`);
  // Going elsewhere leaves the fault behind.
  useEffect(
    () => router.subscribe('onBeforeLoad', ({ pathChanged }) => pathChanged && reset()),
    [router, reset],
  );
  return (
    <Paper p="xl" maw={640} m="md" role="alert">
      <Title order={1}>{title}</Title>
      <Text mt={4}>{t(away ? 'frame/awayText' : updated ? 'fault/updatedText' : 'fault/text')}</Text>
      {!updated && (
        <Text size="xs" c="dimmed" ff="monospace" mt="sm" lang="en">
          {error.message}
        </Text>
      )}
      <Group mt="md" gap="xs">
        <Button onClick={() => window.location.reload()}>{t('fault/reload')}</Button>
        <Button variant="default" component="a" href="/">
          {t('notFound/home')}
        </Button>
      </Group>
    </Paper>
  );
}
