import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Definition, Workflow } from '../../../src/api/contract.ts';
import { useApi, useWorkspace } from '../api/workspace.ts';
import type { Api } from '../api/client.ts';
import { useChange } from '../api/mutations.ts';
import { asProblem, type ApiProblem } from '../api/problem.ts';
import { beginWith, dropLocal, localKey, readLocal, writeLocal } from './local-draft.ts';

/** What the guide edits. */
export interface Draft {
  name: string;
  definition: Definition;
}

/** How the draft stands: stored, on its way, or kept in this browser only. */
export type SaveState =
  { kind: 'saved' } | { kind: 'saving' } | { kind: 'failed'; problem: ApiProblem; kept: boolean };

/** Two drafts of which one must be chosen. */
export interface Conflict {
  mine: Draft;
  /** When mine was typed, milliseconds since the epoch. */
  mineAt: number;
  theirs: Draft;
  theirsAt: string;
  revision: number;
}

interface DraftWishes {
  /** Null while the hub knows none; then the first change makes one. */
  workflow: Workflow | null;
  start: Draft;
  /** Nothing is saved: a viewer, or another tab has the draft. */
  idle: boolean;
  /** What the workflow is called while nobody gave it a name. */
  nameOf: (draft: Draft) => string;
  onCreated: (workflow: Workflow) => void;
}

/** How long nobody types before a draft is sent, and how long after a failure it is tried again; milliseconds. */
const restMs = 700;
const againMs = 5_000;

const textOf = ({ name, definition }: Draft) => JSON.stringify([name, definition]);
const storedOf = (workflow: Workflow): Draft => ({ name: workflow.name, definition: workflow.draft });

/** A draft that is stored by itself: in this browser at every change, at the hub when the hands rest. */
export function useDraft(wishes: DraftWishes) {
  const { workflow, start, idle } = wishes;
  const { id: workspaceId } = useWorkspace();
  const [begun] = useState(() => begin(workspaceId, workflow, start));
  const [draft, setDraft] = useState(begun.draft);
  const [base, setBase] = useState(begun.base);
  const [restoredAt, setRestoredAt] = useState(begun.restoredAt);
  const [conflict, setConflict] = useState<Conflict | null>(begun.conflict);
  const [failure, setFailure] = useState<{ problem: ApiProblem; kept: boolean } | null>(null);
  const key = localKey(workspaceId, workflow?.id ?? null);
  const text = textOf(draft);
  const dirty = text !== base.text;
  const kept = useKeeping(dirty && !idle, key, draft, base.revision);
  const save = useSaving(wishes, key, base.revision, (saved, sent) => {
    setFailure(null);
    setRestoredAt(null);
    setBase({ text: sent, revision: saved.draftRevision });
  });
  const meet = (theirs: Workflow) => setConflict(conflictOf(draft, Date.now(), theirs));
  const send = useSending({ ...wishes, draft, save, meet, blocked: idle || conflict !== null }, (problem) =>
    setFailure({ problem, kept: kept.current }),
  );
  useResting(dirty && !idle && !save.isPending && conflict === null, text, failure, send);
  const adopt = useEffectEvent((stored: Workflow) => {
    if (conflict || save.isPending || stored.draftRevision <= base.revision) return;
    if (dirty) return meet(stored);
    setDraft(storedOf(stored));
    setBase({ text: textOf(storedOf(stored)), revision: stored.draftRevision });
  });
  // What somebody else saved replaces a draft nobody touched here; about a touched one the reader is asked.
  const revision = workflow?.draftRevision;
  useEffect(() => {
    if (workflow) adopt(workflow);
  }, [workflow, revision, save.isPending]);
  const choose = (which: 'mine' | 'theirs') => {
    if (!conflict) return;
    setBase({ text: textOf(conflict.theirs), revision: conflict.revision });
    setDraft(which === 'mine' ? conflict.mine : conflict.theirs);
    if (which === 'theirs') dropLocal(key);
    setConflict(null);
    setFailure(null);
  };
  const startAfresh = () => {
    dropLocal(key);
    setDraft(begun.stored);
    setBase({ text: textOf(begun.stored), revision: base.revision });
    setRestoredAt(null);
  };
  return {
    ...{ draft, setDraft, dirty, conflict, choose, restoredAt, startAfresh },
    state: stateOf(failure, dirty || save.isPending),
    /** Stores what is there now; gives the workflow as stored. Throws the problem. */
    flush: async (): Promise<Workflow> => (await save.mutateAsync(draft)).saved,
    retry: () => void send(),
    faults: failure?.problem.faults ?? workflow?.faults ?? [],
  };
}

function stateOf(failure: { problem: ApiProblem; kept: boolean } | null, busy: boolean): SaveState {
  if (failure) return { kind: 'failed', ...failure };
  return { kind: busy ? 'saving' : 'saved' };
}

/** This browser first: whatever happens to the page now, nothing is lost. Tells whether the browser lets us. */
function useKeeping(wanted: boolean, key: string, draft: Draft, revision: number) {
  const kept = useRef(true);
  useEffect(() => {
    if (wanted) kept.current = writeLocal(key, { ...draft, revision, at: Date.now() });
  }, [wanted, key, draft, revision]);
  return kept;
}

interface Stored {
  saved: Workflow;
  /** What was stored, as text. */
  sent: string;
}

/** Stores a draft at the hub; the first time that makes the workflow. */
function useSaving(
  { workflow, nameOf, onCreated }: DraftWishes,
  key: string,
  revision: number,
  then: (saved: Workflow, sent: string) => void,
) {
  const last = useRef<Stored | null>(null);
  const turn = useRef<Promise<unknown>>(Promise.resolve());
  const store = async (api: Api, given: Draft): Promise<Stored> => {
    const sent = textOf(given);
    // What is on screen may be older than what was stored a moment ago.
    const known = last.current ?? (workflow && { saved: workflow, sent: textOf(storedOf(workflow)) });
    const newest = Math.max(revision, known?.saved.draftRevision ?? 0);
    if (known?.sent === sent && known.saved.draftRevision === newest) return known;
    const body = { name: nameOf(given), definition: given.definition };
    const id = known?.saved.id;
    const saved = id
      ? await api.put<Workflow>(`/workflows/${id}/draft`, { ...body, revision: newest })
      : await api.post<Workflow>('/workflows', body);
    dropLocal(key);
    return (last.current = { saved, sent });
  };
  return useChange<Draft, Stored>(
    (api, given) => {
      // One after the other: publishing stores what an unfinished save is storing, and would meet its own revision.
      const stored = turn.current.then(() => store(api, given));
      turn.current = stored.catch(() => undefined);
      return stored;
    },
    {
      quiet: true,
      then: ({ saved, sent }) => {
        then(saved, sent);
        if (!workflow) onCreated(saved);
      },
    },
  );
}

interface Sending extends DraftWishes {
  draft: Draft;
  save: ReturnType<typeof useSaving>;
  /** Somebody else saved meanwhile. */
  meet: (theirs: Workflow) => void;
  blocked: boolean;
}

/** Stores the draft as it is now, unless that is under way or must not be. */
function useSending(sending: Sending, onProblem: (problem: ApiProblem) => void) {
  const { workflow, draft, save, meet, blocked } = sending;
  const api = useApi();
  return useEffectEvent(async () => {
    if (save.isPending || blocked) return;
    try {
      await save.mutateAsync(draft);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === 'conflict' && workflow) meet(await api.get<Workflow>(`/workflows/${workflow.id}`));
      else onProblem(problem);
    }
  });
}

/** Sends when the hands rest, again after a failure, and when the page is left. */
function useResting(wanted: boolean, text: string, failure: unknown, send: () => Promise<void>) {
  const sendNow = useEffectEvent(() => void send());
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(sendNow, failure ? againMs : restMs);
    return () => clearTimeout(timer);
  }, [wanted, text, failure]);
  const leave = useEffectEvent(() => {
    if (wanted) void send();
  });
  useEffect(() => leave, []);
}

function conflictOf(mine: Draft, mineAt: number, theirs: Workflow): Conflict {
  return {
    mine,
    mineAt,
    theirs: storedOf(theirs),
    theirsAt: theirs.updatedAt,
    revision: theirs.draftRevision,
  };
}

/** What the editor opens with. */
function begin(workspaceId: string, workflow: Workflow | null, start: Draft) {
  const stored = workflow ? storedOf(workflow) : start;
  const revision = workflow?.draftRevision ?? 0;
  const base = { text: textOf(stored), revision };
  const local = readLocal(localKey(workspaceId, workflow?.id ?? null));
  const beginning = beginWith(local, { draft: stored, revision });
  if (beginning.kind === 'stored') return { stored, draft: stored, base, restoredAt: null, conflict: null };
  const mine = { name: beginning.local.name, definition: beginning.local.definition };
  if (beginning.kind === 'restored') {
    return { stored, draft: mine, base, restoredAt: beginning.local.at, conflict: null };
  }
  return {
    stored,
    draft: mine,
    base,
    restoredAt: null,
    conflict: workflow && conflictOf(mine, beginning.local.at, workflow),
  };
}
