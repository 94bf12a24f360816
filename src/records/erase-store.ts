import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';

const tables = [
  'record_uniques',
  'record_values',
  'associations',
  'record_changes',
  'timeline_entries',
  'records',
] as const;

/** Takes away up to `limit` rows of each table of connections that are gone. Gives how many went. */
export async function eraseRecords(
  db: Queryable,
  workspaceId: Id,
  connectionIds: Id[],
  limit: number,
): Promise<number> {
  let gone = 0;
  for (const table of tables) {
    const { rowCount } = await db.query(eraseSql(table), [workspaceId, connectionIds, limit]);
    gone += rowCount ?? 0;
  }
  return gone;
}

const eraseSql = (table: (typeof tables)[number]) =>
  `delete from ${table} where ctid = any(array(select ctid from ${table} where workspace_id = $1 and connection_id = any($2) limit $3))`;

/** Connections that are gone and left records behind. Looks at one row of each connection, by steps over the key. */
export async function abandoned(db: Queryable): Promise<{ workspaceId: Id; connectionId: Id }[]> {
  const { rows } = await db.query<{ workspaceId: Id; connectionId: Id }>(
    `with recursive step as (
       (select workspace_id, connection_id from records order by workspace_id, connection_id limit 1)
       union all
       select n.* from step s cross join lateral (
         select workspace_id, connection_id from records r
         where (r.workspace_id, r.connection_id) > (s.workspace_id, s.connection_id)
         order by workspace_id, connection_id limit 1) as n)
     select workspace_id as "workspaceId", connection_id as "connectionId" from step s
     where not exists (select 1 from connections c where c.workspace_id = s.workspace_id and c.id = s.connection_id)`,
  );
  return rows;
}
