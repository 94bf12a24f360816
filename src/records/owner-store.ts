import type { Queryable } from '../db/pool.ts';
import type { CrmRef } from './crm.ts';

/** Somebody whose records they are. */
export interface Owner {
  id: string;
  email: string | null;
  firstName: string;
  lastName: string;
  archived: boolean;
}

/** All owners of a CRM by name, those who left at the end. */
export async function listOwners(db: Queryable, ref: CrmRef): Promise<Owner[]> {
  const { rows } = await db.query<{
    id: string;
    email: string | null;
    first_name: string;
    last_name: string;
    archived_at: Date | null;
  }>(
    `select * from owners where workspace_id = $1 and connection_id = $2
     order by archived_at is not null, lower(first_name), lower(last_name), id`,
    [ref.workspaceId, ref.connectionId],
  );
  return rows.map((row) => ({
    ...{ id: row.id, email: row.email, firstName: row.first_name, lastName: row.last_name },
    archived: row.archived_at !== null,
  }));
}

/** Writes owners, over those of the same id. One statement. */
export async function putOwners(db: Queryable, ref: CrmRef, owners: Owner[], at: Date): Promise<void> {
  await db.query(
    `insert into owners (workspace_id, connection_id, id, email, first_name, last_name, archived_at)
     select $1, $2, o ->> 'id', o ->> 'email', o ->> 'firstName', o ->> 'lastName',
       case when (o ->> 'archived')::boolean then $4::timestamptz end
     from jsonb_array_elements($3::jsonb) as t (o)
     on conflict (workspace_id, connection_id, id) do update set email = excluded.email,
       first_name = excluded.first_name, last_name = excluded.last_name, archived_at = excluded.archived_at`,
    [ref.workspaceId, ref.connectionId, JSON.stringify(owners), at],
  );
}
