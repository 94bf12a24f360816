import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JsonObject, OutputField } from '../../../src/api/contract.ts';
import { exactTime } from '../i18n/format.ts';
import { useLocale, useTimeZone } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { JsonTree } from '../parts/json-tree.tsx';
import { knownValues, type Known } from './values.ts';
import classes from './run-page.module.css';

/** Data with the words people use for it, everything else one fold below. */
export function DataView({
  connector,
  data,
  output,
}: {
  connector: string;
  data: JsonObject;
  output: OutputField[];
}) {
  const { t, i18n } = useTranslation();
  const words = wordsOf(i18n, connector);
  const known = knownValues(data, output);
  if (known.length === 0) return <JsonTree value={data} />;
  return (
    <>
      <dl className={classes.values}>
        {known.map(({ path, type, value }) => (
          <div key={path} style={{ display: 'contents' }}>
            <Text component="dt" size="sm" c="dimmed">
              {words.output(path)}
            </Text>
            <Text component="dd" size="sm" m={0}>
              <Value type={type} value={value} />
            </Text>
          </div>
        ))}
      </dl>
      <details style={{ marginTop: 12 }}>
        <summary style={{ cursor: 'pointer' }}>{t('run/allData')}</summary>
        <JsonTree value={data} />
      </details>
    </>
  );
}

/** A value as people read it: moments in the workspace's zone, addresses to follow, the rest as it is. */
function Value({ type, value }: Pick<Known, 'type' | 'value'>) {
  const { t } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  if (typeof value === 'boolean') return t(value ? 'form/yes' : 'form/no');
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  // A day without a time is the same day everywhere.
  if (type === 'date' && /T\d/.test(value) && !Number.isNaN(Date.parse(value))) {
    return <span title={value}>{exactTime(Date.parse(value), locale, timeZone)}</span>;
  }
  if (/^https?:\/\/\S+$/.test(value)) {
    return (
      <Anchor href={value} target="_blank" rel="noreferrer" size="sm">
        {value}
      </Anchor>
    );
  }
  return value;
}
