import type { Queryable } from '../../db/pool.ts';
import type { VendorRecord } from '../../kit/objects.ts';
import { changesBetween, valuesWith } from '../../domain/records/record.ts';
import type { CrmRecord, Writer } from '../../domain/records/record.ts';
import { newId } from '../../std/id.ts';
import type { Id } from '../../std/id.ts';
import type { Crm, ObjectSchema } from '../crm.ts';
import { claimsOf } from '../plan.ts';
import { findRecords, idsOfExternal } from '../record-store.ts';
import { releaseAll, takeUniques } from '../unique-store.ts';
import { writeRecords } from '../write-store.ts';
import type { RecordWrite, Told } from '../write-store.ts';

export interface Applying {
  db: Queryable;
  crm: Crm;
  object: ObjectSchema;
  /** Who is told to have written; `at` is the time of the write, milliseconds since the epoch. */
  by: Writer & { at: number };
  /** The first import: what it brings is no news that a workflow should start by. */
  quiet?: boolean;
}

/** What became of a record that the vendor answered. */
export interface Applied {
  record: CrmRecord;
  did: 'created' | 'updated' | 'unchanged' | 'archived' | 'restored';
}

/**
 * Brings the mirror to what the vendor answered: the vendor is right, whatever its rules let through. An answer older
 * than what is here changes nothing, so answers may come in any order. Properties an answer does not name stay. Six
 * statements for however many records; appliers of one object wait for one another.
 * @returns in the order given
 */
export async function applyVendor(applying: Applying, answered: VendorRecord[]): Promise<Applied[]> {
  const { db, crm, object, by, quiet } = applying;
  const newest = newestOf(answered);
  await db.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `mirror ${crm.connectionId} ${object.name}`,
  ]);
  const ids = await idsOfExternal(db, crm, object.name, [...newest.keys()]);
  const known = await findRecords(db, crm, object.name, [...ids.values()], true);
  const applied = new Map<string, Applied & { write?: RecordWrite }>();
  for (const [externalId, vendor] of newest) {
    applied.set(externalId, planned(object, vendor, known.get(ids.get(externalId) ?? ''), by.at, quiet));
  }
  const writes = [...applied.values()].flatMap(({ write }) => (write ? [write] : []));
  await releaseAll(
    db,
    crm,
    writes.map(({ record }) => record.id),
  );
  const living = writes.filter(({ record }) => record.archivedAt === null);
  await takeUniques(
    db,
    crm,
    object.name,
    living.flatMap(({ record }) => claimsOf(object, record)),
  );
  await writeRecords(db, crm, object, writes, by);
  return answered.map(({ externalId }) => applied.get(externalId)!);
}

/** One answer a record: the newest. */
function newestOf(answered: VendorRecord[]): Map<string, VendorRecord> {
  const newest = new Map<string, VendorRecord>();
  for (const one of answered) {
    const before = newest.get(one.externalId);
    if (!before || before.updatedAt <= one.updatedAt) newest.set(one.externalId, one);
  }
  return newest;
}

function planned(
  object: ObjectSchema,
  vendor: VendorRecord,
  current: CrmRecord | undefined,
  now: number,
  quiet = false,
): Applied & { write?: RecordWrite } {
  const archivedAt = vendor.archived ? new Date(vendor.updatedAt) : null;
  const stamps = { createdAt: new Date(vendor.createdAt), updatedAt: new Date(vendor.updatedAt), archivedAt };
  if (!current) {
    const id: Id = newId(now);
    const { externalId } = vendor;
    const values = valuesWith({}, vendor.values);
    const record = { id, object: object.name, externalId, values, revision: 1, mergedInto: null, ...stamps };
    const told: Told[] = quiet ? [] : [{ kind: 'created' }];
    return { record, did: 'created', write: { record, changes: changesBetween({}, values), told } };
  }
  if (vendor.updatedAt < current.updatedAt.getTime() || current.mergedInto !== null) {
    return { record: current, did: 'unchanged' };
  }
  const values = valuesWith(current.values, vendor.values);
  const changes = changesBetween(current.values, values);
  const did = didOf(current, vendor, changes.length);
  if (did === 'unchanged') return { record: current, did };
  const record = { ...current, values, revision: current.revision + 1, ...stamps };
  const news: Told[] = changes.map((change) => ({ kind: 'changed', change }));
  if (did === 'archived' || did === 'restored') news.push({ kind: did });
  return { record, did, write: { record, changes, told: quiet ? [] : news } };
}

function didOf(current: CrmRecord, vendor: VendorRecord, changes: number): Applied['did'] {
  const was = current.archivedAt !== null;
  if (was !== vendor.archived) return vendor.archived ? 'archived' : 'restored';
  return changes > 0 ? 'updated' : 'unchanged';
}
