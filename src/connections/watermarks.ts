import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import type { Json } from '../std/json.ts';

/** How far a connection's changes were read. Times in milliseconds since the epoch. */
export interface Watermark {
  /** Everything until here is known. */
  completeUntil: number;
  /** Upper end of a reading that is not finished, with the page to go on from. */
  rangeUntil: number | null;
  cursor: Json | null;
}

/** A connection whose changes are read, and where that stands; a missing watermark begins at the connection's creation. */
export async function readWatermark(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
): Promise<Watermark | null> {
  const { rows } = await db.query<{
    complete_until: Date;
    range_until: Date | null;
    cursor: Json | null;
  }>(
    `select coalesce(w.complete_until, c.created_at) as complete_until, w.range_until, w.cursor
     from connections c left join watermarks w on w.workspace_id = c.workspace_id and w.connection_id = c.id
     where c.workspace_id = $1 and c.id = $2`,
    [workspaceId, connectionId],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    completeUntil: row.complete_until.getTime(),
    rangeUntil: row.range_until?.getTime() ?? null,
    cursor: row.cursor,
  };
}

/** Moves a watermark after what was read is stored. `foundLate` counts facts no webhook had brought. */
export async function moveWatermark(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
  to: Watermark & { foundLate: number },
): Promise<void> {
  await db.query(
    `insert into watermarks as w (workspace_id, connection_id, complete_until, range_until, cursor, checked_at, found_late)
     values ($1, $2, to_timestamp($3::float8 / 1000), to_timestamp($4::float8 / 1000), $5, now(), $6)
     on conflict (workspace_id, connection_id) do update set complete_until = excluded.complete_until,
       range_until = excluded.range_until, cursor = excluded.cursor, checked_at = now(),
       found_late = w.found_late + excluded.found_late`,
    [
      workspaceId,
      connectionId,
      to.completeUntil,
      to.rangeUntil,
      to.cursor === null ? null : JSON.stringify(to.cursor),
      to.foundLate,
    ],
  );
}
