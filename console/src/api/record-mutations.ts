import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, RecordPage, RecordWritten } from '../../../src/api/contract-records.ts';
import type { Api } from './client.ts';
import { explainProblem } from './explain-problem.ts';
import { asProblem } from './problem.ts';
import { keys, type Place } from './record-queries.ts';
import { useApi, useWorkspace } from './workspace.ts';

/** Puts a record as the hub answered it wherever it is shown; nothing is asked again for that. */
export function keepRecord(client: QueryClient, workspace: string, place: Place, record: CrmRecord): void {
  client.setQueryData(keys.record(workspace, place, record.id), record);
  client.setQueriesData<InfiniteData<RecordPage>>(
    { queryKey: keys.pages(workspace, place) },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((one) => (one.id === record.id ? record : one)),
        })),
      },
  );
}

/** After records came or went: lists and counts are read again when they are looked at. */
export function forgetLists(client: QueryClient, workspace: string, place: Place): void {
  void client.invalidateQueries({ queryKey: keys.pages(workspace, place) });
  void client.invalidateQueries({ queryKey: [workspace, 'crms'] });
  void client.invalidateQueries({ queryKey: [workspace, 'found', place] });
}

/** What hangs on a record is read again: its timeline, the history of its values, its associations. */
export function refreshAround(client: QueryClient, workspace: string, recordId: string): void {
  void client.invalidateQueries({ queryKey: [workspace, 'record-of', recordId] });
}

/** The same after a change of values alone. */
function refreshPast(client: QueryClient, workspace: string, recordId: string): void {
  for (const what of ['timeline', 'history'] as const) {
    void client.invalidateQueries({ queryKey: keys.of(workspace, recordId, what) });
  }
}

interface Wishes<Answer> {
  done?: string | ((answer: Answer) => string);
  then?: (answer: Answer) => void;
  /** The screen shows the problem itself. */
  quiet?: boolean;
  /** Records came or went, so that lists change. */
  lists?: boolean;
}

/** A write of one record: what is on screen is brought up to date from the answer. */
export function useRecordWrite<Input>(
  place: Place,
  write: (api: Api, input: Input) => Promise<RecordWritten>,
  wishes: Wishes<RecordWritten> = {},
) {
  const api = useApi();
  const client = useQueryClient();
  const { id } = useWorkspace();
  const { t, i18n } = useTranslation();
  return useMutation({
    mutationFn: (input: Input) => write(api, input),
    onSuccess: (answer) => {
      keepRecord(client, id, place, answer.record);
      if (wishes.lists) {
        refreshAround(client, id, answer.record.id);
        forgetLists(client, id, place);
      } else refreshPast(client, id, answer.record.id);
      const done = typeof wishes.done === 'function' ? wishes.done(answer) : wishes.done;
      if (done) notifications.show({ message: done, color: 'green' });
      for (const { code, property } of answer.warnings) {
        notifications.show({
          title: property,
          message: t(`faults/${code}`),
          color: 'orange',
          autoClose: 8000,
        });
      }
      wishes.then?.(answer);
    },
    onError: (error) => {
      if (wishes.quiet) return;
      const { title, advice, detail } = explainProblem(i18n, asProblem(error));
      const message = [advice, detail].filter(Boolean).join(' ');
      notifications.show({ title, message, color: 'red', autoClose: 10_000 });
    },
  });
}
