import type { Clock } from '#std/clock.ts';
import type { RecordRow } from './rows.ts';

/** Remembers for a moment how records were, because HubSpot's search finds changes only after its index caught up. */
export interface Lag {
  /** A record changed: what it was is what searches see until the lag is over. Null: it was not there. */
  changed(id: string, before: RecordRow | null): void;
  /** What a search sees instead of the rows as they are, by record key; null hides the row. */
  view(): ReadonlyMap<string, RecordRow | null>;
  clear(): void;
}

/** Makes the memory of a search index that lags `lagMs()` behind. It does not outlive the process. */
export function openLag(clock: Clock, lagMs: () => number): Lag {
  const changes = new Map<string, { before: RecordRow | null; until: number }[]>();
  return {
    changed(id, before) {
      const lag = lagMs();
      if (lag <= 0) return;
      const now = clock.now();
      const open = (changes.get(id) ?? []).filter((change) => change.until > now);
      changes.set(id, [...open, { before, until: now + lag }]);
    },
    view() {
      const now = clock.now();
      const seen = new Map<string, RecordRow | null>();
      for (const [id, list] of changes) {
        const first = list.find((change) => change.until > now);
        if (first) seen.set(id, first.before);
        else changes.delete(id);
      }
      return seen;
    },
    clear: () => changes.clear(),
  };
}
