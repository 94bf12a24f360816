import type { Clock } from '../../std/clock.ts';

/** One thing that must be over by a time. */
export interface Deadline {
  at: number;
  expire(): void;
}

export interface Deadlines {
  /** Calls `expire` once, `ms` milliseconds from now or up to one tick later, unless removed before. */
  add(ms: number, expire: () => void): Deadline;
  remove(deadline: Deadline): void;
}

/**
 * Deadlines of many calls on one timer. A timer and an abort controller for each call would cost more than the
 * call's own bookkeeping at thousands a second; a tick of 50 ms is exact enough.
 */
export function createDeadlines({ clock, tickMs = 50 }: { clock: Clock; tickMs?: number }): Deadlines {
  const open = new Set<Deadline>();
  let watching = false;

  async function watch(): Promise<void> {
    while (open.size > 0) {
      await clock.sleep(tickMs);
      const now = clock.monotonic();
      for (const deadline of open) {
        if (deadline.at > now) continue;
        open.delete(deadline);
        deadline.expire();
      }
    }
    watching = false;
  }

  return {
    add(ms, expire) {
      const deadline = { at: clock.monotonic() + ms, expire };
      open.add(deadline);
      if (!watching) {
        watching = true;
        void watch();
      }
      return deadline;
    },
    remove: (deadline) => void open.delete(deadline),
  };
}
