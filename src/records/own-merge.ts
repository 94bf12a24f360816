import { mayMove } from '../domain/records/lifecycle.ts';
import type { CrmRecord } from '../domain/records/record.ts';
import { partsOf } from '../domain/records/value.ts';
import type { Values } from '../domain/records/value.ts';
import { AppError } from '../std/errors.ts';
import { showId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import { moveAssociations } from './associations.ts';
import { archivedError, recordNotFound } from './conflicts.ts';
import type { ObjectSchema } from './crm.ts';
import { moveEntries } from './history-store.ts';
import type { Written } from './outcome.ts';
import type { Writing } from './own-driver.ts';
import { plannedChange } from './plan.ts';
import { findRecords } from './record-store.ts';
import { moveUniques } from './unique-store.ts';
import { writeRecords } from './write-store.ts';

/**
 * Makes one record part of another: the primary keeps its values and is given those it lacks, the further stage of what
 * only moves forward, the other's associations, timeline and unique values (a second email address stays unique and
 * finds the primary). The other one is archived. About ten statements.
 */
export async function merge(how: Writing, primaryId: Id, otherId: Id): Promise<Written> {
  const { db, crm, object, by } = how;
  const records = await findRecords(db, crm, object.name, [primaryId, otherId], true);
  const [primary, other] = [primaryId, otherId].map((id) => {
    const record = records.get(id);
    if (!record) throw recordNotFound(object.name, showId('record', id));
    if (record.archivedAt !== null) throw archivedError(object.name, record);
    return record;
  }) as [CrmRecord, CrmRecord];
  if (primaryId === otherId) {
    throw new AppError('invalid', 'A record cannot be merged with itself. Choose another one.');
  }
  await moveUniques(db, crm, other.id, primary.id);
  const plan = plannedChange(object, primary, mergedValues(object, primary.values, other.values), by.at);
  const record = plan?.record ?? { ...primary, revision: primary.revision + 1, updatedAt: new Date(by.at) };
  const at = new Date(by.at);
  const gone: CrmRecord = {
    ...other,
    ...{ archivedAt: at, updatedAt: at, mergedInto: primary.id, revision: other.revision + 1 },
  };
  await writeRecords(
    ...([db, crm, object] as const),
    [
      {
        record,
        changes: plan?.changes ?? [],
        told: [{ kind: 'merged', otherId: other.id }, ...(plan?.told ?? [])],
      },
      { record: gone, changes: [], told: [{ kind: 'archived', otherId: primary.id }] },
    ],
    by,
  );
  await moveAssociations(db, crm, other.id, primary.id, object.name, by);
  await moveEntries(db, crm, other.id, primary.id);
  return { record, did: 'updated', warnings: [] };
}

/** Values of two records as one. Pure. */
export function mergedValues(object: ObjectSchema, primary: Values, other: Values): Values {
  const merged: Values = { ...primary };
  for (const [name, value] of Object.entries(other)) {
    const property = object.properties.get(name);
    if (!property || property.readOnly) continue;
    const further = object.forwardOnly.includes(name) && mayMove(property, primary[name] ?? null, value);
    if (merged[name] === undefined || further) merged[name] = value;
  }
  for (const [name, further] of Object.entries(object.alternates)) {
    const all = [primary[further], other[name], other[further]].flatMap((text) => partsOf(text ?? ''));
    const rest = [...new Set(all)].filter((text) => text !== merged[name]);
    if (rest.length > 0) merged[further] = rest.join(';');
  }
  return merged;
}
