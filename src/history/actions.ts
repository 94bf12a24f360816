import type { Queryable } from '#db/pool.ts';
import type { JsonObject } from '#std/json.ts';
import type { Id } from '#std/id.ts';
import type { RunAction } from './views.ts';

interface ActionRow {
  at: Date;
  action: RunAction['action'];
  params: JsonObject;
  actor_kind: RunAction['by']['kind'];
  actor_name: string | null;
}

/** What people did with a run, oldest first; the newest thousand, which no run has. */
export async function actionsOf(db: Queryable, workspaceId: Id, runId: Id): Promise<RunAction[]> {
  const { rows } = await db.query<ActionRow>(
    `select at, action, params, actor_kind, actor_name from run_actions
     where run_id = $2 and workspace_id = $1 order by id desc limit 1000`,
    [workspaceId, runId],
  );
  return rows.reverse().map((row) => ({
    at: row.at.toISOString(),
    action: row.action,
    params: row.params,
    by: { kind: row.actor_kind, name: row.actor_name },
  }));
}
