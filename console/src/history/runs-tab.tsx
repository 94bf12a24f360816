import { BareList } from '../parts/bare-list.tsx';
import { useEffect, useState } from 'react';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RunSummary } from '../../../src/api/contract.ts';
import { usePages, useRunsHead } from '../api/queries.ts';
import { useMayEdit, useWorkspace } from '../api/workspace.ts';
import { BulkMenu } from '../bulk/bulk-button.tsx';
import { useAddress } from '../parts/go.tsx';
import { useNow } from '../parts/now.ts';
import { usePaths } from '../parts/paths.ts';
import { Empty, Loading, ProblemNote } from '../parts/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { mergeHead } from './merge-head.ts';
import { MoreRows } from './more-rows.tsx';
import { startOf } from './periods.ts';
import { RunRow } from './run-row.tsx';
import { leaveTrail } from './trail.ts';

/** Runs, newest first; new ones wait behind a button so that nothing jumps. */
export function RunsTab() {
  const { t } = useTranslation();
  const [address] = useAddress();
  const [opened] = useState(useNow());
  const filter = {
    q: address.q,
    status: address.status,
    reason: address.reason,
    workflow: address.workflow,
    connection: address.connection,
    from: startOf(address.period, opened),
  };
  const narrowed = Object.values(filter).some(Boolean);
  const pages = usePages<RunSummary>('runs', '/runs', filter);
  const head = useRunsHead(filter, pages);
  const client = useQueryClient();
  const { id } = useWorkspace();
  const read = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const { shown, fresh } = mergeHead(read, head.isPlaceholderData ? [] : (head.data?.items ?? []));
  const showFresh = () => {
    window.scrollTo({ top: 0 });
    void client.resetQueries({ queryKey: [id, 'runs', '/runs', 'pages'] });
  };
  useTrail(shown);
  return (
    <Stack gap={0}>
      <FilterBar of="runs" />
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
      {shown.length > 0 && <RunRows runs={shown} filter={filter} />}
      <MoreRows pages={pages} />
    </Stack>
  );
}

/** Leaves word of the list for the pages of its runs. */
function useTrail(shown: RunSummary[]): void {
  const paths = usePaths();
  const [address] = useAddress();
  const ids = shown.map((run) => run.id).join(' ');
  const href = paths.history(address);
  useEffect(() => {
    if (ids) leaveTrail({ href, ids: ids.split(' ') });
  }, [href, ids]);
}

function RunRows({
  runs,
  filter,
}: {
  runs: RunSummary[];
  filter: Record<string, string | null | undefined>;
}) {
  const { t } = useTranslation();
  const mayEdit = useMayEdit();
  const [selected, setSelected] = useState<string[]>([]);
  const chosen = runs.map((run) => run.id).filter((id) => selected.includes(id));
  const all = chosen.length === runs.length;
  return (
    <>
      {mayEdit && (
        <Group justify="space-between" gap="xs" mb="xs" pl={12}>
          <Checkbox
            size="xs"
            radius={4}
            label={t('history/selectShown', { count: runs.length })}
            checked={all}
            indeterminate={!all && chosen.length > 0}
            onChange={() => setSelected(all ? [] : runs.map((run) => run.id))}
          />
          <BulkMenu wanted={{ filter }} />
        </Group>
      )}
      {mayEdit && chosen.length > 0 && <BulkBar ids={chosen} onDone={() => setSelected([])} />}
      <BareList framed>
        {runs.map((run) => (
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
      </BareList>
    </>
  );
}
