import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';

/** Takes away what runs meant to create: their workspace is being deleted, so nobody will ask any more. */
export async function eraseIntents(db: Queryable, runIds: Id[]): Promise<void> {
  await db.query('delete from intents where run_id = any($1)', [runIds]);
}

/** Forgets what was created through connections that are gone: up to `limit` links. Gives how many went. */
export async function eraseLinks(db: Queryable, connectionIds: Id[], limit: number): Promise<number> {
  const { rowCount } = await db.query(
    `delete from external_links where ctid = any(array(
       select ctid from external_links where connection_id = any($1) limit $2))`,
    [connectionIds, limit],
  );
  return rowCount ?? 0;
}
