import { useState } from 'react';
import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, RecordWritten } from '../../../src/api/contract-records.ts';
import { useRecordWrite } from '../api/record-mutations.ts';
import { recordPath } from '../api/record-queries.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import type { Schema } from './schema.ts';

/** What can be done with a whole record: archive it, make another one part of it. */
export function RecordMenu({ schema, record }: { schema: Schema; record: CrmRecord }) {
  const { t } = useTranslation();
  const [merging, setMerging] = useState(false);
  const archive = useRecordWrite<void>(
    schema.place,
    (api) => api.remove<RecordWritten>(recordPath(schema.place, record.id)),
    { lists: true, done: t('records/archivedOne', { title: record.title }) },
  );
  if (record.archivedAt !== null) return null;
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => setMerging(true)}>
        {t('records/merge')}
      </Button>
      <ConfirmButton
        label={t('records/archive')}
        question={t('records/archiveOne', { title: record.title })}
        confirm={t('records/archive')}
        loading={archive.isPending}
        onConfirm={() => archive.mutate()}
      >
        <Text size="sm">{t('records/archiveText')}</Text>
      </ConfirmButton>
      {merging && <MergeDialog schema={schema} record={record} onClose={() => setMerging(false)} />}
    </Group>
  );
}
