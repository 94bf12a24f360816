import type { Crm, CrmRef, ObjectSchema } from './crm.ts';
import type { Driver } from './driver.ts';
import { only } from './outcome.ts';
import type { Records } from './records.ts';

type Writes = Pick<
  Records,
  | 'create'
  | 'createMany'
  | 'update'
  | 'updateMany'
  | 'upsert'
  | 'upsertMany'
  | 'archiveMany'
  | 'restoreMany'
  | 'merge'
  | 'associate'
  | 'dissociate'
>;

/** The writing part of the room: finds the CRM, its object and its driver, and hands over. */
export function writes(
  at: (ref: CrmRef, name: string) => Promise<[Crm, ObjectSchema]>,
  open: (ref: CrmRef) => Promise<Crm>,
  driverOf: (crm: Crm) => Driver,
): Writes {
  const many: Pick<Writes, 'createMany' | 'updateMany' | 'upsertMany' | 'archiveMany' | 'restoreMany'> = {
    createMany: async (ref, name, inputs, by) => {
      const [crm, object] = await at(ref, name);
      return driverOf(crm).create(crm, object, inputs, by);
    },
    updateMany: async (ref, name, inputs, by) => {
      const [crm, object] = await at(ref, name);
      return driverOf(crm).update(crm, object, inputs, by);
    },
    upsertMany: async (ref, name, property, inputs, by) => {
      const [crm, object] = await at(ref, name);
      return driverOf(crm).upsert(crm, object, property, inputs, by);
    },
    archiveMany: async (ref, name, ids, by) => {
      const [crm, object] = await at(ref, name);
      return driverOf(crm).archive(crm, object, ids, by);
    },
    restoreMany: async (ref, name, ids, by) => {
      const [crm, object] = await at(ref, name);
      return driverOf(crm).restore(crm, object, ids, by);
    },
  };
  return {
    ...many,
    create: async (ref, name, input, by) => only(await many.createMany(ref, name, [input], by)),
    update: async (ref, name, input, by) => only(await many.updateMany(ref, name, [input], by)),
    upsert: async (ref, name, property, input, by) =>
      only(await many.upsertMany(ref, name, property, [input], by)),
    merge: async (ref, name, primary, other, by) => {
      const [crm, object] = await at(ref, name);
      return driverOf(crm).merge(crm, object, primary, other, by);
    },
    associate: async (ref, inputs, by) => {
      const crm = await open(ref);
      return driverOf(crm).associate(crm, inputs, by);
    },
    dissociate: async (ref, inputs, by) => {
      const crm = await open(ref);
      return driverOf(crm).dissociate(crm, inputs, by);
    },
  };
}
