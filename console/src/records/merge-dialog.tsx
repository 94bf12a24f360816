import { useState } from 'react';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, RecordWritten } from '../../../src/api/contract-records.ts';
import { refreshAround, useRecordWrite } from '../api/record-mutations.ts';
import { keys, recordPath } from '../api/record-queries.ts';
import { useWorkspace } from '../api/workspace.ts';
import { useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { ProblemNote } from '../parts/states.tsx';
import { RecordPicker } from './record-picker.tsx';
import type { Schema } from './schema.ts';
import classes from './merge-dialog.module.css';

interface Props {
  schema: Schema;
  record: CrmRecord;
  onClose: () => void;
}

/** Makes one of two records part of the other: chooses the second, shows both, asks which stays. */
export function MergeDialog({ schema, record, onClose }: Props) {
  const { t } = useTranslation();
  const [other, setOther] = useState<CrmRecord | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      size={other ? 'xl' : 'md'}
      title={t('records/mergeTitle', { title: record.title })}
      closeButtonProps={{ 'aria-label': t('actions/close') }}
    >
      {other ? (
        <Compare schema={schema} records={[record, other]} onBack={() => setOther(null)} onClose={onClose} />
      ) : (
        <RecordPicker
          place={schema.place}
          label={t('records/mergeWith')}
          without={[record.id]}
          beside={({ values, externalId }) => values['email'] ?? values['domain'] ?? externalId}
          onPick={setOther}
        />
      )}
    </Modal>
  );
}

interface CompareProps {
  schema: Schema;
  records: [CrmRecord, CrmRecord];
  onBack: () => void;
  onClose: () => void;
}

function Compare({ schema, records, onBack, onClose }: CompareProps) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const client = useQueryClient();
  const { id } = useWorkspace();
  const { place, words } = schema;
  const [stays, setStays] = useState(records[0].id);
  const kept = records.find((one) => one.id === stays) ?? records[0];
  const gone = kept === records[0] ? records[1] : records[0];
  const merge = useRecordWrite<void>(
    place,
    (api) => api.post<RecordWritten>(`${recordPath(place, kept.id)}/merge`, { record: gone.id }),
    {
      quiet: true,
      lists: true,
      done: t('records/merged', { title: kept.title }),
      then: () => {
        void client.invalidateQueries({ queryKey: keys.record(id, place, gone.id) });
        refreshAround(client, id, gone.id);
        onClose();
        go(paths.record(place.crm, place.object, kept.id), { replace: true });
      },
    },
  );
  const shown = schema.properties.filter(
    ({ name, hidden, readOnly }) => !hidden && !readOnly && records.some((one) => one.values[name]),
  );
  return (
    <Stack>
      <Radio.Group value={stays} onChange={setStays} label={t('records/whichStays')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('records/property')}</th>
              {records.map((one) => (
                <th key={one.id} scope="col">
                  <Radio value={one.id} label={`${one.title} (${one.externalId})`} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((property) => (
              <tr key={property.name}>
                <th scope="row">{words.label(property)}</th>
                {records.map((one) => {
                  const value = one.values[property.name];
                  const result = kept.values[property.name] ? one === kept : Boolean(value);
                  return (
                    <td key={one.id} data-result={result || undefined}>
                      {schema.show(property, value) || '–'}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Radio.Group>
      <Text size="sm">{t('records/mergeText', { kept: kept.title, gone: gone.title })}</Text>
      {merge.error && <ProblemNote error={merge.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t('records/chooseOther')}
        </Button>
        <Button color="red" loading={merge.isPending} onClick={() => merge.mutate()}>
          {t('records/merge')}
        </Button>
      </Group>
    </Stack>
  );
}
