import { useState } from 'react';
import { Badge, Button, Group, Modal, Stack, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Workflow, WorkflowSummary } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { useWorkflows } from '../api/queries.ts';
import { tagColor } from './tag-color.ts';

const mostTags = 10;
const longestTag = 40;

/** A tag in the colour its name gives it. */
export function Tag({ name }: { name: string }) {
  const color = tagColor(name);
  return (
    <Badge
      size="sm"
      tt="none"
      bg={`light-dark(var(--mantine-color-${color}-1), color-mix(in srgb, var(--mantine-color-${color}-9) 50%, black))`}
      c="light-dark(#1b1a18, #ffffff)"
    >
      {name}
    </Badge>
  );
}

interface TagsDialogProps {
  workflow: WorkflowSummary;
  opened: boolean;
  onClose: () => void;
}

/** Adds and removes tags; those of other workflows are offered. */
export function TagsDialog({ workflow, opened, onClose }: TagsDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('tags/title', { name: workflow.name })}
      closeButtonProps={{ 'aria-label': t('actions/close') }}
    >
      {opened && <TagsForm workflow={workflow} onClose={onClose} />}
    </Modal>
  );
}

function TagsForm({ workflow, onClose }: Omit<TagsDialogProps, 'opened'>) {
  const { t } = useTranslation();
  const [tags, setTags] = useState(workflow.tags);
  const known = [...new Set((useWorkflows().data ?? []).flatMap((each) => each.tags))];
  const save = useChange<string[], Workflow>(
    (api, wanted) => api.put(`/workflows/${workflow.id}/tags`, { tags: wanted }),
    { then: onClose },
  );
  return (
    <Stack>
      <TagsInput
        label={t('tags/label')}
        description={t('tags/help')}
        data={known}
        value={tags}
        maxTags={mostTags}
        data-autofocus
        onChange={(next) => setTags(next.map((tag) => tag.trim().slice(0, longestTag)).filter(Boolean))}
      />
      <Group justify="flex-end">
        <Button loading={save.isPending} onClick={() => save.mutate(tags)}>
          {t('actions/save')}
        </Button>
      </Group>
    </Stack>
  );
}
