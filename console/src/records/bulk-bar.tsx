import { useState } from 'react';
import { Button, Group, Modal, Paper, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property } from '../../../src/api/contract-records.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { readEntered } from './entered.ts';
import { useFaultTexts } from './fault-texts.ts';
import type { Schema } from './schema.ts';
import { useBulkRecords } from './run-bulk.tsx';
import { ValueInput } from './value-input.tsx';
import { offered } from './view.ts';

interface Props {
  schema: Schema;
  records: CrmRecord[];
  /** They are in the archive. */
  archived: boolean;
  onDone: () => void;
}

/** What can be done with the chosen records at once. */
export function BulkBar({ schema, records, archived, onDone }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const bulk = useBulkRecords(schema);
  const begin = (action: 'archive' | 'restore') => {
    void bulk({ action }, records);
    onDone();
  };
  return (
    <Paper p="xs" shadow="md" pos="sticky" bottom={12} style={{ zIndex: 20 }}>
      <Group gap="xs">
        <Text size="sm" fw={500} px={4} role="status">
          {t('records/selected', { count: records.length })}
        </Text>
        {archived ? (
          <Button size="xs" onClick={() => begin('restore')}>
            {t('records/restore')}
          </Button>
        ) : (
          <>
            <Button size="xs" onClick={() => setAsking(true)}>
              {t('records/changeProperty')}
            </Button>
            <ConfirmButton
              size="xs"
              label={t('records/archive')}
              question={t('records/archiveMany', { count: records.length })}
              confirm={t('records/archive')}
              onConfirm={() => begin('archive')}
            >
              <Text size="sm">{t('records/archiveText')}</Text>
            </ConfirmButton>
          </>
        )}
        <Button size="xs" variant="subtle" onClick={onDone}>
          {t('bulk/clear')}
        </Button>
      </Group>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('records/changeMany', { count: records.length })}
        closeButtonProps={{ 'aria-label': t('actions/close') }}
      >
        <ChangeForm
          schema={schema}
          records={records}
          onBegin={(property, value) => {
            setAsking(false);
            onDone();
            void bulk({ action: 'update', property, value }, records);
          }}
        />
      </Modal>
    </Paper>
  );
}

interface ChangeProps {
  schema: Schema;
  records: CrmRecord[];
  onBegin: (property: Property, value: string | null) => void;
}

/** One property of many: says how many of them it changes before it does. */
function ChangeForm({ schema, records, onBegin }: ChangeProps) {
  const { t } = useTranslation();
  const { textOf } = useFaultTexts();
  const [name, setName] = useState<string | null>(null);
  const [text, setText] = useState('');
  const property = name === null ? undefined : schema.byName.get(name);
  const properties = offered(schema.properties).filter((one) => !one.readOnly && !one.unique);
  const read = property && readEntered(property, text);
  const fault = read && 'fault' in read ? read.fault : null;
  const value = read && 'value' in read ? read.value : null;
  const differing = property ? records.filter((one) => (one.values[property.name] ?? null) !== value) : [];
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (property && !fault) onBegin(property, value);
      }}
    >
      <Stack>
        <Select
          searchable
          data-autofocus
          label={t('records/property')}
          data={properties.map((one) => ({ value: one.name, label: schema.words.label(one) }))}
          value={name}
          nothingFoundMessage={t('form/noMatch')}
          onChange={(next) => {
            setName(next);
            setText('');
          }}
        />
        {property && (
          <ValueInput
            schema={schema}
            property={property}
            label={t('records/newValue')}
            value={text}
            error={fault && textOf(fault)}
            onChange={setText}
          />
        )}
        {property && !fault && (
          <Text size="sm" role="status">
            {value === null
              ? t('records/willClear', { count: differing.length, of: records.length })
              : t('records/willChange', { count: differing.length, of: records.length })}
          </Text>
        )}
        <Group justify="flex-end">
          <Button type="submit" disabled={!property || fault !== null || differing.length === 0}>
            {t('records/changeCount', { count: differing.length })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
