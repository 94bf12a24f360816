import type { ObjectReads, Objects, ObjectVerbs } from '#kit/objects.ts';
import { associationTypes } from './association-types.ts';
import { readChangedSince } from './changed.ts';
import { associateAll, dissociateAll, linksOfAll } from './links.ts';
import { readAll, readPage } from './read.ts';
import { readOwners, readSchema } from './schema.ts';
import { standardTypes } from './types.ts';
import { archiveAll, createAll, mergeTwo, updateAll } from './write.ts';

const verbs: ObjectVerbs = {
  create: createAll,
  update: updateAll,
  archive: archiveAll,
  merge: mergeTwo,
  associate: associateAll,
  dissociate: dissociateAll,
};

const reads: ObjectReads = {
  schema: readSchema,
  owners: readOwners,
  read: readAll,
  page: readPage,
  changedSince: readChangedSince,
  associations: linksOfAll,
};

/** HubSpot's accounts are CRMs, and HubSpot keeps them. Properties and pipelines are the account's own. */
export const objects: Objects = {
  kept: 'vendor',
  schema: { objects: standardTypes, properties: {}, pipelines: {}, associations: associationTypes },
  verbs,
  reads,
};
