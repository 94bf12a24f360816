import { useState } from 'react';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../src/api/contract.ts';
import { usePages, useRunsHead } from '../api/queries.ts';
import { useMayEdit, useWorkspace } from '../api/workspace.ts';
import { useAddress } from '../parts/go.tsx';
import { useNow } from '../parts/now.ts';
import { Empty, Loading, ProblemNote } from '../parts/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { mergeHead } from './merge-head.ts';
import { startOf } from './periods.ts';
import { RunRow } from './run-row.tsx';

/** Runs, newest first; new ones wait behind a button so that nothing jumps. */
export function RunsTab() {
  const { t } = useTranslation();
  const [address] = useAddress();
  const [opened] = useState(useNow());
  const filter = {
    q: address.q,
    status: address.status,
    workflow: address.workflow,
    connection: address.connection,
    from: startOf(address.period, opened),
  };
  const narrowed = Object.values(filter).some(Boolean);
  const pages = usePages<RunSummary>('runs', '/runs', filter);
  const head = useRunsHead(filter);
  const client = useQueryClient();
  const { id } = useWorkspace();
  const mayEdit = useMayEdit();
  const [selected, setSelected] = useState<string[]>([]);
  const read = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const { shown, fresh } = mergeHead(read, head.isPlaceholderData ? [] : (head.data?.items ?? []));
  const showFresh = () => void client.resetQueries({ queryKey: [id, 'runs', '/runs', 'pages'] });
  const chosen = selected.filter((each) => shown.some((run) => run.id === each));
  return (
    <Stack gap={0}>
      <FilterBar of="runs" />
      {mayEdit && chosen.length > 0 && <BulkBar ids={chosen} onDone={() => setSelected([])} />}
      <div aria-live="polite">
        {pages.isSuccess && fresh.length > 0 && (
          <Button size="xs" variant="light" fullWidth mb="xs" onClick={showFresh}>
            {t('history/fresh', { count: fresh.length })}
          </Button>
        )}
      </div>
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <Loading rows={6} />}
      {pages.isSuccess &&
        shown.length === 0 &&
        (pages.hasNextPage ? (
          <Text c="dimmed">{t('history/noneHere')}</Text>
        ) : (
          <Empty
            title={t(narrowed ? 'history/noneFoundTitle' : 'history/emptyTitle')}
            text={t(narrowed ? 'history/noneFoundText' : 'history/emptyText')}
          />
        ))}
      {shown.length > 0 && (
        <Stack
          gap={0}
          component="ul"
          p={0}
          m={0}
          style={{ listStyle: 'none', border: '1px solid var(--line)', borderRadius: 6, overflow: 'hidden' }}
        >
          {shown.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              selected={chosen.includes(run.id)}
              onSelect={
                mayEdit
                  ? (on) => setSelected(on ? [...chosen, run.id] : chosen.filter((each) => each !== run.id))
                  : null
              }
            />
          ))}
        </Stack>
      )}
      {pages.hasNextPage && (
        <Group justify="center" mt="md">
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {t('history/more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
