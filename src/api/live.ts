import type { Fingerprint, History } from '#history/history.ts';
import type { Clock } from '#std/clock.ts';
import { messageOf } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import type { ErrorLog } from './problem.ts';

/** What may have changed. */
export const topics = ['runs', 'connections', 'workflows'] as const;
export type Topic = (typeof topics)[number];

/** News for one workspace. Sequences grow, also over restarts. */
export interface News {
  topics: Topic[];
  sequence: number;
}

export interface Listener {
  /** There is news. */
  changed(news: News): void;
  /** The hub is closing. */
  closed(): void;
}

/** Tells listeners that something of their workspace changed. */
export interface Live {
  /**
   * Listens until the returned function is called.
   * @param lastSequence what the listener heard last; it is told at once when that is not the newest
   */
  listen(workspaceId: Id, lastSequence: number | null, listener: Listener): () => void;
  close(): void;
}

const everyMs = 1_000;

interface Room {
  listeners: Set<Listener>;
  seen: Fingerprint | null;
  sequence: number;
}

/** One look a second at all workspaces that somebody watches, none while nobody does. */
export function createLive({ history, clock, log }: { history: Pick<History, 'fingerprints'>; clock: Clock; log: ErrorLog }): Live {
  const rooms = new Map<Id, Room>();
  let running: AbortController | null = null;
  let closed = false;

  async function tick(): Promise<void> {
    for (const print of await history.fingerprints([...rooms.keys()])) {
      const room = rooms.get(print.workspaceId);
      if (room) look(room, print);
    }
  }

  function look(room: Room, print: Fingerprint): void {
    const before = room.seen;
    room.seen = print;
    const changed = before === null ? [] : topics.filter((topic) => before[topic] !== print[topic]);
    if (changed.length === 0) return;
    room.sequence++;
    for (const listener of room.listeners) listener.changed({ topics: changed, sequence: room.sequence });
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // A database that is away for a moment is no reason to stop looking.
      await tick().catch((error: unknown) => log.error({ error: messageOf(error) }, 'live updates wait'));
      await clock.sleep(everyMs, signal);
    }
  }

  function start(): void {
    if (running) return;
    running = new AbortController();
    void run(running.signal);
  }

  function leave(workspaceId: Id, listener: Listener): void {
    const room = rooms.get(workspaceId);
    if (!room?.listeners.delete(listener) || room.listeners.size > 0) return;
    rooms.delete(workspaceId);
    if (rooms.size > 0) return;
    running?.abort();
    running = null;
  }

  return {
    listen(workspaceId, lastSequence, listener) {
      if (closed) {
        listener.closed();
        return () => undefined;
      }
      // Time in milliseconds: above all that an earlier process, or an earlier room, gave out.
      const room = rooms.get(workspaceId) ?? { listeners: new Set(), seen: null, sequence: clock.now() };
      rooms.set(workspaceId, room);
      room.listeners.add(listener);
      if (lastSequence !== null && lastSequence !== room.sequence) {
        listener.changed({ topics: [...topics], sequence: room.sequence });
      }
      start();
      return () => leave(workspaceId, listener);
    },
    close() {
      closed = true;
      running?.abort();
      const all = [...rooms.values()].flatMap((room) => [...room.listeners]);
      rooms.clear();
      for (const listener of all) listener.closed();
    },
  };
}
