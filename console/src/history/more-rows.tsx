import { useEffect } from 'react';
import { Button, Group } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';

interface MoreRowsProps {
  pages: {
    hasNextPage: boolean;
    isFetching: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
}

/** The end of a list: what comes next is read as it comes into sight, or by the button. */
export function MoreRows({ pages }: MoreRowsProps) {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = pages;
  const wanted = entry?.isIntersecting && hasNextPage && !isFetching && !isFetchNextPageError;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <Group justify="center" mt="md" ref={ref}>
      <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
        {t('history/more')}
      </Button>
    </Group>
  );
}
