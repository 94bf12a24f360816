import { useSyncExternalStore } from 'react';
import { useSession } from '../api/queries.ts';
import { useWorkspace } from '../api/workspace.ts';

const listeners = new Set<() => void>();

/**
 * Something that a person keeps in this browser: by who they are and the workspace.
 * @param fallback the same value at every drawing
 */
export function useOwnStore<Value>(name: string, fallback: Value): [Value, (value: Value) => void] {
  const { id } = useWorkspace();
  const user = useSession().data?.user?.id ?? 'nobody';
  const key = `countersign.${user}.${id}.${name}`;
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  const set = (value: Value) => {
    localStorage.setItem(key, JSON.stringify(value));
    for (const listener of listeners) listener();
  };
  return [text === null ? fallback : ((parse(text) as Value) ?? fallback), set];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** Null for what somebody else wrote there. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
