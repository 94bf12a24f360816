import { Anchor, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Run } from '../../../src/api/contract.ts';
import { sampleText } from '../fields/insertion.ts';
import { wordsOf } from '../i18n/words.ts';
import { Go } from '../parts/go.tsx';
import { Section } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { rowsOf, textOf } from '../workflows/filter-rows.ts';
import { valueAt } from './values.ts';

/** Why this event started this run: the version, its filters, and the values they met. */
export function Explain({ run }: { run: Run }) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const words = wordsOf(i18n, run.source?.connector ?? '');
  const { rows, nested } = rowsOf(run.definition.filters);
  return (
    <Section title={t('explain/title')}>
      <Text size="sm">
        {t('explain/version', { number: run.version.number, trigger: words.trigger(run.trigger) })}{' '}
        <Anchor component={Go} href={paths.workflow(run.workflow.id)} size="sm" underline="always">
          {run.workflow.name}
        </Anchor>
      </Text>
      {rows.length === 0 && nested === 0 ? (
        <Text size="sm" c="dimmed">
          {t('explain/noFilters')}
        </Text>
      ) : (
        <>
          <Text size="sm" mt="xs">
            {t(`explain/match/${run.definition.filters?.match ?? 'all'}`)}
          </Text>
          <List size="sm">
            {rows.map((row, index) => (
              <List.Item key={index}>
                {t('explain/row', {
                  value: words.output(row.path),
                  operator: t(`operators/${row.operator}`),
                  wanted: textOf(row.value),
                  actual: sampleText(valueAt(run.data, row.path)) || t('data/blank'),
                })}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Section>
  );
}
