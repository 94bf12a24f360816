import { useEffect } from 'react';
import { useGo } from '../parts/go.tsx';
import { usePaths } from '../parts/paths.ts';

/** What follows `g`, and where it goes. */
export const journeys = {
  o: 'home',
  r: 'records',
  w: 'workflows',
  h: 'history',
  n: 'attention',
  c: 'connections',
  s: 'settings',
} as const;

/** How long `g` waits for its second key, in milliseconds. */
const patienceMs = 1200;

/** Whether a key pressed here is text somebody types. */
function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** `g` and a letter go to a place. */
export function useShortcuts(): void {
  const go = useGo();
  const paths = usePaths();
  useEffect(() => {
    let since = 0;
    const onKey = (event: KeyboardEvent) => {
      if (typing(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
      const waited = event.timeStamp - since;
      since = event.key === 'g' ? event.timeStamp : 0;
      if (waited > patienceMs || !(event.key in journeys)) return;
      const place = journeys[event.key as keyof typeof journeys];
      const path = paths[place];
      event.preventDefault();
      go(typeof path === 'function' ? path() : path);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [go, paths]);
}
