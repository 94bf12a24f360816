import { Button, Group, Progress as Bar, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { i18n as I18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Api } from '../api/client.ts';
import { explainProblem } from '../api/explain-problem.ts';
import { asProblem } from '../api/problem.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import { inParts, partSize, type Progress } from './in-parts.ts';

/** What can be done with many runs at once. */
export type BulkAction = 'retry' | 'cancel' | 'repeat';

interface Job {
  api: Api;
  client: QueryClient;
  i18n: I18n;
  workspaceId: string;
  action: BulkAction;
  ids: string[];
}

let jobs = 0;

/** Starts an action on many runs. It goes on while one looks elsewhere in the console; a note shows how far it is. */
export function useBulk(): (action: BulkAction, ids: string[]) => Promise<void> {
  const api = useApi();
  const client = useQueryClient();
  const { i18n } = useTranslation();
  const { id: workspaceId } = useWorkspace();
  return (action, ids) => run({ api, client, i18n, workspaceId, action, ids });
}

async function run({ api, client, i18n, workspaceId, action, ids }: Job): Promise<void> {
  const t = i18n.getFixedT(null, 'console');
  const id = `bulk-${++jobs}`;
  const long = ids.length > partSize;
  let at: Progress = { done: 0, total: ids.length, changed: 0 };
  let stop = false;
  const show = () =>
    notifications.update({
      id,
      title: t(`bulk/doing/${action}`, { count: at.total }),
      message: <Doing progress={at} onStop={() => (stop = true)} />,
    });
  if (long) {
    notifications.show({ id, message: '', autoClose: false, withCloseButton: false });
    show();
  }
  const end = await inParts(
    ids,
    async (part) => (await api.post<{ changed: number }>('/runs/bulk', { action, ids: part })).changed,
    (progress) => {
      at = progress;
      if (long) show();
    },
    () => stop,
  ).catch((error: unknown) => asProblem(error));
  if (long) notifications.hide(id);
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === workspaceId });
  const failed = end instanceof Error;
  const left = at.done - at.changed;
  notifications.show({
    color: failed ? 'red' : left > 0 || at.done < at.total ? 'orange' : 'green',
    autoClose: failed ? false : 8000,
    title: t(`bulk/did/${action}`, { count: at.changed }),
    message: [
      failed ? explainProblem(i18n, end).title : '',
      left > 0 ? t('bulk/left', { count: left }) : '',
      at.done < at.total ? t('bulk/untouched', { count: at.total - at.done }) : '',
    ]
      .filter(Boolean)
      .join(' '),
  });
}

function Doing({ progress, onStop }: { progress: Progress; onStop: () => void }) {
  const { t } = useTranslation();
  const percent = (100 * progress.done) / progress.total;
  return (
    <>
      <Bar
        value={percent}
        my={6}
        aria-label={t('bulk/progress', { done: progress.done, total: progress.total })}
      />
      <Group justify="space-between">
        <Text size="xs" className="tabular">
          {t('bulk/progress', { done: progress.done, total: progress.total })}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={onStop}>
          {t('bulk/stop')}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {t('bulk/keepOpen')}
      </Text>
    </>
  );
}
