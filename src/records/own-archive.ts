import { archivedError, recordNotFound, takenError } from './conflicts.ts';
import type { Outcome } from './outcome.ts';
import type { Writing } from './own-driver.ts';
import { claimsOf } from './plan.ts';
import { findRecords } from './record-store.ts';
import type { CrmRecord } from '../domain/records/record.ts';
import { showId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import { claimUniques, releaseAll, releaseUniques } from './unique-store.ts';
import { writeRecords } from './write-store.ts';

/** Archives records: their unique values are free again. Three statements for however many. */
export async function archive({ db, crm, object, by }: Writing, ids: Id[]): Promise<Outcome[]> {
  const records = await findRecords(db, crm, object.name, ids, true);
  const at = new Date(by.at);
  const gone = [...records.values()]
    .filter((one) => one.archivedAt === null)
    .map((one): CrmRecord => ({ ...one, archivedAt: at, updatedAt: at, revision: one.revision + 1 }));
  await releaseAll(
    db,
    crm,
    gone.map((one) => one.id),
  );
  const writes = gone.map((record) => ({ record, changes: [], told: [{ kind: 'archived' as const }] }));
  await writeRecords(db, crm, object, writes, by);
  const byId = new Map(gone.map((one) => [one.id, one]));
  return ids.map((id): Outcome => {
    const record = byId.get(id);
    if (record) return { record, did: 'archived', warnings: [] };
    const before = records.get(id);
    if (before) return { record: before, did: 'unchanged', warnings: [] };
    return { error: recordNotFound(object.name, showId('record', id)) };
  });
}

/** Takes records out of the archive, if nobody took their unique values meanwhile. Four statements for however many. */
export async function restore({ db, crm, object, by }: Writing, ids: Id[]): Promise<Outcome[]> {
  const records = await findRecords(db, crm, object.name, ids, true);
  const archived = [...records.values()].filter((one) => one.archivedAt !== null && one.mergedInto === null);
  const claims = archived.flatMap((one) => claimsOf(object, one));
  const { won, lost } = await claimUniques(db, crm, object.name, claims);
  const losers = new Set(lost.map((one) => one.recordId));
  await releaseUniques(
    db,
    crm,
    object.name,
    won.filter((one) => losers.has(one.recordId)),
  );
  const holders = await findRecords(
    db,
    crm,
    object.name,
    lost.map((one) => one.holder),
  );
  const back = archived
    .filter((one) => !losers.has(one.id))
    .map((one): CrmRecord => ({
      ...one,
      archivedAt: null,
      updatedAt: new Date(by.at),
      revision: one.revision + 1,
    }));
  const writes = back.map((record) => ({ record, changes: [], told: [{ kind: 'restored' as const }] }));
  await writeRecords(db, crm, object, writes, by);
  const byId = new Map(back.map((one) => [one.id, one]));
  return ids.map((id): Outcome => {
    const record = byId.get(id);
    if (record) return { record, did: 'restored', warnings: [] };
    const claim = lost.find((one) => one.recordId === id);
    if (claim) return { error: takenError(object, claim, holders.get(claim.holder)?.externalId) };
    const before = records.get(id);
    if (!before) return { error: recordNotFound(object.name, showId('record', id)) };
    if (before.mergedInto !== null) return { error: archivedError(object.name, before) };
    return { record: before, did: 'unchanged', warnings: [] };
  });
}
