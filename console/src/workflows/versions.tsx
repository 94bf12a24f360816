import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Workflow } from '../../../src/api/contract.ts';
import { useVersions } from '../api/queries.ts';
import { Section } from '../parts/page.tsx';
import { Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';

/** What was published, newest first. A run keeps the version it started with. */
export function Versions({ workflow }: { workflow: Workflow }) {
  const { t } = useTranslation();
  const versions = useVersions(workflow.id);
  return (
    <Section title={t('versions/title')}>
      <Loaded query={versions} rows={2}>
        {(list) =>
          list.length === 0 ? (
            <Text c="dimmed">{t('versions/none')}</Text>
          ) : (
            <Table maw={640}>
              <Table.Tbody>
                {list.map((version) => (
                  <Table.Tr key={version.id}>
                    <Table.Td>{t('versions/number', { number: version.number })}</Table.Td>
                    <Table.Td>
                      {version.publishedBy ? t('versions/by', { name: version.publishedBy }) : ''}
                    </Table.Td>
                    <Table.Td ta="right">
                      <When at={version.publishedAt} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </Section>
  );
}
