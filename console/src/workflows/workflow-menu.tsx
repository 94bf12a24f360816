import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Workflow, WorkflowSummary } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { usePaths } from '../parts/paths.ts';
import { TagsDialog } from './tags.tsx';

interface WorkflowMenuProps {
  workflow: WorkflowSummary;
  onDeleted?: (() => void) | undefined;
}

/** What is done with a workflow as a whole: tags, a copy, pausing, deleting. */
export function WorkflowMenu({ workflow, onDeleted }: WorkflowMenuProps) {
  const { t } = useTranslation();
  const go = useGo();
  const paths = usePaths();
  const [deleting, ask] = useDisclosure(false);
  const [tagging, tags] = useDisclosure(false);
  const copy = useChange<void, Workflow>(
    (api) =>
      api.post(`/workflows/${workflow.id}/duplicate`, {
        name: t('workflow/copyName', { name: workflow.name }).slice(0, 200),
      }),
    { done: t('workflow/copied'), then: ({ id }) => go(paths.workflow(id)) },
  );
  const pause = useChange<'pause' | 'resume', Workflow>((api, verb) =>
    api.post(`/workflows/${workflow.id}/${verb}`),
  );
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('workflow/more', { name: workflow.name })}>
            <Icon name="more" size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={tags.open}>{t('tags/edit')}</Menu.Item>
          <Menu.Item onClick={() => copy.mutate()}>{t('workflow/duplicate')}</Menu.Item>
          {workflow.status !== 'draft' && (
            <Menu.Item onClick={() => pause.mutate(workflow.status === 'published' ? 'pause' : 'resume')}>
              {t(workflow.status === 'published' ? 'workflow/pause' : 'workflow/resume')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item c="var(--bad)" onClick={ask.open}>
            {t('actions/delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DeleteDialog workflow={workflow} opened={deleting} onClose={ask.close} onDeleted={onDeleted} />
      <TagsDialog workflow={workflow} opened={tagging} onClose={tags.close} />
    </>
  );
}

function DeleteDialog({
  workflow,
  opened,
  onClose,
  onDeleted,
}: WorkflowMenuProps & { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useChange<void, void>((api) => api.remove(`/workflows/${workflow.id}`), {
    done: t('workflow/deleted'),
    then: () => onDeleted?.(),
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('workflow/deleteTitle', { name: workflow.name })}
      closeButtonProps={{ 'aria-label': t('actions/close') }}
    >
      <Stack>
        <Text>{t(workflow.version === null ? 'workflow/deleteDraftText' : 'workflow/deleteText')}</Text>
        {workflow.day.total > 0 && <Text>{t('workflow/deleteBusy', { count: workflow.day.total })}</Text>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('actions/keep')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              onClose();
              remove.mutate();
            }}
          >
            {t('workflow/delete')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
