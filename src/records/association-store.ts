import type { Queryable } from '../db/pool.ts';
import type { AssociationType } from '../domain/records/object.ts';
import type { Writer } from '../domain/records/record.ts';
import type { Id } from '../std/id.ts';
import type { Crm, CrmRef } from './crm.ts';

/** One direction of an association. */
export interface AssociationRow {
  from: Id;
  to: Id;
  type: AssociationType;
}

interface Row {
  from_id: Id;
  to_id: Id;
  from_object: string;
  to_object: string;
  category: string;
  type_id: number;
}

const columns = 'a.from_id, a.to_id, a.from_object, a.to_object, a.category, a.type_id';

/** Rows with their types looked up; a type that the CRM does not name any more is a plain one without a way back. */
const toRows = (crm: Crm, rows: Row[]): AssociationRow[] =>
  rows.map((row) => ({
    from: row.from_id,
    to: row.to_id,
    type: crm.associations.find(
      (one) =>
        one.from === row.from_object &&
        one.to === row.to_object &&
        one.typeId === row.type_id &&
        one.category === row.category,
    ) ?? {
      ...{ from: row.from_object, to: row.to_object, category: row.category, typeId: row.type_id },
      ...{ label: null, inverse: row.type_id },
    },
  }));

/** Sorted by key: unsorted rows of two writers deadlock. */
const keysOf = (ref: CrmRef, rows: AssociationRow[]): unknown[] => {
  const sorted = rows.toSorted((one, other) => (one.from + one.to < other.from + other.to ? -1 : 1));
  return [
    ...[ref.workspaceId, ref.connectionId],
    sorted.map((one) => one.from),
    sorted.map((one) => one.to),
    sorted.map((one) => one.type.from),
    sorted.map((one) => one.type.to),
    sorted.map((one) => one.type.category),
    sorted.map((one) => one.type.typeId),
  ];
};
const given = `unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::int[])
  as t (from_id, to_id, from_object, to_object, category, type_id)`;

/** Adds rows; gives those that were not there. */
export async function addAssociations(
  db: Queryable,
  crm: Crm,
  rows: AssociationRow[],
  at: Date,
): Promise<AssociationRow[]> {
  if (rows.length === 0) return [];
  const { rows: added } = await db.query<Row>(
    `insert into associations as a (workspace_id, connection_id, from_id, to_id, from_object, to_object, category, type_id, created_at)
     select $1, $2, t.*, $9 from ${given} on conflict do nothing returning ${columns}`,
    [...keysOf(crm, rows), at],
  );
  return toRows(crm, added);
}

/** Takes rows away; gives those that were there. */
export async function deleteAssociations(
  db: Queryable,
  crm: Crm,
  rows: AssociationRow[],
): Promise<AssociationRow[]> {
  if (rows.length === 0) return [];
  const { rows: gone } = await db.query<Row>(
    `delete from associations a using ${given}
     where a.workspace_id = $1 and a.connection_id = $2 and a.from_id = t.from_id and a.to_id = t.to_id
       and a.from_object = t.from_object and a.to_object = t.to_object and a.category = t.category and a.type_id = t.type_id
     returning ${columns}`,
    keysOf(crm, rows),
  );
  return toRows(crm, gone);
}

/** All rows between the pairs of some rows, in their direction. */
export async function associationsBetween(
  db: Queryable,
  crm: Crm,
  rows: AssociationRow[],
): Promise<AssociationRow[]> {
  if (rows.length === 0) return [];
  const { rows: found } = await db.query<Row>(
    `select distinct ${columns} from ${given}
     join associations a on a.workspace_id = $1 and a.connection_id = $2 and a.from_id = t.from_id
       and a.to_object = t.to_object and a.to_id = t.to_id
     where t.from_object is not null and t.category is not null and t.type_id is not null`,
    keysOf(crm, rows),
  );
  return toRows(crm, found);
}

/** What stands where only one may: rows of the same type to others, and their ways back. */
export async function singlesOf(db: Queryable, crm: Crm, rows: AssociationRow[]): Promise<AssociationRow[]> {
  if (rows.length === 0) return [];
  const { rows: found } = await db.query<Row>(
    `select distinct ${columns} from ${given}
     join associations a on a.workspace_id = $1 and a.connection_id = $2 and a.from_id = t.from_id
       and a.to_object = t.to_object and a.category = t.category and a.type_id = t.type_id and a.to_id <> t.to_id
     where t.from_object is not null`,
    keysOf(crm, rows),
  );
  return toRows(crm, found).flatMap((row) => {
    const back = crm.associations.find(
      (one) => one.from === row.type.to && one.to === row.type.from && one.typeId === row.type.inverse,
    );
    return [row, ...(back ? [{ from: row.to, to: row.from, type: back }] : [])];
  });
}

/** All associations of one record. */
export async function associationsOf(
  db: Queryable,
  crm: Crm,
  id: Id,
  object: string,
): Promise<AssociationRow[]> {
  const { rows } = await db.query<Row>(
    `select ${columns} from associations a
     where workspace_id = $1 and connection_id = $2 and from_id = $3 and from_object = $4`,
    [crm.workspaceId, crm.connectionId, id, object],
  );
  return toRows(crm, rows);
}

/** All associations of some records with records of one object. */
export async function associationsFrom(
  db: Queryable,
  crm: Crm,
  ids: Id[],
  toObject: string,
): Promise<AssociationRow[]> {
  const { rows } = await db.query<Row>(
    `select ${columns} from associations a
     where workspace_id = $1 and connection_id = $2 and from_id = any($3::uuid[]) and to_object = $4`,
    [crm.workspaceId, crm.connectionId, ids, toObject],
  );
  return toRows(crm, rows);
}

/** Tells what was associated or not any more: one row for each record of a pair and type. */
export async function tellAssociated(
  db: Queryable,
  ref: CrmRef,
  rows: AssociationRow[],
  kind: 'associated' | 'dissociated',
  by: Writer & { at: number },
): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `insert into record_changes (workspace_id, connection_id, object, record_id, kind, other_id, new, at, source, detail)
     select $1, $2, from_object, from_id, $9, to_id, type_id::text, $10, $11, $12 from ${given}
     where to_object is not null and category is not null`,
    [...keysOf(ref, rows), kind, new Date(by.at), by.source, by.detail],
  );
}
