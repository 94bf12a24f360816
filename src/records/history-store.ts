import type { Queryable } from '../db/pool.ts';
import type { PastValue, Source, Writer } from '../domain/records/record.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { CrmRef } from './crm.ts';

/** A value with its place in the history. */
export type PastValueRow = PastValue & { seq: string };

/** What a property of a record was, newest first, below a place. One statement over the table's key. */
export async function listValues(
  db: Queryable,
  ref: CrmRef,
  recordId: Id,
  property: string,
  range: { before: string | null; limit: number },
): Promise<PastValueRow[]> {
  const { rows } = await db.query<PastValueRow>(
    `select seq, value, at, source, detail from record_values
     where workspace_id = $1 and connection_id = $2 and record_id = $3 and property = $4
       and ($5::bigint is null or seq < $5::bigint)
     order by seq desc limit $6`,
    [ref.workspaceId, ref.connectionId, recordId, property, range.before, range.limit],
  );
  return rows;
}

/** Something on a record's timeline: written there (a note, what happened elsewhere), or a change of the record. */
export interface TimelineItem {
  /** Its place in the order of equal times. */
  key: string;
  kind: string;
  at: Date;
  source: Source;
  detail: string | null;
  title: string;
  body: string;
  data: JsonObject;
}

export interface NewEntry extends Writer {
  id: Id;
  kind: string;
  title: string;
  body: string;
  data: JsonObject;
  at: Date;
}

export async function insertEntry(db: Queryable, ref: CrmRef, recordId: Id, entry: NewEntry): Promise<void> {
  await db.query(
    `insert into timeline_entries (workspace_id, connection_id, record_id, id, kind, title, body, data, at, source, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [
      ...[ref.workspaceId, ref.connectionId, recordId, entry.id, entry.kind, entry.title, entry.body],
      ...[JSON.stringify(entry.data), entry.at, entry.source, entry.detail],
    ],
  );
}

/** A record's timeline, newest first, below a place: entries and changes in one statement. */
export async function listTimeline(
  db: Queryable,
  ref: CrmRef,
  recordId: Id,
  range: { before: { at: string; key: string } | null; limit: number },
): Promise<TimelineItem[]> {
  const of = 'workspace_id = $1 and connection_id = $2 and record_id = $3';
  const { rows } = await db.query<TimelineItem>(
    `select * from (
       (select id::text as key, kind, at, source, detail, title, body, data from timeline_entries
        where ${of} and ($4::timestamptz is null or (at, id::text) < ($4, $5)) order by at desc, id::text desc limit $6)
       union all
       (select lpad(seq::text, 20, '0'), kind, at, source, detail, '', '', jsonb_strip_nulls(jsonb_build_object(
          'property', property, 'old', left(old, 500), 'new', left(new, 500), 'other', other_id)) from record_changes
        where ${of} and ($4::timestamptz is null or (at, lpad(seq::text, 20, '0')) < ($4, $5))
        order by at desc, lpad(seq::text, 20, '0') desc limit $6)) as items
     order by at desc, key desc limit $6`,
    [
      ref.workspaceId,
      ref.connectionId,
      recordId,
      range.before?.at ?? null,
      range.before?.key ?? '',
      range.limit,
    ],
  );
  return rows;
}

/** A merged record's entries go to the one it is part of now. */
export async function moveEntries(db: Queryable, ref: CrmRef, from: Id, to: Id): Promise<void> {
  await db.query(
    `update timeline_entries set record_id = $4 where workspace_id = $1 and connection_id = $2 and record_id = $3`,
    [ref.workspaceId, ref.connectionId, from, to],
  );
}

/** A row of what happened to records, for whoever reads on from a place. */
export interface ChangeRow extends Writer {
  seq: string;
  object: string;
  recordId: Id;
  kind: string;
  property: string | null;
  old: string | null;
  new: string | null;
  otherId: Id | null;
  at: Date;
}

/** Changes of one record, oldest first. */
export async function listChanges(db: Queryable, ref: CrmRef, recordId: Id): Promise<ChangeRow[]> {
  const { rows } = await db.query<ChangeRow>(
    `select seq, object, record_id as "recordId", kind, property, old, new, other_id as "otherId", at, source, detail
     from record_changes where workspace_id = $1 and connection_id = $2 and record_id = $3 order by seq limit 1000`,
    [ref.workspaceId, ref.connectionId, recordId],
  );
  return rows;
}
