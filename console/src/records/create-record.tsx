import { useState } from 'react';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '../../../src/api/contract-records.ts';
import { asProblem } from '../api/problem.ts';
import { useRecordWrite } from '../api/record-mutations.ts';
import { recordsPath } from '../api/record-queries.ts';
import { Go, useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import { ProblemNote } from '../parts/states.tsx';
import { readEntered } from './entered.ts';
import { useFaultTexts } from './fault-texts.ts';
import type { Schema } from './schema.ts';
import { ValueInput } from './value-input.tsx';
import { offered, usualColumns } from './view.ts';

interface CreateProps {
  schema: Schema;
  /** Called with the new record; else its page is opened. */
  onMade?: (record: CrmRecord) => void;
}

/** The button that makes a record. */
export function CreateButton({ schema, onMade }: CreateProps) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const title = schema.words.create(schema.object);
  return (
    <>
      <Button onClick={open} leftSection={<Icon name="plus" size={16} />}>
        {title}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        size="lg"
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <CreateForm
          schema={schema}
          onMade={(record) => {
            close();
            onMade?.(record);
          }}
          stay={onMade !== undefined}
        />
      </Modal>
    </>
  );
}

/** Properties of a new record in the order they are asked for: what must be there, what names it, what is usual. */
function asked(schema: Schema, all: boolean) {
  const { object, properties, byName } = schema;
  const writable = offered(properties).filter((one) => !one.readOnly);
  const first = writable.filter((one) => one.required);
  const inStages = object.pipeline ? [object.pipeline.pipeline] : [];
  const next = [...inStages, ...object.title, ...usualColumns(schema)].flatMap(
    (name) => byName.get(name) ?? [],
  );
  const some = [...first, ...next.filter((one) => !one.readOnly && !one.hidden), ...(all ? writable : [])];
  // The stages to choose from are those of the pipeline, so that comes before them.
  const pipeline = byName.get(object.pipeline?.pipeline ?? '');
  const ordered = some.flatMap((one) => (pipeline && one.references === 'stage' ? [pipeline, one] : [one]));
  return [...new Set(ordered)];
}

interface FormProps {
  schema: Schema;
  onMade: (record: CrmRecord) => void;
  /** Whether the reader stays where they are. */
  stay: boolean;
}

function CreateForm({ schema, onMade, stay }: FormProps) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const { place, object, words } = schema;
  const [all, setAll] = useState(false);
  const [values, setValues] = useState(() => firstValues(schema));
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const { textOf, byProperty } = useFaultTexts();
  const properties = asked(schema, all);
  const create = useRecordWrite<Record<string, string>>(
    place,
    (api, given) => api.post(recordsPath(place), { values: given }),
    {
      quiet: true,
      lists: true,
      then: ({ record }) => {
        const href = paths.record(place.crm, place.object, record.id);
        notifications.show({ message: t('records/made', { title: record.title }), color: 'green' });
        onMade(record);
        if (!stay) go(href);
      },
    },
  );
  const submit = () => {
    const read = readAll(schema, values);
    const missing = properties
      .filter((one) => one.required && !read.given[one.name] && !read.faults[one.name])
      .map((one) => [one.name, t('form/required')] as const);
    const faults = Object.entries(read.faults).map(([name, code]) => [name, textOf(code)] as const);
    setWrong(Object.fromEntries([...missing, ...faults]));
    if (missing.length + faults.length > 0) return;
    create.mutate(read.given, { onError: (error) => setWrong(byProperty(error)) });
  };
  const problem = create.error && asProblem(create.error);
  const taken = problem?.faults.find((one) => one.code === 'taken')?.params?.['id'];
  const placed =
    problem && Object.keys(byProperty(problem)).every((name) => properties.some((one) => one.name === name));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        {properties.map((property, index) => (
          <ValueInput
            key={property.name}
            schema={schema}
            property={property}
            label={words.label(property)}
            required={property.required}
            autoFocus={index === 0}
            value={values[property.name] ?? ''}
            values={values}
            error={wrong[property.name] ?? null}
            onChange={(value) => {
              const stage =
                object.pipeline?.pipeline === property.name ? { [object.pipeline.stage]: '' } : {};
              setValues({ ...values, ...stage, [property.name]: value });
            }}
          />
        ))}
        {!all && (
          <Button variant="subtle" size="xs" onClick={() => setAll(true)}>
            {t('records/allProperties')}
          </Button>
        )}
        {problem && (!placed || problem.faults.length === 0) && <ProblemNote error={problem} />}
        <Group justify="flex-end">
          {typeof taken === 'string' && (
            <Button variant="default" component={Go} href={paths.record(place.crm, place.object, taken)}>
              {t('records/openExisting')}
            </Button>
          )}
          <Button type="submit" loading={create.isPending}>
            {words.create(object)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The first pipeline and its first stage. */
function firstValues({ object, pipelines }: Schema): Record<string, string> {
  const [pipeline] = pipelines;
  const stage = pipeline?.stages[0];
  if (!object.pipeline || !pipeline || !stage) return {};
  return { [object.pipeline.pipeline]: pipeline.id, [object.pipeline.stage]: stage.id };
}

function readAll({ byName }: Schema, values: Record<string, string>) {
  const given: Record<string, string> = {};
  const faults: Record<string, string> = {};
  for (const [name, text] of Object.entries(values)) {
    const property = byName.get(name);
    if (!property) continue;
    const read = readEntered(property, text);
    if ('fault' in read) faults[name] = read.fault;
    else if (read.value !== null) given[name] = read.value;
  }
  return { given, faults };
}
