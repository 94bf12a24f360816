import type { QueryResultRow } from 'pg';
import type { Queryable } from '../db/pool.ts';
import type { CrmRecord } from '../domain/records/record.ts';
import type { Values } from '../domain/records/value.ts';
import type { Id } from '../std/id.ts';
import type { CrmRef } from './crm.ts';

export interface RecordRow extends QueryResultRow {
  id: Id;
  object: string;
  external_id: string;
  values: Values;
  revision: number;
  created_at: Date;
  updated_at: Date;
  archived_at: Date | null;
  merged_into: Id | null;
}

export const recordColumns = `r.id, r.object, r.external_id, r."values", r.revision, r.created_at, r.updated_at, r.archived_at, r.merged_into`;

export const toRecord = (row: RecordRow): CrmRecord => ({
  id: row.id,
  object: row.object,
  externalId: row.external_id,
  values: row.values,
  revision: row.revision,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  archivedAt: row.archived_at,
  mergedInto: row.merged_into,
});

/** Records of an object by our ids; with `lock` nobody else changes them until the transaction ends. By id. */
export async function findRecords(
  db: Queryable,
  ref: CrmRef,
  object: string,
  ids: Id[],
  lock = false,
): Promise<Map<Id, CrmRecord>> {
  // Locked in the order of their ids, because two writers who lock crosswise deadlock.
  const { rows } = await db.query<RecordRow>(
    `select ${recordColumns} from records r
     where workspace_id = $1 and connection_id = $2 and object = $3 and id = any($4::uuid[])
     order by id${lock ? ' for update' : ''}`,
    [ref.workspaceId, ref.connectionId, object, ids],
  );
  return new Map(rows.map((row) => [row.id, toRecord(row)]));
}

/** Our ids by the CRM's own, of an object. */
export async function idsOfExternal(
  db: Queryable,
  ref: CrmRef,
  object: string,
  externalIds: string[],
): Promise<Map<string, Id>> {
  const { rows } = await db.query<{ external_id: string; id: Id }>(
    `select external_id, id from records
     where workspace_id = $1 and connection_id = $2 and object = $3 and external_id = any($4::text[])`,
    [ref.workspaceId, ref.connectionId, object, externalIds],
  );
  return new Map(rows.map((row) => [row.external_id, row.id]));
}

/** The objects of records, by our ids: those that are here. */
export async function objectsOf(db: Queryable, ref: CrmRef, ids: Id[]): Promise<Map<Id, string>> {
  const { rows } = await db.query<{ id: Id; object: string }>(
    `select id, object from records
     where workspace_id = $1 and connection_id = $2 and id = any($3::uuid[]) and archived_at is null
     order by id for no key update`,
    [ref.workspaceId, ref.connectionId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.object]));
}

/** Numbers for new records of the built-in CRM. */
export async function takeNumbers(db: Queryable, count: number): Promise<string[]> {
  const { rows } = await db.query<{ n: string }>(
    `select nextval('record_numbers') as n from generate_series(1, $1::int)`,
    [count],
  );
  return rows.map((row) => row.n);
}

/** How many records of each object a CRM has that are not archived; exact up to 10,000, then 10,001. One statement. */
export async function countRecords(
  db: Queryable,
  ref: CrmRef,
  objects: string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ name: string; count: string }>(
    `select o.name, (select count(*) from (select 1 from records r where r.workspace_id = $1 and r.connection_id = $2
        and r.object = o.name and r.archived_at is null limit 10001) as found) as count
     from unnest($3::text[]) as o (name)`,
    [ref.workspaceId, ref.connectionId, objects],
  );
  return new Map(rows.map((row) => [row.name, Number(row.count)]));
}
