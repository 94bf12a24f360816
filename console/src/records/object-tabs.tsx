import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCrms } from '../api/record-queries.ts';
import { useLocale } from '../i18n/locale.ts';
import { Go, useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import type { Schema } from './schema.ts';
import classes from './records.module.css';

/** Objects whose records are seen at others: they have a tab only when they have records. */
const beside = ['line_item', 'note', 'task'];

/** The objects of a CRM side by side with how many records each has; the CRMs, when there are several. */
export function ObjectTabs({ schema: { crm, object, words } }: { schema: Schema }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const paths = usePaths();
  const go = useGo();
  const crms = useCrms().data ?? [];
  const shown = crm.objects.filter(
    ({ name, count }) => name === object.name || count > 0 || !beside.includes(name),
  );
  return (
    <div className={classes.tabBar}>
      <nav aria-label={t('records/objects')} className={classes.tabs}>
        {shown.map((one) => (
          <Go
            key={one.name}
            href={paths.recordsOf(crm.connection.id, one.name)}
            className={classes.tab}
            {...(one.name === object.name && { 'aria-current': 'page' as const })}
          >
            {words.object(one, 'many')}{' '}
            <span className={classes.count}>
              {new Intl.NumberFormat(locale).format(one.count)}
              {one.more && '+'}
            </span>
          </Go>
        ))}
      </nav>
      {crms.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t('records/crm')}
          data={crms.map(({ connection }) => ({ value: connection.id, label: connection.name }))}
          value={crm.connection.id}
          onChange={(event) => go(paths.recordsOf(event.currentTarget.value, object.name))}
        />
      )}
    </div>
  );
}
