const kept = 'countersign.trail';

/** The list somebody came from: its address, and the runs in it from top to bottom. */
export interface Trail {
  href: string;
  ids: string[];
}

/** Remembers the list on screen, so that a run's page leads to the ones beside it and back to the list as it was. */
export function leaveTrail(trail: Trail): void {
  sessionStorage.setItem(kept, JSON.stringify(trail));
}

/** Where a run stands in the list somebody came from; null when they came from elsewhere. */
export function placeInTrail(trail: Trail | null, id: string) {
  const index = trail?.ids.indexOf(id) ?? -1;
  if (!trail || index < 0) return null;
  return {
    href: trail.href,
    number: index + 1,
    of: trail.ids.length,
    previous: trail.ids[index - 1] ?? null,
    next: trail.ids[index + 1] ?? null,
  };
}

/** The list somebody came from in this tab, if any. */
export function readTrail(): Trail | null {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? 'null') as Trail | null;
  } catch {
    return null;
  }
}
