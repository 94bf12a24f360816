import { useState } from 'react';
import { Alert, Box, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Workflow } from '../../../src/api/contract.ts';
import { useConnections } from '../api/queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { wordsOf } from '../i18n/words.ts';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { useConnectorName } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { ProblemNote } from '../parts/states.tsx';
import { useDraft, type Draft } from './draft.ts';
import { EditorActions } from './editor-actions.tsx';
import { EditorState } from './editor-state.tsx';
import { FaultList } from './fault-list.tsx';
import { GuideContext, type GuideScope } from './guide-scope.ts';
import { firstAction, furtherActions, partsOf, progressOf, type GuideStep } from './guide.ts';
import { GuideSteps } from './guide-steps.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { usePreview } from './use-preview.ts';
import { Versions } from './versions.tsx';
import classes from './editor.module.css';

interface EditorProps {
  /** Null for one that is not stored yet. */
  workflow: Workflow | null;
  start: Draft;
  connectors: ConnectorInfo[];
}

/** The guide on the left, on the right what it would do. */
export function Editor({ workflow, start, connectors }: EditorProps) {
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const readOnly = !useMayEdit();
  const connections = useConnections().data ?? [];
  const appName = useConnectorName();
  const [eventId, setEventId] = useState('');
  const { draft, setDraft, dirty, behind, blocker, save, faults } = useDraft(workflow, start);
  const { definition } = draft;
  const parts = partsOf(definition, connectors);
  const { done, next } = progressOf(definition, parts);
  const [open, setOpen] = useState<GuideStep | null>(next);
  const preview = usePreview(definition, eventId);
  const words = wordsOf(i18n, definition.trigger.connector);
  const scope: GuideScope = {
    definition,
    setDefinition: (changed) => setDraft({ ...draft, definition: changed }),
    connectors,
    parts,
    action: firstAction(definition),
    faults,
    data: (parts.trigger?.output ?? []).map((field) => ({ ...field, label: words.output(field.path) })),
    preview: preview.data ?? null,
    readOnly,
  };
  const further = furtherActions(definition);
  // Without a name of the reader's own, the workflow is called by what it does.
  const action = scope.action;
  const proposed =
    parts.trigger && action
      ? `${words.trigger(definition.trigger.key)} → ${wordsOf(i18n, action.connector).action(action.key)}`
      : t('workflow/untitled');
  const named = { ...draft, name: draft.name.trim() || proposed };
  return (
    <GuideContext value={scope}>
      <Page
        title={workflow ? workflow.name : t('workflow/new')}
        back={{ label: t('nav/workflows'), href: paths.workflows }}
        sentence={<EditorState workflow={workflow} dirty={dirty} />}
        actions={
          !readOnly && (
            <EditorActions
              workflow={workflow}
              draft={named}
              dirty={dirty}
              complete={next === null}
              save={save}
            />
          )
        }
      >
        {save.error && <ProblemNote error={save.error} />}
        {behind && (
          <Alert color="orange" title={t('workflow/behind')}>
            {t('workflow/behindText')}
          </Alert>
        )}
        {(save.error || workflow) && <FaultList faults={faults} onOpen={setOpen} />}
        <Box className={classes.sides}>
          <div>
            <TextInput
              label={t('workflow/name')}
              placeholder={proposed}
              mb="md"
              disabled={readOnly}
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
            />
            <GuideSteps
              open={open}
              onOpen={setOpen}
              done={done}
              known={{ i18n, definition, parts, connections, appName, done }}
            />
            {further > 0 && <Alert mt="sm">{t('workflow/further', { count: further })}</Alert>}
          </div>
          <div className={classes.preview}>
            <PreviewPanel
              preview={preview.data ?? null}
              loading={preview.isFetching}
              error={preview.error}
              eventId={eventId}
              onEvent={setEventId}
            />
          </div>
        </Box>
        {workflow && <Versions workflow={workflow} />}
      </Page>
      <LeaveGuard blocker={blocker} text={t('workflow/leaveText')} />
    </GuideContext>
  );
}
