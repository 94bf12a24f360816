import type { Draft } from './draft.ts';

/** What was typed and may not be stored at the hub yet, kept in this browser. */
export interface LocalDraft extends Draft {
  /** The hub's revision it was typed upon; 0 for a workflow the hub does not know. */
  revision: number;
  /** Milliseconds since the epoch. */
  at: number;
}

const prefix = 'countersign.draft.';

/** Where a draft is kept: by its workflow, or by this tab while it has none. */
export function localKey(workspaceId: string, workflowId: string | null): string {
  return `${prefix}${workspaceId}.${workflowId ?? `new.${tabName()}`}`;
}

/** What is kept under a key; null for nothing, and for what cannot be read. */
export function readLocal(key: string): LocalDraft | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as LocalDraft);
  } catch {
    return null;
  }
}

/** Keeps a draft. False when the browser does not let us: then leaving the page would lose it. */
export function writeLocal(key: string, draft: LocalDraft): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropLocal(key: string): void {
  localStorage.removeItem(key);
}

/** A name for this tab that lasts through a reload and a new sign-in. */
function tabName(): string {
  const known = sessionStorage.getItem('countersign.tab');
  if (known) return known;
  const fresh = crypto.getRandomValues(new Uint32Array(2)).join('');
  sessionStorage.setItem('countersign.tab', fresh);
  return fresh;
}

/** What to begin with, when the hub has one draft and this browser another. */
export type Beginning =
  { kind: 'stored' } | { kind: 'restored'; local: LocalDraft } | { kind: 'conflict'; local: LocalDraft };

/** Which of the two counts: the browser's, unless somebody saved after it was typed; then a person chooses. Pure. */
export function beginWith(local: LocalDraft | null, stored: { draft: Draft; revision: number }): Beginning {
  if (!local) return { kind: 'stored' };
  const same =
    JSON.stringify([local.name, local.definition]) ===
    JSON.stringify([stored.draft.name, stored.draft.definition]);
  if (same) return { kind: 'stored' };
  return local.revision === stored.revision ? { kind: 'restored', local } : { kind: 'conflict', local };
}
