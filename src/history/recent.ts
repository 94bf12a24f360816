import type { ParsedEvent } from '#kit/connector.ts';
import type { Id } from '#std/id.ts';
import { showId } from '#std/id.ts';
import type { JsonObject } from '#std/json.ts';
import { readFact } from './event-data.ts';
import type { Reading } from './runs.ts';

/** A stored fact as its body tells it, for filling templates: not masked. */
export interface StoredFact {
  /** As shown. */
  id: string;
  occurredAt: number | null;
  fact: ParsedEvent;
}

/** How many of a workspace's newest events are looked through. */
const lookBack = 5_000;

/** The newest facts of one kind from one connection, newest first; those whose body is kept no longer are left out. */
export async function recentFacts(
  { pool, connectors }: Pick<Reading, 'pool' | 'connectors'>,
  workspaceId: Id,
  source: { connectionId: Id; connector: string; trigger: string },
  limit: number,
): Promise<StoredFact[]> {
  const { rows } = await pool.query<{
    id: Id;
    occurred_at: Date | null;
    part: number;
    body: Buffer | null;
    settings: JsonObject | null;
  }>(
    `select e.id, e.occurred_at, e.part, b.body,
        (select c.settings from connections c where c.workspace_id = $1 and c.id = $2) as settings
      from (select id, source_id, trigger, occurred_at, part from events where workspace_id = $1 order by id desc limit ${lookBack}) e
      join lateral (select body from events b where b.id = e.id) b on true
      where e.source_id = $2 and e.trigger = $3 order by e.id desc limit $4`,
    [workspaceId, source.connectionId, source.trigger, limit],
  );
  return rows.flatMap((row) => {
    const fact = readFact(connectors[source.connector], row.settings ?? {}, row.body, row.part);
    const occurredAt = row.occurred_at?.getTime() ?? null;
    return fact ? [{ id: showId('event', row.id), occurredAt, fact }] : [];
  });
}
