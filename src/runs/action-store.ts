import type { Queryable } from '../db/pool.ts';
import type { Actor } from '../domain/actor.ts';
import type { JsonObject } from '../std/json.ts';
import { newId, type Id } from '../std/id.ts';

/** What people do with a run; `resume` is what a mended connection does. */
export type RunActionName = 'retry' | 'retry_from' | 'repeat' | 'cancel' | 'decide' | 'skip' | 'resume';

/** One action, on one run or on many at once. */
export interface RunAction {
  action: RunActionName;
  params?: JsonObject;
  by: Actor;
  /** Milliseconds since the epoch, for the row's id; `at` is database time. */
  now: number;
}

/** Notes who did what with runs: one statement, in the transaction that changes them. */
export async function noteAction(
  db: Queryable,
  workspaceId: Id,
  runIds: Id[],
  { action, params, by, now }: RunAction,
): Promise<void> {
  if (runIds.length === 0) return;
  const known = by.kind === 'hub' ? { id: null, name: null } : by;
  await db.query(
    `insert into run_actions (workspace_id, run_id, id, action, params, actor_kind, actor_id, actor_name)
     select $1, run_id, id, $4, $5, $6, $7, $8 from unnest($2::uuid[], $3::uuid[]) as t (run_id, id)`,
    [
      ...[workspaceId, runIds, runIds.map(() => newId(now)), action, JSON.stringify(params ?? {})],
      ...[by.kind, known.id, known.name],
    ],
  );
}
