import { Button, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Workflow } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import type { Draft } from './draft.ts';

interface EditorActionsProps {
  workflow: Workflow | null;
  draft: Draft;
  dirty: boolean;
  /** Nothing is missing that the guide knows of. */
  complete: boolean;
  save: UseMutationResult<{ saved: Workflow; sent: string }, Error, Draft>;
}

/** Save, publish, pause, delete. */
export function EditorActions({ workflow, draft, dirty, complete, save }: EditorActionsProps) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const publish = useChange<Workflow, Workflow>(
    (api, { id, draftRevision }) => api.post(`/workflows/${id}/publish`, { revision: draftRevision }),
    {
      done: (published) => t('workflow/publishedAs', { version: published.version ?? 1 }),
    },
  );
  const pause = useChange<'pause' | 'resume', Workflow>((api, verb) =>
    api.post(`/workflows/${workflow?.id}/${verb}`),
  );
  const remove = useChange<void, void>((api) => api.remove(`/workflows/${workflow?.id}`), {
    done: t('workflow/deleted'),
    then: () => go(paths.workflows),
  });
  const store = async (andPublish: boolean) => {
    const stored = dirty || !workflow ? (await save.mutateAsync(draft)).saved : workflow;
    // What hinders publishing is told by the screen; the workflow is stored all the same.
    if (andPublish) await publish.mutateAsync(stored).catch(() => undefined);
    if (!workflow) go(paths.workflow(stored.id), { replace: true });
  };
  const run = (andPublish: boolean) => void store(andPublish).catch(() => undefined);
  const busy = save.isPending || publish.isPending;
  const publishable = complete && (dirty || !workflow || workflow.changed || workflow.status === 'draft');
  return (
    <>
      {workflow && (
        <ConfirmButton
          label={t('actions/delete')}
          variant="subtle"
          color="red"
          question={t('workflow/deleteTitle', { name: workflow.name })}
          confirm={t('workflow/delete')}
          onConfirm={() => remove.mutate()}
        >
          <Text>{t('workflow/deleteText')}</Text>
        </ConfirmButton>
      )}
      {workflow?.status === 'published' && (
        <Button
          variant="default"
          leftSection={<Icon name="pause" size={14} />}
          loading={pause.isPending}
          onClick={() => pause.mutate('pause')}
        >
          {t('workflow/pause')}
        </Button>
      )}
      {workflow?.status === 'paused' && (
        <Button
          variant="default"
          leftSection={<Icon name="play" size={14} />}
          loading={pause.isPending}
          onClick={() => pause.mutate('resume')}
        >
          {t('workflow/resume')}
        </Button>
      )}
      <Button
        variant="default"
        disabled={!dirty && workflow !== null}
        loading={save.isPending}
        onClick={() => run(false)}
      >
        {t('workflow/saveDraft')}
      </Button>
      <Button disabled={!publishable} loading={busy} onClick={() => run(true)}>
        {t('workflow/publish')}
      </Button>
    </>
  );
}
