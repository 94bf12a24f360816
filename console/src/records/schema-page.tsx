import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Property } from '../../../src/api/contract-records.ts';
import { useMay } from '../api/workspace.ts';
import { Card } from '../connections/card.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { Loading, ProblemNote } from '../parts/states.tsx';
import { NotFound } from '../sign-in/not-found.tsx';
import { NewProperty } from './new-property.tsx';
import { usePlace, useSchema, type Schema } from './schema.ts';
import classes from './schema-page.module.css';

/** What an object is made of: properties by group, pipelines with their stages. */
export function RecordSchemaPage() {
  const { t } = useTranslation();
  const { data, error, missing, retry } = useSchema(usePlace());
  if (missing) return <NotFound />;
  if (error && !data) return <ProblemNote error={error} retry={retry} />;
  if (!data) {
    return (
      <Page title={t('records/schema')} sentence={undefined}>
        <Loading rows={8} />
      </Page>
    );
  }
  return <Properties schema={data} />;
}

function Properties({ schema }: { schema: Schema }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const may = useMay();
  const { place, object, words, crm, properties, pipelines } = schema;
  const many = words.object(object, 'many');
  const groups = [...new Set(properties.map((one) => one.group))];
  return (
    <Page
      title={t('records/schemaTitle', { object: many })}
      sentence={t('records/propertyCount', { count: properties.length, crm: crm.connection.name })}
      back={{ label: many, href: paths.recordsOf(place.crm, place.object) }}
      actions={may('admin') && crm.builtIn && <NewProperty schema={schema} groups={groups} />}
    >
      <Stack>
        {groups.map((group) => (
          <Card key={group} title={words.group(group)}>
            <PropertyTable schema={schema} properties={properties.filter((one) => one.group === group)} />
          </Card>
        ))}
        {pipelines.length > 0 && (
          <Card title={t('records/pipelines')}>
            {pipelines.map((pipeline) => (
              <div key={pipeline.id}>
                <Text fw={500}>{words.option(pipeline.label)}</Text>
                <ol className={classes.stages}>
                  {pipeline.stages.map((stage) => (
                    <li key={stage.id} className={classes.stage}>
                      {words.option(stage.label)} <span className={classes.id}>{stage.id}</span>
                    </li>
                  ))}
                </ol>
              </div>
            ))}
          </Card>
        )}
      </Stack>
    </Page>
  );
}

function PropertyTable({ schema, properties }: { schema: Schema; properties: Property[] }) {
  const { t } = useTranslation();
  const { words } = schema;
  const flags = ['required', 'unique', 'readOnly', 'custom'] as const;
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table verticalSpacing={6} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="32%">{t('records/label')}</Table.Th>
            <Table.Th w="26%">{t('records/internal')}</Table.Th>
            <Table.Th w="18%">{t('records/type')}</Table.Th>
            <Table.Th>{t('records/rules')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {properties.map((property) => (
            <Table.Tr key={property.name}>
              <Table.Td>
                {words.label(property)}
                {property.description && (
                  <Text size="xs" c="dimmed">
                    {property.description}
                  </Text>
                )}
                {property.options.length > 0 && (
                  <details className={classes.options}>
                    <summary>
                      {t('records/options')} ({property.options.length})
                    </summary>
                    {property.options.map((option) => words.option(option.label)).join(', ')}
                  </details>
                )}
              </Table.Td>
              <Table.Td className={classes.id}>{property.name}</Table.Td>
              <Table.Td>{t(`records/types/${property.type}`)}</Table.Td>
              <Table.Td>
                <Group gap={4}>
                  {flags
                    .filter((flag) => property[flag])
                    .map((flag) => (
                      <Badge key={flag} size="sm" color="gray">
                        {t(`records/flag/${flag}`)}
                      </Badge>
                    ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
