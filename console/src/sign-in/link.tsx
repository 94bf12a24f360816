import type { ReactNode } from 'react';
import { Button, Stack, Text, Title } from '@mantine/core';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiAt } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import { Go } from '../parts/go.tsx';
import { Loaded } from '../parts/states.tsx';
import { Cover } from './cover.tsx';

/** What a one-time link leads to. Its token goes in the body, which no log keeps. */
export function useLink<Answer>(way: 'invitation' | 'reset', token: string) {
  return useQuery({
    queryKey: ['link', way, token],
    queryFn: () => apiAt('/api').post<Answer>(`/session/${way}/look`, { token }),
    retry: (times, error) => asProblem(error).status === 0 && times < 2,
    staleTime: Infinity,
  });
}

interface LinkPageProps<Answer> {
  title: string;
  query: UseQueryResult<Answer>;
  /** Said when the link is used, revoked or too old: what to do now. */
  gone: string;
  children: (answer: Answer) => ReactNode;
}

/** The page of a one-time link: what it is for, or that it no longer works and who makes another. */
export function LinkPage<Answer>({ title, query, gone, children }: LinkPageProps<Answer>) {
  const { t } = useTranslation();
  const isGone = query.error !== null && asProblem(query.error).code === 'gone';
  return (
    <Cover>
      <Stack>
        <Title order={1}>{isGone ? t('link/goneTitle') : title}</Title>
        {isGone ? (
          <>
            <Text>{gone}</Text>
            <Button component={Go} href="/" variant="default">
              {t('link/home')}
            </Button>
          </>
        ) : (
          <Loaded query={query} rows={3}>
            {children}
          </Loaded>
        )}
      </Stack>
    </Cover>
  );
}
