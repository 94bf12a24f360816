import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Definition, Workflow } from '../../../src/api/contract.ts';
import { useMayEdit } from '../api/workspace.ts';
import { Go } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';
import { StatusMark } from '../parts/status.tsx';
import { SaveNote } from './draft-notes.tsx';
import type { useDraft } from './draft.ts';
import { useWhatItDoes } from './what-it-does.ts';
import { DayFigures } from './day-figures.tsx';

interface EditorStateProps {
  workflow: Workflow | null;
  editing: ReturnType<typeof useDraft>;
  definition: Definition;
}

/** What a workflow does and how it stands, in a sentence each. */
export function EditorState({ workflow, editing, definition }: EditorStateProps) {
  const { t } = useTranslation();
  const paths = usePaths();
  const mayEdit = useMayEdit();
  const whatItDoes = useWhatItDoes();
  const does = whatItDoes(workflow?.published ?? definition);
  const state = !workflow
    ? 'new'
    : workflow.status === 'draft'
      ? 'draft'
      : workflow.changed
        ? `${workflow.status}Changed`
        : workflow.status;
  return (
    <>
      {does && <Text>{does}</Text>}
      <Group gap="xs">
        <Group gap="xs" wrap="nowrap" align="baseline">
          {workflow && <StatusMark status={workflow.status} bare />}
          <Text>{t(`workflow/state/${state}`, { version: workflow?.version ?? 0 })}</Text>
        </Group>
        {mayEdit && (workflow || editing.dirty) && <SaveNote editing={editing} />}
      </Group>
      {workflow && workflow.status !== 'draft' && (
        <Group gap="xs">
          <DayFigures workflow={workflow} />
          {workflow.lastRunAt && (
            <Anchor component={Go} href={paths.history({ workflow: workflow.id })} size="sm">
              {t('workflow/history')}
            </Anchor>
          )}
        </Group>
      )}
    </>
  );
}
