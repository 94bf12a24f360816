import { useSyncExternalStore } from 'react';
import type { QueryClient } from '@tanstack/react-query';

/** How often we look whether the hub is back, in milliseconds. */
const everyMs = 3000;

let away = false;
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

function tell(next: boolean): void {
  if (away === next) return;
  away = next;
  for (const each of listeners) each();
  if (away) timer ??= setTimeout(() => void look(), everyMs);
}

async function look(): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  const here = await fetch('/readyz', { cache: 'no-store' }).then(
    (answer) => answer.ok,
    () => false,
  );
  tell(!here);
  if (away) timer ??= setTimeout(() => void look(), everyMs);
}

/** Something hints that the hub may be away: it is asked at once. */
export function checkReach(): void {
  void look();
}

/** A call got no answer of the hub: none at all, or only a proxy's. It is asked for until it answers. */
export function noteAway(): void {
  tell(true);
}

/** A call was answered by the hub. */
export function noteHere(): void {
  tell(false);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the hub does not answer now. */
export function useHubAway(): boolean {
  return useSyncExternalStore(subscribe, () => away);
}

/** Reads again whatever is on screen as soon as the hub is back. Gives the function that stops it. */
export function readAgainWhenBack(client: QueryClient): () => void {
  return subscribe(() => {
    if (!away) void client.invalidateQueries();
  });
}
