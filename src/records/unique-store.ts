import { hash } from 'node:crypto';
import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import type { CrmRef } from './crm.ts';

/** A value that only one record of an object may have. */
export interface UniqueClaim {
  recordId: Id;
  property: string;
  value: string;
}

/** A claim that lost, with the record that has the value. */
export type LostClaim = UniqueClaim & { holder: Id };

const longest = 300;

/** A value as it is compared: without case; of a long one its hash. */
export function uniqueText(value: string): string {
  const text = value.toLowerCase();
  return text.length <= longest ? text : `sha256:${hash('sha256', text)}`;
}

const claimKey = (property: string, value: string) => `${property}\n${uniqueText(value)}`;

/**
 * Claims values for records; a value that another record has stays with that one, whoever commits first. Two
 * statements when something was taken, else one.
 * @returns the claims that are new, and those that were lost, each with the record that has the value
 */
export async function claimUniques(
  db: Queryable,
  ref: CrmRef,
  object: string,
  claims: UniqueClaim[],
): Promise<{ won: UniqueClaim[]; lost: LostClaim[] }> {
  if (claims.length === 0) return { won: [], lost: [] };
  const sorted = claims.toSorted((one, other) =>
    claimKey(one.property, one.value) < claimKey(other.property, other.value) ? -1 : 1,
  );
  const columns = [
    sorted.map((one) => one.property),
    sorted.map((one) => uniqueText(one.value)),
    sorted.map((one) => one.recordId),
  ];
  const key = [ref.workspaceId, ref.connectionId, object];
  const { rows } = await db.query<{ property: string; value: string; record_id: Id }>(
    `insert into record_uniques (workspace_id, connection_id, object, property, value, record_id)
     select $1, $2, $3, * from unnest($4::text[], $5::text[], $6::uuid[]) on conflict do nothing
     returning property, value, record_id`,
    [...key, ...columns],
  );
  if (rows.length === sorted.length) return { won: sorted, lost: [] };
  const fresh = new Map(rows.map((row) => [`${row.property}\n${row.value}`, row.record_id]));
  const holders = await holdersOf(db, ref, object, sorted);
  const lost = sorted.flatMap((claim) => {
    const holder = holders.get(claimKey(claim.property, claim.value));
    return holder === undefined || holder === claim.recordId ? [] : [{ ...claim, holder }];
  });
  return {
    won: sorted.filter((one) => fresh.get(claimKey(one.property, one.value)) === one.recordId),
    lost,
  };
}

/**
 * Gives records their unique values, whoever had them: the vendor says that they are theirs, and news of the one that
 * had them before is still to come.
 */
export async function takeUniques(
  db: Queryable,
  ref: CrmRef,
  object: string,
  claims: UniqueClaim[],
): Promise<void> {
  const last = new Map(claims.map((one) => [claimKey(one.property, one.value), one]));
  const sorted = [...last].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, claim]) => claim);
  if (sorted.length === 0) return;
  await db.query(
    `insert into record_uniques (workspace_id, connection_id, object, property, value, record_id)
     select $1, $2, $3, * from unnest($4::text[], $5::text[], $6::uuid[])
     on conflict (workspace_id, connection_id, object, property, value) do update set record_id = excluded.record_id`,
    [
      ...[ref.workspaceId, ref.connectionId, object],
      sorted.map((one) => one.property),
      sorted.map((one) => uniqueText(one.value)),
      sorted.map((one) => one.recordId),
    ],
  );
}

/** Which records have some unique values, by property and value. */
export async function holdersOf(
  db: Queryable,
  ref: CrmRef,
  object: string,
  wanted: { property: string; value: string }[],
): Promise<Map<string, Id>> {
  const { rows } = await db.query<{ property: string; value: string; record_id: Id }>(
    `select u.property, u.value, u.record_id from unnest($4::text[], $5::text[]) as w (property, value)
     join record_uniques u on u.workspace_id = $1 and u.connection_id = $2 and u.object = $3
       and u.property = w.property and u.value = w.value`,
    [
      ...[ref.workspaceId, ref.connectionId, object],
      wanted.map((one) => one.property),
      wanted.map((one) => uniqueText(one.value)),
    ],
  );
  return new Map(rows.map((row) => [`${row.property}\n${row.value}`, row.record_id]));
}

/** The record that has a unique value; null when none does. */
export function holderIn(holders: Map<string, Id>, property: string, value: string): Id | null {
  return holders.get(claimKey(property, value)) ?? null;
}

/** Gives back values that records do not have any more. */
export async function releaseUniques(
  db: Queryable,
  ref: CrmRef,
  object: string,
  claims: UniqueClaim[],
): Promise<void> {
  if (claims.length === 0) return;
  await db.query(
    `delete from record_uniques u using unnest($4::text[], $5::text[], $6::uuid[]) as g (property, value, record_id)
     where u.workspace_id = $1 and u.connection_id = $2 and u.object = $3
       and u.property = g.property and u.value = g.value and u.record_id = g.record_id`,
    [
      ...[ref.workspaceId, ref.connectionId, object],
      claims.map((one) => one.property),
      claims.map((one) => uniqueText(one.value)),
      claims.map((one) => one.recordId),
    ],
  );
}

/** Gives back all values of some records: they were archived, or not made after all. */
export async function releaseAll(db: Queryable, ref: CrmRef, recordIds: Id[]): Promise<void> {
  if (recordIds.length === 0) return;
  await db.query(
    'delete from record_uniques where workspace_id = $1 and connection_id = $2 and record_id = any($3::uuid[])',
    [ref.workspaceId, ref.connectionId, recordIds],
  );
}

/** All values of one record go to another, in which it is merged. */
export async function moveUniques(db: Queryable, ref: CrmRef, from: Id, to: Id): Promise<void> {
  await db.query(
    `update record_uniques set record_id = $4 where workspace_id = $1 and connection_id = $2 and record_id = $3`,
    [ref.workspaceId, ref.connectionId, from, to],
  );
}
