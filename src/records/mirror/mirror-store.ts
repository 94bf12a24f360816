import type { Queryable } from '../../db/pool.ts';
import type { CrmRef } from '../crm.ts';

export type MirrorState = 'importing' | 'live' | 'paused';

/** How far the mirror of one object is. */
export interface MirrorRow {
  object: string;
  state: MirrorState;
  /** The page of the first import to read next. */
  cursor: string | null;
  imported: number;
  total: number | null;
  beganAt: Date;
  finishedAt: Date | null;
  completeUntil: Date;
  checkedAt: Date | null;
  foundLate: number;
  error: string | null;
}

const columns = `m.object, state, cursor, imported::float8 as imported, total::float8 as total, began_at as "beganAt",
  finished_at as "finishedAt", complete_until as "completeUntil", checked_at as "checkedAt",
  found_late::float8 as "foundLate", error`;

/** The mirror's objects in the order they are imported; empty before it began. */
export async function readMirror(db: Queryable, ref: CrmRef): Promise<MirrorRow[]> {
  const { rows } = await db.query<MirrorRow>(
    `select ${columns} from mirrors m join crm_objects o using (workspace_id, connection_id)
     where m.workspace_id = $1 and m.connection_id = $2 and o.name = m.object order by o.position`,
    [ref.workspaceId, ref.connectionId],
  );
  return rows;
}

/** Begins the first import of objects; those that began already go on as they are. */
export async function beginMirror(db: Queryable, ref: CrmRef, objects: string[], at: Date): Promise<void> {
  await db.query(
    `insert into mirrors (workspace_id, connection_id, object, state, began_at, complete_until)
     select $1, $2, o, 'importing', $4, $4 from unnest($3::text[]) as o on conflict do nothing`,
    [ref.workspaceId, ref.connectionId, objects, at],
  );
}

/** A page of the first import is stored: in the same transaction. `cursor` null was the last one. */
export async function pageImported(
  db: Queryable,
  ref: CrmRef,
  object: string,
  page: { cursor: string | null; records: number; total: number | null; at: Date },
): Promise<void> {
  await db.query(
    `update mirrors set cursor = $4, imported = imported + $5, total = coalesce($6, total), error = null,
       state = case when $4::text is null then 'live' else state end,
       finished_at = case when $4::text is null then $7::timestamptz end
     where workspace_id = $1 and connection_id = $2 and object = $3`,
    [ref.workspaceId, ref.connectionId, object, page.cursor, page.records, page.total, page.at],
  );
}

/** Everything that changed before `completeUntil` is in the mirror. */
export async function mirrorChecked(
  db: Queryable,
  ref: CrmRef,
  object: string,
  reading: { completeUntil: Date; checkedAt: Date; foundLate: number },
): Promise<void> {
  await db.query(
    `update mirrors set complete_until = greatest(complete_until, $4), checked_at = $5, found_late = found_late + $6,
       error = null where workspace_id = $1 and connection_id = $2 and object = $3`,
    [
      ...[ref.workspaceId, ref.connectionId, object],
      ...[reading.completeUntil, reading.checkedAt, reading.foundLate],
    ],
  );
}

/** Why the mirror does not get on; told on the connection's page. */
export async function mirrorStopped(db: Queryable, ref: CrmRef, error: string): Promise<void> {
  await db.query('update mirrors set error = $3 where workspace_id = $1 and connection_id = $2', [
    ...[ref.workspaceId, ref.connectionId, error],
  ]);
}

/** Lets the first import rest, or go on. What is imported keeps being brought up to date. */
export async function pauseMirror(db: Queryable, ref: CrmRef, paused: boolean): Promise<void> {
  const [from, to] = paused ? ['importing', 'paused'] : ['paused', 'importing'];
  await db.query(
    'update mirrors set state = $4 where workspace_id = $1 and connection_id = $2 and state = $3',
    [ref.workspaceId, ref.connectionId, from, to],
  );
}
