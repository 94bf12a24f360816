import type { Queryable } from '../db/pool.ts';
import { keyBreak, lookupKeys, searchWords } from '../domain/records/lookup.ts';
import type { Change, ChangeKind, CrmRecord, Writer } from '../domain/records/record.ts';
import { sortKeys } from '../domain/records/sort-key.ts';
import type { Id } from '../std/id.ts';
import { storedJson } from '../std/json.ts';
import type { CrmRef, ObjectSchema } from './crm.ts';

/** A record as it shall stand, and what of it is news. */
export interface RecordWrite {
  record: CrmRecord;
  /** For the history of values. */
  changes: Change[];
  /** What is told of it. */
  told: Told[];
}

/** A row of `record_changes` without what all rows of a write share. */
export interface Told {
  kind: ChangeKind;
  change?: Change;
  otherId?: Id;
}

/**
 * Writes records of one object, the history of their values and what is told of it: one statement for all of them, new
 * ones and known ones. To be called within the transaction that locked the known ones.
 * @param at time of the write, milliseconds since the epoch
 */
export async function writeRecords(
  db: Queryable,
  ref: CrmRef,
  object: ObjectSchema,
  writes: RecordWrite[],
  by: Writer & { at: number },
): Promise<void> {
  if (writes.length === 0) return;
  const values = writes.flatMap(({ record, changes }) =>
    changes.map(({ property, to }) => ({ id: record.id, property, to })),
  );
  const told = writes.flatMap(({ record, told: news }) => news.map((one) => ({ id: record.id, ...one })));
  const sorts = writes.map(({ record }) => sortKeys(object.properties, record.values));
  await db.query({
    name: 'records.write',
    text: writeSql,
    values: [
      ...[ref.workspaceId, ref.connectionId, object.name, new Date(by.at), by.source, by.detail],
      ...recordColumns(
        object,
        writes.map((one) => one.record),
      ),
      ...[0, 1, 2, 3, 4, 5].map((slot) => sorts.map((keys) => keys[slot])),
      values.map((one) => one.id),
      values.map((one) => one.property),
      values.map((one) => one.to),
      ...toldColumns(told),
    ],
  });
}

function recordColumns(object: ObjectSchema, records: CrmRecord[]): unknown[] {
  return [
    records.map((one) => one.id),
    records.map((one) => one.externalId),
    records.map((one) => storedJson(one.values)),
    records.map((one) => one.revision),
    records.map((one) => one.createdAt),
    records.map((one) => one.updatedAt),
    records.map((one) => one.archivedAt),
    records.map((one) => one.mergedInto),
    records.map((one) => searchWords(object, one.values, one.externalId).join('\n')),
    records.map((one) => lookupKeys(object.properties, one.values).join(keyBreak)),
  ];
}

function toldColumns(told: (Told & { id: Id })[]): unknown[] {
  return [
    told.map((one) => one.id),
    told.map((one) => one.kind),
    told.map((one) => one.change?.property ?? null),
    told.map((one) => one.change?.from ?? null),
    told.map((one) => one.change?.to ?? null),
    told.map((one) => one.otherId ?? null),
  ];
}

const writeSql = `
with rec as (
  insert into records (workspace_id, connection_id, object, id, external_id, "values", revision, created_at, updated_at,
    archived_at, merged_into, words, keys, sorts)
  select $1, $2, $3, id, external_id, vals, revision, created_at, updated_at, archived_at, merged_into,
    array_to_tsvector(string_to_array(words, chr(10))), string_to_array(keys, chr(30)), array[s1, s2, s3, s4, s5, s6]
  from unnest($7::uuid[], $8::text[], $9::jsonb[], $10::int[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[],
    $14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[])
    as t (id, external_id, vals, revision, created_at, updated_at, archived_at, merged_into, words, keys, s1, s2, s3, s4, s5, s6)
  on conflict (workspace_id, connection_id, id) do update set external_id = excluded.external_id, "values" = excluded."values",
    revision = excluded.revision, created_at = excluded.created_at, updated_at = excluded.updated_at,
    archived_at = excluded.archived_at, merged_into = excluded.merged_into, words = excluded.words, keys = excluded.keys,
    sorts = excluded.sorts),
past as (
  insert into record_values (workspace_id, connection_id, record_id, property, value, at, source, detail)
  select $1, $2, record_id, property, value, $4, $5, $6
  from unnest($23::uuid[], $24::text[], $25::text[]) as t (record_id, property, value))
insert into record_changes (workspace_id, connection_id, object, record_id, kind, property, old, new, other_id, at, source, detail)
select $1, $2, $3, record_id, kind, property, old, new, other_id, $4, $5, $6
from unnest($26::uuid[], $27::text[], $28::text[], $29::text[], $30::text[], $31::uuid[])
  as t (record_id, kind, property, old, new, other_id)`;
