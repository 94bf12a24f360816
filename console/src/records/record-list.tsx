import { useState } from 'react';
import { Button, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useRecordPages } from '../api/record-queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { MoreRows } from '../history/more-rows.tsx';
import { useLocale } from '../i18n/locale.ts';
import { Empty, Loading, ProblemNote } from '../parts/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { RecordTable } from './record-table.tsx';
import { SavedViews } from './saved-views.tsx';
import type { Schema } from './schema.ts';
import { Toolbar } from './toolbar.tsx';
import { searchOf, useView } from './view.ts';
import classes from './records.module.css';

/** A table of records with all that narrows it. */
export function RecordList({ schema }: { schema: Schema }) {
  const { t } = useTranslation();
  const { view, change } = useView(schema);
  const pages = useRecordPages(schema.place, searchOf(view));
  const records = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const mayEdit = useMayEdit();
  const [selected, setSelected] = useState<string[]>([]);
  const chosen = records.filter((one) => selected.includes(one.id));
  const narrowed = view.q !== '' || view.filters.length > 0 || view.archived;
  const clear = () => change({ q: '', filters: [], archived: false });
  return (
    <Stack gap="xs">
      <SavedViews schema={schema} />
      <Toolbar schema={schema} view={view} change={change} />
      <CountLine
        count={pages.data?.pages[0]?.count ?? null}
        narrowed={narrowed}
        old={pages.isPlaceholderData}
      />
      {pages.error && <ProblemNote error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <Loading rows={10} height={36} />}
      {pages.isSuccess && records.length === 0 && !pages.error && (
        <Empty
          title={t(narrowed ? 'records/noneFoundTitle' : 'records/noneTitle')}
          text={t(narrowed ? 'records/noneFoundText' : 'records/noneText')}
          action={
            narrowed && (
              <Button variant="default" onClick={clear}>
                {t('filterBar/clear')}
              </Button>
            )
          }
        />
      )}
      {records.length > 0 && (
        <RecordTable
          schema={schema}
          view={view}
          records={records}
          onSort={(sort) => change({ sort })}
          selected={selected}
          onSelect={mayEdit ? setSelected : null}
        />
      )}
      {/* Below the rows, so that none moves when the first is chosen. */}
      {chosen.length > 0 && (
        <BulkBar schema={schema} records={chosen} archived={view.archived} onDone={() => setSelected([])} />
      )}
      <MoreRows pages={pages} />
    </Stack>
  );
}

interface CountLineProps {
  count: { count: number; more: boolean } | null;
  narrowed: boolean;
  /** Of the list before, until the next one is there. */
  old: boolean;
}

function CountLine({ count, narrowed, old }: CountLineProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const shown = count && new Intl.NumberFormat(locale).format(count.count);
  const key = count?.more ? 'records/countMore' : narrowed ? 'records/countFound' : 'records/count';
  return (
    <div className={classes.countLine} role="status" data-old={old || undefined}>
      {count ? t(key, { count: count.count, shown }) : '\u00a0'}
    </div>
  );
}
