import type { Queryable } from '../../db/pool.ts';
import { newId, type Id } from '../../std/id.ts';
import type { NoticeKind } from '../kinds.ts';
import { windowMs } from './decide.ts';

/** A connection in trouble. */
export interface Trouble {
  workspaceId: Id;
  connectionId: Id;
  code: string;
}

/** Connections that need reconnecting. */
export async function brokenConnections(db: Queryable, workspaceIds: Id[]): Promise<Trouble[]> {
  const { rows } = await db.query<Trouble>(
    `select workspace_id as "workspaceId", id as "connectionId", coalesce(status_reason ->> 'code', status) as code
     from connections where workspace_id = any($1) and status = 'needs_reconnect'`,
    [workspaceIds],
  );
  return rows;
}

/**
 * Opens a notice for each connection in trouble that has none, and closes those of connections that work again. Notices
 * about connections that were removed or switched off go without a word: nothing was fixed.
 */
export async function settleConnections(
  db: Queryable,
  workspaceIds: Id[],
  kind: NoticeKind,
  troubles: Trouble[],
  now: number,
): Promise<void> {
  const ids = troubles.map((trouble) => trouble.connectionId);
  await db.query(
    `delete from notices n where workspace_id = any($1) and kind = $2 and closed_at is null and not exists
       (select from connections c where c.workspace_id = n.workspace_id and c.id = n.subject_id and c.status <> 'disabled')`,
    [workspaceIds, kind],
  );
  await db.query(
    `update notices set closed_at = $4
     where workspace_id = any($1) and kind = $2 and closed_at is null and subject_id <> all($3)`,
    [workspaceIds, kind, ids, new Date(now)],
  );
  if (troubles.length === 0) return;
  await db.query(
    `update notices set closed_at = null, last_at = $4 where id in (
       select distinct on (n.subject_id) n.id from notices n
       where n.workspace_id = any($1) and n.kind = $2 and n.subject_id = any($3) and n.closed_at > $5
         and not exists (select from notices o where o.workspace_id = n.workspace_id and o.kind = n.kind
           and o.subject_id = n.subject_id and o.closed_at is null)
       order by n.subject_id, n.closed_at desc)`,
    [workspaceIds, kind, ids, new Date(now), new Date(now - windowMs)],
  );
  await db.query(
    `insert into notices (workspace_id, id, kind, subject_id, code, total, opened_at, last_at)
     select t.workspace_id, t.id, $5, t.subject_id, t.code, 1, $6, $6
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as t (workspace_id, id, subject_id, code)
     where not exists (select from notices o where o.workspace_id = t.workspace_id and o.kind = $5
       and o.subject_id = t.subject_id and o.closed_at is null)
     on conflict (workspace_id, kind, subject_id, code) where closed_at is null do nothing`,
    [
      troubles.map((trouble) => trouble.workspaceId),
      troubles.map(() => newId(now)),
      ids,
      troubles.map((trouble) => trouble.code),
      kind,
      new Date(now),
    ],
  );
}
