import type { Pool } from 'pg';
import { transaction } from '../../db/pool.ts';
import type { Writer } from '../../domain/records/record.ts';
import type { VendorAssociation } from '../../kit/objects.ts';
import type { Id } from '../../std/id.ts';
import { associate, dissociate } from '../associations.ts';
import type { Associated, AssociationInput } from '../associations.ts';
import { recordNotFound } from '../conflicts.ts';
import { objectOf } from '../crm.ts';
import type { Crm, ObjectSchema } from '../crm.ts';
import { findRecords, objectsOf } from '../record-store.ts';
import { explained } from './vendor-errors.ts';
import { verbsOf } from './vendor-parts.ts';
import type { VendorParts } from './vendor-parts.ts';

/** Associates at the vendor, or takes away, then here. */
export async function link(
  parts: VendorParts,
  crm: Crm,
  inputs: AssociationInput[],
  by: Writer,
  verb: 'associate' | 'dissociate',
): Promise<Associated[]> {
  const wanted = await vendorLinks(parts.pool, crm, inputs);
  await explained(async () => {
    const [verbs, context] = await verbsOf(parts, crm);
    await verbs[verb](context, wanted);
  });
  const work = verb === 'associate' ? associate : dissociate;
  return transaction(parts.pool, (db) => work(db, crm, inputs, { ...by, at: parts.clock.now() }));
}

async function vendorLinks(pool: Pool, crm: Crm, inputs: AssociationInput[]): Promise<VendorAssociation[]> {
  const ids = [...new Set(inputs.flatMap((one) => [one.from, one.to]))];
  const objects = await objectsOf(pool, crm, ids);
  const records = new Map<Id, { object: ObjectSchema; externalId: string }>();
  for (const name of new Set(objects.values())) {
    const own = ids.filter((id) => objects.get(id) === name);
    for (const [id, { externalId }] of await findRecords(pool, crm, name, own)) {
      records.set(id, { object: objectOf(crm, name), externalId });
    }
  }
  const sideOf = (id: Id) => {
    const side = records.get(id);
    if (!side) throw recordNotFound('record', id);
    return side;
  };
  return inputs.map(({ from, to, types }) => ({ from: sideOf(from), to: sideOf(to), types }));
}
