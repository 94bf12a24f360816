import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';

/** What arrived at an endpoint, by what became of it. */
export interface EndpointCounts {
  received: number;
  duplicates: number;
  refused: number;
  unrecognized: number;
  refusedReason: string | null;
}

const none = (): EndpointCounts => ({
  received: 0,
  duplicates: 0,
  refused: 0,
  unrecognized: 0,
  refusedReason: null,
});

/** Collects counts in memory and writes them now and then: counting never delays an answer. */
export class Counts {
  #pending = new Map<Id, EndpointCounts>();

  add(endpointId: Id, change: Partial<EndpointCounts>): void {
    const counts = this.#pending.get(endpointId) ?? none();
    counts.received += change.received ?? 0;
    counts.duplicates += change.duplicates ?? 0;
    counts.refused += change.refused ?? 0;
    counts.unrecognized += change.unrecognized ?? 0;
    counts.refusedReason = change.refusedReason ?? counts.refusedReason;
    this.#pending.set(endpointId, counts);
  }

  /** Writes what came together since the last time; keeps it when the database is away. */
  async flush(db: Queryable): Promise<void> {
    if (this.#pending.size === 0) return;
    const pending = this.#pending;
    this.#pending = new Map();
    try {
      await writeCounts(db, pending);
    } catch (error) {
      for (const [id, counts] of pending) this.add(id, counts);
      throw error;
    }
  }
}

async function writeCounts(db: Queryable, pending: Map<Id, EndpointCounts>): Promise<void> {
  const rows = [...pending].sort(([a], [b]) => (a < b ? -1 : 1));
  await db.query(
    `insert into endpoint_counts as c (endpoint_id, received, duplicates, refused, unrecognized, last_received_at,
       last_refused_at, last_refused_reason)
     select id, received, duplicates, refused, unrecognized, case when received > 0 then now() end,
       case when refused > 0 then now() end, reason
     from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
       as t (id, received, duplicates, refused, unrecognized, reason)
     on conflict (endpoint_id) do update set received = c.received + excluded.received,
       duplicates = c.duplicates + excluded.duplicates, refused = c.refused + excluded.refused,
       unrecognized = c.unrecognized + excluded.unrecognized,
       last_received_at = coalesce(excluded.last_received_at, c.last_received_at),
       last_refused_at = coalesce(excluded.last_refused_at, c.last_refused_at),
       last_refused_reason = coalesce(excluded.last_refused_reason, c.last_refused_reason)`,
    [
      rows.map(([id]) => id),
      rows.map(([, counts]) => counts.received),
      rows.map(([, counts]) => counts.duplicates),
      rows.map(([, counts]) => counts.refused),
      rows.map(([, counts]) => counts.unrecognized),
      rows.map(([, counts]) => counts.refusedReason),
    ],
  );
}
