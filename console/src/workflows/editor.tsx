import { useEffectEvent, useState } from 'react';
import { Alert, Box, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectorInfo, Workflow } from '../../../src/api/contract.ts';
import { useConnections, useWorkflow } from '../api/queries.ts';
import { useMayEdit } from '../api/workspace.ts';
import { wordsOf } from '../i18n/words.ts';
import { useAddress } from '../parts/go.tsx';
import { useConnectorName } from '../parts/monogram.tsx';
import { Page } from '../parts/page.tsx';
import { usePaths } from '../parts/paths.ts';
import { DraftNotes } from './draft-notes.tsx';
import { useDraft, type Draft } from './draft.ts';
import { EditorActions } from './editor-actions.tsx';
import { EditorState } from './editor-state.tsx';
import { FaultList } from './fault-list.tsx';
import { GuideContext, type GuideScope } from './guide-scope.ts';
import { firstAction, furtherActions, partsOf, progressOf, type GuideStep } from './guide.ts';
import { GuideSteps } from './guide-steps.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { useProposedName } from './proposed-name.ts';
import { useOneTab } from './tabs.ts';
import { Unpublished } from './unpublished.tsx';
import { usePreview } from './use-preview.ts';
import { Versions } from './versions.tsx';
import classes from './editor.module.css';

interface EditorProps {
  /** Null for one that is not stored yet. */
  workflow: Workflow | null;
  start: Draft;
  connectors: ConnectorInfo[];
}

/** The draft of a workflow with the ways to store it; the hub's own copy appears with the first change. */
function useEditing({ workflow: given, start, connectors }: EditorProps) {
  const mayEdit = useMayEdit();
  const [, setAddress] = useAddress();
  const [made, setMade] = useState<Workflow | null>(null);
  const fresh = useWorkflow(made?.id ?? null).data;
  const workflow = given ?? fresh ?? made;
  const nameOf = useProposedName(connectors);
  const flush = useEffectEvent((): Promise<unknown> => editing.flush());
  const tab = useOneTab(mayEdit ? (workflow?.id ?? null) : null, () => flush());
  const editing = useDraft({
    workflow,
    start,
    idle: !mayEdit || !tab.holds,
    nameOf,
    onCreated: (created) => {
      setMade(created);
      // The address names the draft from now on, and the page stays as it is: nobody is disturbed while typing.
      setAddress({ draft: created.id });
    },
  });
  const readOnly = !mayEdit || !tab.holds || editing.conflict !== null;
  return { workflow, editing, tab, mayEdit, readOnly, nameOf };
}

/** The guide on the left, on the right what it would do. */
export function Editor(props: EditorProps) {
  const { connectors } = props;
  const { t, i18n } = useTranslation();
  const paths = usePaths();
  const connections = useConnections().data ?? [];
  const appName = useConnectorName();
  const [eventId, setEventId] = useState('');
  const { workflow, editing, tab, mayEdit, readOnly, nameOf } = useEditing(props);
  const { draft, setDraft } = editing;
  const { definition } = draft;
  const parts = partsOf(definition, connectors);
  const { done, next } = progressOf(definition, parts);
  // Somebody who is still on the way is not told that what comes later is missing.
  const published = workflow !== null && workflow.version !== null;
  const faults = published || next === null ? editing.faults : [];
  const [open, setOpen] = useOpenStep(next);
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
    ready: next === null,
    readOnly,
  };
  const further = furtherActions(definition);
  return (
    <GuideContext value={scope}>
      <Page
        title={workflow && workflow.status !== 'draft' ? workflow.name : draft.name || t('workflow/new')}
        back={{ label: t('nav/workflows'), href: paths.workflows }}
        sentence={<EditorState workflow={workflow} editing={editing} definition={definition} />}
        actions={
          mayEdit && (
            <EditorActions
              {...{ workflow, editing, connectors, readOnly, nameOf }}
              complete={next === null}
            />
          )
        }
      >
        <DraftNotes editing={editing} tab={tab} connectors={connectors} />
        {workflow && <FaultList faults={faults} onOpen={setOpen} />}
        <Box className={classes.sides}>
          <div>
            <TextInput
              label={t('workflow/name')}
              placeholder={nameOf({ ...draft, name: '' })}
              mb="md"
              maxLength={200}
              disabled={readOnly}
              value={draft.name}
              onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
            />
            <GuideSteps
              open={open}
              onOpen={setOpen}
              done={done}
              known={{ i18n, definition, parts, connections, appName }}
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
        {workflow && (
          <Unpublished workflow={workflow} editing={editing} connectors={connectors} readOnly={readOnly} />
        )}
        {workflow && workflow.version !== null && (
          <Versions workflow={workflow} editing={editing} connectors={connectors} readOnly={readOnly} />
        )}
      </Page>
    </GuideContext>
  );
}

/** The open step, in the address: a reload and a new sign-in come back to it. */
function useOpenStep(first: GuideStep | null): [GuideStep | null, (step: GuideStep | null) => void] {
  const [address, setAddress] = useAddress();
  const [open, setOpen] = useState<GuideStep | null>(() => {
    const asked = Number(address.step);
    return [1, 2, 3, 4, 5].includes(asked) ? (asked as GuideStep) : first;
  });
  return [
    open,
    (step) => {
      setOpen(step);
      setAddress({ step: step === null ? '' : String(step) });
    },
  ];
}
