import type { Writer } from '../domain/records/record.ts';
import type { Id } from '../std/id.ts';
import type { AssociationInput, Associated } from './associations.ts';
import type { Crm, ObjectSchema } from './crm.ts';
import type { CreateInput, Outcome, UpdateInput, UpsertInput, Written } from './outcome.ts';

/** Does the writing for one kind of CRM. Batches give an outcome for each input, in their order; nothing is half-written. */
export interface Driver {
  create(crm: Crm, object: ObjectSchema, inputs: CreateInput[], by: Writer): Promise<Outcome[]>;
  update(crm: Crm, object: ObjectSchema, inputs: UpdateInput[], by: Writer): Promise<Outcome[]>;
  /** @param property a unique one */
  upsert(
    crm: Crm,
    object: ObjectSchema,
    property: string,
    inputs: UpsertInput[],
    by: Writer,
  ): Promise<Outcome[]>;
  archive(crm: Crm, object: ObjectSchema, ids: Id[], by: Writer): Promise<Outcome[]>;
  restore(crm: Crm, object: ObjectSchema, ids: Id[], by: Writer): Promise<Outcome[]>;
  /** `other` becomes part of `primary`. */
  merge(crm: Crm, object: ObjectSchema, primary: Id, other: Id, by: Writer): Promise<Written>;
  associate(crm: Crm, inputs: AssociationInput[], by: Writer): Promise<Associated[]>;
  dissociate(crm: Crm, inputs: AssociationInput[], by: Writer): Promise<Associated[]>;
}
