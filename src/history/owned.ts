import type { Queryable } from '#db/pool.ts';
import type { Id } from '#std/id.ts';

/** Things of a workspace that an address can name. */
export type OwnedKind = 'run' | 'event' | 'connection' | 'workflow' | 'rule';

const tables = {
  run: 'runs',
  event: 'events',
  connection: 'connections',
  workflow: 'workflows',
  rule: 'notice_rules',
} as const;

/** Which of some ids are of this kind and of this workspace. */
export async function ownedIds(db: Queryable, workspaceId: Id, kind: OwnedKind, ids: Id[]): Promise<Set<Id>> {
  const { rows } = await db.query<{ id: Id }>(
    `select id from ${tables[kind]} where id = any($2::uuid[]) and workspace_id = $1${kind === 'workflow' ? ' and deleted_at is null' : ''}`,
    [workspaceId, ids],
  );
  return new Set(rows.map((row) => row.id));
}
