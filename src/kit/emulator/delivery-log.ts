import type { Clock } from '#std/clock.ts';
import type { Journal } from './journal.ts';
import type { DeliveryAttempt } from './post.ts';

/** A webhook to send: bytes built and signed once, sent again unchanged. */
export interface NewDelivery {
  url: string;
  event: string;
  body: string;
  headers: Record<string, string>;
  /** The webhook's id at the vendor: finds its deliveries for the page that shows them. */
  webhook?: string;
  /** Deliveries of one key (a document, say) to one URL go out one after the other; without it all of the URL do. */
  order?: string;
}

interface DeliveryRow extends NewDelivery {
  id: string;
  createdAt: number;
}

/** How far a delivery has come. */
export interface Progress {
  id: string;
  /** `dropped` only by a fault: the vendor lost it. */
  status: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: DeliveryAttempt[];
  /** Tries since it was sent or ordered again: what the retry schedule counts. */
  tries: number;
  /** When it is tried again, in milliseconds since the epoch; null when it is under way or over. */
  nextAt: number | null;
}
export type Delivery = DeliveryRow & Progress;

/** Deliveries that are over stay in the log until so many newer ones are. */
const keepInLog = 5000;

/** The stored deliveries. What is sent never changes; progress is a row of its own, so a retry writes little. */
export interface DeliveryLog {
  add(delivery: NewDelivery): string;
  get(id: string): Delivery | undefined;
  progress(id: string): Progress | undefined;
  /** Stores how far it came; drops the oldest that are over when the log is full. */
  note(progress: Progress): void;
  /** Newest first; those of one webhook when it is named. */
  list(webhook?: string): Delivery[];
  pending(): Progress[];
}

/** Opens the log in the journal's tables. */
export function openDeliveryLog(options: {
  clock: Clock;
  journal: Journal;
  newId: () => string;
}): DeliveryLog {
  const { clock, journal, newId } = options;
  const rows = journal.table<DeliveryRow>('deliveries');
  const progress = journal.table<Progress>('delivery_progress');
  const byWebhook = rows.index((row) => row.webhook ?? null);
  const open = progress.index((row) => (row.status === 'pending' ? 'open' : null));
  const merge = (row: DeliveryRow): Delivery => ({ ...row, ...progress.get(row.id)! });
  let over = progress.all().flatMap((row) => (row.status === 'pending' ? [] : [row.id]));

  function trim(): void {
    if (over.length <= keepInLog * 1.1) return;
    for (const id of over.slice(0, -keepInLog)) {
      rows.delete(id);
      progress.delete(id);
    }
    over = over.slice(-keepInLog);
  }

  return {
    add(delivery) {
      const id = newId();
      rows.put({ ...delivery, id, createdAt: clock.now() });
      progress.put({ id, status: 'pending', attempts: [], tries: 0, nextAt: null });
      return id;
    },
    get: (id) => (rows.get(id) ? merge(rows.get(id)!) : undefined),
    progress: (id) => progress.get(id),
    note: (row) =>
      journal.commit(() => {
        progress.put(row);
        if (row.status === 'pending') return;
        over.push(row.id);
        trim();
      }),
    list: (webhook) => (webhook === undefined ? rows.all() : byWebhook.all(webhook)).reverse().map(merge),
    pending: () => open.all('open'),
  };
}
