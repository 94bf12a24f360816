import { useEffect, useRef, useState } from 'react';
import { useBlocker } from '@tanstack/react-router';
import type { Definition, Workflow } from '../../../src/api/contract.ts';
import { useChange } from '../api/mutations.ts';
import { asProblem } from '../api/problem.ts';

/** What the guide edits. */
export interface Draft {
  name: string;
  definition: Definition;
}

/** A workflow being edited: the draft, whether it differs from what is stored, and the ways to store it. */
export function useDraft(workflow: Workflow | null, start: Draft) {
  const stored: Draft = workflow ? { name: workflow.name, definition: workflow.draft } : start;
  const [draft, setDraft] = useState(stored);
  const [base, setBase] = useState({ text: JSON.stringify(stored), revision: workflow?.draftRevision ?? 0 });
  const dirty = JSON.stringify(draft) !== base.text;
  const fresh = JSON.stringify(stored);
  const behind = workflow !== null && workflow.draftRevision > base.revision;
  // What somebody else saved replaces a draft nobody touched here; a touched one is told about instead.
  useEffect(() => {
    if (!behind || dirty) return;
    setDraft(JSON.parse(fresh) as Draft);
    setBase({ text: fresh, revision: workflow.draftRevision });
  }, [behind, dirty, fresh, workflow]);
  // Saving a new workflow leads to its own page before React has drawn that nothing is unsaved.
  const settled = useRef(false);
  useEffect(() => {
    if (!dirty) settled.current = false;
  }, [dirty]);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !settled.current,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  const save = useChange<Draft, { saved: Workflow; sent: string }>(
    async (api, { name, definition }) => {
      const saved = workflow
        ? await api.put<Workflow>(`/workflows/${workflow.id}/draft`, {
            name,
            definition,
            revision: base.revision,
          })
        : await api.post<Workflow>('/workflows', { name, definition });
      return { saved, sent: JSON.stringify({ name, definition }) };
    },
    {
      quiet: true,
      then: ({ saved, sent }) => {
        settled.current = true;
        const next: Draft = { name: saved.name, definition: saved.draft };
        setBase({ text: JSON.stringify(next), revision: saved.draftRevision });
        // Letters typed while saving stay, and are unsaved.
        setDraft((current) => (JSON.stringify(current) === sent ? next : current));
      },
    },
  );
  const faults = save.error ? asProblem(save.error).faults : (workflow?.faults ?? []);
  return { draft, setDraft, dirty, behind: behind && dirty, blocker, save, faults };
}
