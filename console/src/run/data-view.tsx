import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { JsonObject, OutputField } from '../../../src/api/contract.ts';
import { wordsOf } from '../i18n/words.ts';
import { JsonTree } from '../parts/json-tree.tsx';
import { knownValues } from './values.ts';
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
        {known.map(({ path, value }) => (
          <div key={path} style={{ display: 'contents' }}>
            <Text component="dt" size="sm" c="dimmed">
              {words.output(path)}
            </Text>
            <Text component="dd" size="sm" m={0}>
              {String(value)}
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
