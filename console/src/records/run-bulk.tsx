import { Button, Group, Progress as Bar, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Property, RecordBatch, RecordOutcome } from '../../../src/api/contract-records.ts';
import type { Api } from '../api/client.ts';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem } from '../api/problem.ts';
import { forgetLists, keepRecord, refreshAround } from '../api/record-mutations.ts';
import { recordsPath } from '../api/record-queries.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import { inParts, partSize, type Progress } from '../bulk/in-parts.ts';
import type { Schema } from './schema.ts';

/** What is done with many records. */
export type BulkWish =
  { action: 'archive' | 'restore' } | { action: 'update'; property: Property; value: string | null };

let jobs = 0;

/** Does something with many records, part by part; it goes on while one looks elsewhere in the console. */
export function useBulkRecords({ place }: Schema): (wish: BulkWish, records: CrmRecord[]) => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  const { id: workspace } = useWorkspace();
  const { t, i18n } = useTranslation();
  return async (wish, records) => {
    const note = `records-bulk-${++jobs}`;
    let at: Progress = { done: 0, total: records.length, changed: 0 };
    let stop = false;
    const refused: string[] = [];
    const long = records.length > partSize;
    const show = () =>
      notifications.update({
        id: note,
        title: t('records/changing'),
        message: <Doing progress={at} onStop={() => (stop = true)} />,
      });
    if (long) {
      notifications.show({ id: note, message: '', autoClose: false, withCloseButton: false });
      show();
    }
    const byId = new Map(records.map((one) => [one.id, one]));
    const end = await inParts(
      records.map((one) => one.id),
      async (part) => {
        const outcomes = await send(api, recordsPath(place), wish, part, byId);
        for (const { written, error } of outcomes) {
          if (error) refused.push(error.detail);
          else {
            keepRecord(client, workspace, place, written.record);
            refreshAround(client, workspace, written.record.id);
          }
        }
        return outcomes.filter(({ written }) => written && written.did !== 'unchanged').length;
      },
      (progress) => {
        at = progress;
        if (long) show();
      },
      () => stop,
    ).catch((error: unknown) => asProblem(error));
    if (long) notifications.hide(note);
    forgetLists(client, workspace, place);
    const failed = end instanceof Error ? explainProblem(i18n, end) : null;
    const some = [...new Set(refused)].slice(0, 3);
    notifications.show({
      color: failed ? 'red' : refused.length > 0 ? 'orange' : 'green',
      autoClose: failed || refused.length > 0 ? false : 6000,
      title: t(`records/did/${wish.action}`, { count: at.changed }),
      message: [
        failed?.title,
        refused.length > 0 && t('records/refused', { count: refused.length }),
        ...some,
        at.done < at.total && t('bulk/untouched', { count: at.total - at.done }),
      ]
        .filter(Boolean)
        .join(' '),
    });
  };
}

/** Each record is written only if its value is still the one that was seen. */
function send(
  api: Api,
  path: string,
  wish: BulkWish,
  ids: string[],
  byId: Map<string, CrmRecord>,
): Promise<RecordOutcome[]> {
  const body: RecordBatch =
    wish.action === 'update'
      ? {
          action: 'update',
          inputs: ids.map((record) => ({
            record,
            values: { [wish.property.name]: wish.value },
            was: { [wish.property.name]: byId.get(record)?.values[wish.property.name] ?? null },
          })),
        }
      : { action: wish.action, records: ids };
  return api.post<RecordOutcome[]>(`${path}/batch`, body);
}

function Doing({ progress, onStop }: { progress: Progress; onStop: () => void }) {
  const { t } = useTranslation();
  const label = t('bulk/progress', { done: progress.done, total: progress.total });
  return (
    <>
      <Bar value={(100 * progress.done) / progress.total} my={6} aria-label={label} />
      <Group justify="space-between">
        <Text size="xs" className="tabular">
          {label}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={onStop}>
          {t('bulk/stop')}
        </Button>
      </Group>
    </>
  );
}
