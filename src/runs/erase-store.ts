import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';

/** Some runs of a workspace that is being deleted, oldest first. */
export async function someRuns(db: Queryable, workspaceId: Id, limit: number): Promise<Id[]> {
  const { rows } = await db.query<{ id: Id }>(
    'select id from runs where workspace_id = $1 order by id limit $2',
    [workspaceId, limit],
  );
  return rows.map((row) => row.id);
}

/** Takes runs away with all that hangs on them. One statement, so that no half of a run is left. */
export async function eraseRuns(db: Queryable, workspaceId: Id, runIds: Id[]): Promise<void> {
  await db.query(
    `with attempts_gone as (delete from attempts where run_id = any($2)),
       terms_gone as (delete from terms where run_id = any($2)),
       actions_gone as (delete from run_actions where run_id = any($2)),
       attention_gone as (delete from attention where workspace_id = $1 and run_id = any($2))
     delete from runs where workspace_id = $1 and id = any($2)`,
    [workspaceId, runIds],
  );
}

/** Takes events of a workspace away, and says how many. */
export async function eraseEvents(db: Queryable, workspaceId: Id, limit: number): Promise<number> {
  const { rowCount } = await db.query(
    `delete from events where workspace_id = $1 and id in (
       select id from events where workspace_id = $1 order by id limit $2)`,
    [workspaceId, limit],
  );
  return rowCount ?? 0;
}
