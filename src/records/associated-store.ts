import type { Queryable } from '../db/pool.ts';
import type { CrmRecord } from '../domain/records/record.ts';
import type { Id } from '../std/id.ts';
import type { Crm } from './crm.ts';
import { recordColumns, toRecord } from './record-store.ts';
import type { RecordRow } from './record-store.ts';

/** A record that another one is associated with, and how. */
export interface AssociatedRecord {
  record: CrmRecord;
  types: { category: string; typeId: number; label: string | null }[];
}

const most = 500;

/** Records associated with one, of one object or of all, newest association first; archived ones are left out. One statement. */
export async function listAssociated(
  db: Queryable,
  crm: Crm,
  id: Id,
  to: string | null,
): Promise<AssociatedRecord[]> {
  const { rows } = await db.query<RecordRow & { types: { category: string; typeId: number }[] }>(
    `select ${recordColumns}, a.types from (
       select to_id, jsonb_agg(jsonb_build_object('category', category, 'typeId', type_id) order by type_id) as types,
         max(created_at) as at
       from associations where workspace_id = $1 and connection_id = $2 and from_id = $3
         and ($4::text is null or to_object = $4)
       group by to_id) as a
     join records r on r.workspace_id = $1 and r.connection_id = $2 and r.id = a.to_id
     where r.archived_at is null order by a.at desc, r.id limit ${most}`,
    [crm.workspaceId, crm.connectionId, id, to],
  );
  return rows.map((row) => ({
    record: toRecord(row),
    types: row.types.map((type) => ({
      ...type,
      label:
        crm.associations.find(
          (one) => one.typeId === type.typeId && one.category === type.category && one.to === row.object,
        )?.label ?? null,
    })),
  }));
}
