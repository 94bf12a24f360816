import type { ReactNode } from 'react';
import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem } from '../api/problem.ts';

/** Grey rows of the size of what is coming. */
export function Loading({ rows = 4, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" aria-busy="true" aria-label={t('states/loading')} role="status">
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </Stack>
  );
}

/** What went wrong, whose turn it is, and the button that helps. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t, i18n } = useTranslation();
  const { title, advice, detail } = explainProblem(i18n, asProblem(error));
  return (
    <Alert color="red" title={title} role="alert">
      <Text size="sm">{advice}</Text>
      {/* The hub's sentence names the very thing at fault, which no translation of a code can. */}
      {detail && (
        <Text size="xs" mt={4} lang="en">
          {detail}
        </Text>
      )}
      {retry && (
        <Button size="xs" variant="default" mt="sm" onClick={retry}>
          {t('states/tryAgain')}
        </Button>
      )}
    </Alert>
  );
}

/** Shows what was read, or that it is coming, or why it did not come. */
export function Loaded<Data>({
  query,
  rows,
  children,
}: {
  query: UseQueryResult<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return <Loading {...(rows !== undefined && { rows })} />;
}

/** An empty place teaches in two lines and offers the first action. */
export function Empty({ title, text, action }: { title: string; text: string; action?: ReactNode }) {
  return (
    <Paper p="xl" withBorder style={{ borderStyle: 'dashed' }}>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={560} mt={4}>
        {text}
      </Text>
      {action && <Group mt="md">{action}</Group>}
    </Paper>
  );
}
