import type { AssociationType, ObjectType, Pipeline } from '../domain/records/object.ts';
import type { Properties } from '../domain/records/validate.ts';
import type { Id } from '../std/id.ts';
import { nearest } from '../std/nearest.ts';
import { AppError } from '../std/errors.ts';

/** Which CRM is meant: a connection of a workspace. */
export interface CrmRef {
  workspaceId: Id;
  connectionId: Id;
}

/** A CRM as one call sees it: what it is made of now. */
export interface Crm extends CrmRef {
  /** Key of its connector. */
  connector: string;
  objects: Map<string, ObjectSchema>;
  associations: AssociationType[];
  /** Ids of owners that may be given records. */
  owners: Set<string>;
}

/** An object with what its records may hold. */
export interface ObjectSchema extends ObjectType {
  properties: Properties;
  pipelines: Pipeline[];
}

/** An object by its name, plural or id. Throws AppError `not_found`. */
export function objectOf(crm: Crm, name: string): ObjectSchema {
  const known = crm.objects.get(name);
  if (known) return known;
  for (const object of crm.objects.values()) {
    if (object.id === name || object.plural === name) return object;
  }
  const like = nearest(name, [...crm.objects.keys()]);
  throw new AppError(
    'not_found',
    `This CRM has no object "${name.slice(0, 60)}"${like === null ? '' : `; did you mean "${like}"?`}`,
  );
}
