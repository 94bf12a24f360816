import { useState } from 'react';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Workflow } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useAddress, useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { DifferenceTable } from './difference-table.tsx';
import { differencesOf } from './differences.ts';
import type { Draft, useDraft } from './draft.ts';
import { WorkflowMenu } from './workflow-menu.tsx';
import { PauseButton } from './pause-button.tsx';

interface EditorActionsProps {
  workflow: Workflow | null;
  editing: ReturnType<typeof useDraft>;
  connectors: ConnectorInfo[];
  readOnly: boolean;
  nameOf: (draft: Draft) => string;
  /** Nothing is missing that the guide knows of. */
  complete: boolean;
}

/** Publish, pause, copy, delete. The draft stores itself. */
export function EditorActions({
  workflow,
  editing,
  connectors,
  readOnly,
  nameOf,
  complete,
}: EditorActionsProps) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const [address] = useAddress();
  const [asking, setAsking] = useState(false);
  const publish = useChange<void, Workflow>(
    async (api) => {
      const { id, draftRevision } = await editing.flush();
      return api.post<Workflow>(`/workflows/${id}/publish`, { revision: draftRevision });
    },
    {
      done: (published) => t('workflow/publishedAs', { version: published.version ?? 1 }),
      // The guide of a new workflow ends here; its page has an address of its own.
      then: ({ id }) => address.draft && go(paths.workflow(id), { replace: true }),
    },
  );
  const again = workflow?.published && workflow.version !== null;
  const changed = editing.dirty || !workflow || workflow.changed || workflow.status === 'draft';
  return (
    <>
      {workflow && <WorkflowMenu workflow={workflow} onDeleted={() => go(paths.workflows)} />}
      {workflow && <PauseButton workflow={workflow} />}
      <Button
        disabled={readOnly || !complete || !changed}
        loading={publish.isPending}
        onClick={() => (again ? setAsking(true) : publish.mutate())}
      >
        {t(again ? 'workflow/publishChanges' : 'workflow/publish')}
      </Button>
      {again && (
        <Modal
          opened={asking}
          onClose={() => setAsking(false)}
          size="xl"
          title={t('workflow/publishTitle', { version: workflow.version! + 1 })}
          closeButtonProps={{ 'aria-label': t('actions/close') }}
        >
          <Stack>
            <DifferenceTable
              differences={differencesOf(
                { name: workflow.name, definition: workflow.published! },
                { name: nameOf(editing.draft), definition: editing.draft.definition },
              )}
              definition={editing.draft.definition}
              connectors={connectors}
              before={t('workflow/now', { version: workflow.version! })}
              after={t('workflow/then')}
            />
            <Text size="sm" c="dimmed">
              {t('workflow/publishText')}
            </Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('workflow/notYet')}
              </Button>
              <Button
                data-autofocus
                onClick={() => {
                  setAsking(false);
                  publish.mutate();
                }}
              >
                {t('workflow/publish')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}
