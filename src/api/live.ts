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

export interface LiveParts {
  history: Pick<History, 'fingerprints'>;
  clock: Clock;
  log: ErrorLog;
}

/** One look a second at all workspaces that somebody watches, none while nobody does. */
export function createLive(parts: LiveParts): Live {
  return new Watch(parts);
}

class Watch implements Live {
  readonly #parts: LiveParts;
  readonly #rooms = new Map<Id, Room>();
  #running: AbortController | null = null;
  #closed = false;

  constructor(parts: LiveParts) {
    this.#parts = parts;
  }

  listen(workspaceId: Id, lastSequence: number | null, listener: Listener): () => void {
    if (this.#closed) {
      listener.closed();
      return () => undefined;
    }
    const room = this.#roomOf(workspaceId);
    room.listeners.add(listener);
    if (lastSequence !== null && lastSequence !== room.sequence) {
      listener.changed({ topics: [...topics], sequence: room.sequence });
    }
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return () => this.#leave(workspaceId, listener);
  }

  close(): void {
    this.#closed = true;
    this.#running?.abort();
    const all = [...this.#rooms.values()].flatMap((room) => [...room.listeners]);
    this.#rooms.clear();
    for (const listener of all) listener.closed();
  }

  #roomOf(workspaceId: Id): Room {
    const known = this.#rooms.get(workspaceId);
    if (known) return known;
    // Time in milliseconds: above all that an earlier process, or an earlier room, gave out.
    const room = { listeners: new Set<Listener>(), seen: null, sequence: this.#parts.clock.now() };
    this.#rooms.set(workspaceId, room);
    return room;
  }

  #leave(workspaceId: Id, listener: Listener): void {
    const room = this.#rooms.get(workspaceId);
    if (!room?.listeners.delete(listener) || room.listeners.size > 0) return;
    this.#rooms.delete(workspaceId);
    if (this.#rooms.size > 0) return;
    this.#running?.abort();
    this.#running = null;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    while (!signal.aborted) {
      // A database that is away for a moment is no reason to stop looking.
      await this.#look().catch((error: unknown) =>
        log.error({ error: messageOf(error) }, 'live updates wait'),
      );
      await clock.sleep(everyMs, signal);
    }
  }

  async #look(): Promise<void> {
    for (const print of await this.#parts.history.fingerprints([...this.#rooms.keys()])) {
      const room = this.#rooms.get(print.workspaceId);
      if (room) tell(room, print);
    }
  }
}

/** The first look only learns how things are; what differs after it is news. */
function tell(room: Room, print: Fingerprint): void {
  const before = room.seen;
  room.seen = print;
  const changed = before === null ? [] : topics.filter((topic) => before[topic] !== print[topic]);
  if (changed.length === 0) return;
  room.sequence++;
  for (const listener of room.listeners) listener.changed({ topics: changed, sequence: room.sequence });
}
