import { useEffect, type RefObject } from 'react';
import { useRouter, useRouterState } from '@tanstack/react-router';

/** The page whose heading had the focus last; the first page keeps the browser's own start. */
let arrived: string | null = null;

/**
 * After going to another page the keyboard and the screen reader start at its heading, not where the old page's link
 * was. Whoever types meanwhile keeps the focus.
 */
export function useArrival(heading: RefObject<HTMLElement | null>): void {
  const router = useRouter();
  const place = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  useEffect(() => {
    const here = router.history.location.pathname;
    const first = arrived === null;
    if (arrived === here) return;
    arrived = here;
    if (!first && !typing()) heading.current?.focus({ preventScroll: true });
  }, [heading, place, router]);
}

function typing(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
}
