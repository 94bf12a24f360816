import { useState } from 'react';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property, RecordWritten } from '../../../src/api/contract-records.ts';
import type { Fault } from '../../../src/api/contract.ts';
import { asProblem } from '../api/problem.ts';
import { refreshAround, useRecordWrite } from '../api/record-mutations.ts';
import { keys, recordPath } from '../api/record-queries.ts';
import { useWorkspace } from '../api/workspace.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { ProblemNote } from '../parts/states.tsx';
import { readEntered } from './entered.ts';
import { useFaultTexts } from './fault-texts.ts';
import type { Schema } from './schema.ts';
import { ValueInput } from './value-input.tsx';
import { WhoWhen } from './who.tsx';

interface Props {
  schema: Schema;
  record: CrmRecord;
  property: Property;
  onClose: () => void;
}

/** Edits a value in place. Enter saves, Escape leaves; when somebody else was faster, both values are shown. */
export function PropertyEditor({ schema, record, property, onClose }: Props) {
  const { t } = useTranslation();
  const paths = usePaths();
  const { textOf, byProperty } = useFaultTexts();
  // What was seen when editing began: a value that comes in meanwhile is a conflict, not a start.
  const [seen, setSeen] = useState(record.values[property.name] ?? null);
  const [text, setText] = useState(seen ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const { place } = schema;
  const save = useRecordWrite<{ value: string | null; was: string | null }>(
    place,
    (api, { value, was }) =>
      api.patch<RecordWritten>(recordPath(place, record.id), {
        values: { [property.name]: value },
        was: { [property.name]: was },
      }),
    { quiet: true, then: onClose },
  );
  const problem = save.error ? asProblem(save.error) : null;
  const conflict = problem?.faults.find(
    (one) => one.code === 'changed_meanwhile' && one.params?.['property'] === property.name,
  );
  const taken = problem?.faults.find((one) => one.code === 'taken')?.params?.['id'];
  const submit = (was: string | null) => {
    const read = readEntered(property, text);
    if ('fault' in read) return setWrong(textOf(read.fault));
    if (read.value === was) return onClose();
    setWrong(null);
    save.mutate({ value: read.value, was });
  };
  const refused = problem && !conflict ? byProperty(problem)[property.name] : undefined;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(seen);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(seen);
      }}
    >
      <Stack gap="xs">
        <ValueInput
          {...{ schema, property }}
          autoFocus
          value={text}
          values={record.values}
          error={wrong ?? refused ?? null}
          onChange={(value) => {
            setText(value);
            setWrong(null);
          }}
        />
        {typeof taken === 'string' && (
          <Go href={paths.record(place.crm, place.object, taken)}>{t('records/openExisting')}</Go>
        )}
        {problem && !conflict && refused === undefined && <ProblemNote error={problem} />}
        {conflict ? (
          <Conflict
            {...{ schema, property, conflict }}
            mine={text}
            busy={save.isPending}
            onMine={() => {
              const now = nowOf(conflict);
              setSeen(now);
              submit(now);
            }}
            onTheirs={onClose}
            recordId={record.id}
          />
        ) : (
          <Group gap="xs">
            <Button size="compact-sm" type="submit" loading={save.isPending}>
              {t('actions/save')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={onClose}>
              {t('records/cancel')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

const nowOf = ({ params }: Fault): string | null => {
  const now = params?.['now'];
  return typeof now === 'string' ? now : null;
};

interface ConflictProps {
  schema: Schema;
  property: Property;
  conflict: Fault;
  mine: string;
  busy: boolean;
  recordId: string;
  onMine: () => void;
  onTheirs: () => void;
}

/** Two people wrote one value: both are shown, and the reader chooses. */
function Conflict(props: ConflictProps) {
  const { schema, property, conflict, mine, busy, recordId, onMine, onTheirs } = props;
  const { t } = useTranslation();
  const keep = useTakeTheirs(schema, recordId);
  const by = conflict.params?.['by'] as { at: string; source: string; detail: string | null } | null;
  return (
    <Alert color="orange" role="alert" title={t('records/conflict')} p="xs">
      <Stack gap={6}>
        <div>
          <Text size="xs" c="dimmed">
            {t('records/theirs')} {by && <WhoWhen {...by} />}
          </Text>
          <Text size="sm" fw={600}>
            {schema.show(property, nowOf(conflict)) || '–'}
          </Text>
        </div>
        <div>
          <Text size="xs" c="dimmed">
            {t('records/mine')}
          </Text>
          <Text size="sm" fw={600}>
            {schema.show(property, mine) || '–'}
          </Text>
        </div>
        <Group gap="xs">
          <Button size="compact-sm" loading={busy} onClick={onMine}>
            {t('records/useMine')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              keep();
              onTheirs();
            }}
          >
            {t('records/useTheirs')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

/** Reads the record again, so that the other value is on screen. */
function useTakeTheirs({ place }: Schema, recordId: string): () => void {
  const client = useQueryClient();
  const { id } = useWorkspace();
  return () => {
    void client.invalidateQueries({ queryKey: keys.record(id, place, recordId) });
    refreshAround(client, id, recordId);
  };
}
