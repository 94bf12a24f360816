import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Workflow } from '../../../src/api/contract.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { StatusMark } from '../parts/status.tsx';

/** How a workflow stands, in a sentence. */
export function EditorState({ workflow, dirty }: { workflow: Workflow | null; dirty: boolean }) {
  const { t } = useTranslation();
  const paths = usePaths();
  if (!workflow) return <Text>{t('workflow/state/new')}</Text>;
  const state =
    workflow.status === 'draft' ? 'draft' : workflow.changed ? `${workflow.status}Changed` : workflow.status;
  return (
    <Group gap="xs">
      <Group gap="xs" wrap="nowrap" align="baseline">
        <StatusMark status={workflow.status} bare />
        <Text>
          {t(`workflow/state/${state}`, { version: workflow.version ?? 0 })}
          {dirty && ` ${t('workflow/unsaved')}`}
        </Text>
      </Group>
      {workflow.lastRunAt && (
        <Anchor component={Go} href={paths.history({ workflow: workflow.id })} size="sm">
          {t('workflow/history')}
        </Anchor>
      )}
    </Group>
  );
}
