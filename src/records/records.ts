import type { Pool } from 'pg';
import { transaction } from '../db/pool.ts';
import type { Connector } from '../kit/connector.ts';
import type { CrmRecord, Writer } from '../domain/records/record.ts';
import { AppError } from '../std/errors.ts';
import { newId } from '../std/id.ts';
import type { Id } from '../std/id.ts';
import type { Clock } from '../std/clock.ts';
import type { JsonObject } from '../std/json.ts';
import type { AssociationInput, Associated } from './associations.ts';
import { listAssociated } from './associated-store.ts';
import type { AssociatedRecord } from './associated-store.ts';
import { recordNotFound } from './conflicts.ts';
import { objectOf } from './crm.ts';
import type { Crm, CrmRef, ObjectSchema } from './crm.ts';
import type { Driver } from './driver.ts';
import { insertEntry, listChanges, listTimeline, listValues } from './history-store.ts';
import type { ChangeRow, PastValueRow, TimelineItem } from './history-store.ts';
import type { CreateInput, Outcome, RecordRef, UpdateInput, UpsertInput, Written } from './outcome.ts';
import { createOwnDriver } from './own-driver.ts';
import { listOwners, putOwners } from './owner-store.ts';
import type { Owner } from './owner-store.ts';
import { countRecords, findRecords } from './record-store.ts';
import { resolveRefs, shownRef } from './resolve.ts';
import { writes } from './room-writes.ts';
import { createSchemaRoom } from './schema.ts';
import type { SchemaRoom } from './schema.ts';
import { addSchema, readSchema } from './schema-store.ts';
import { countFound, search } from './search.ts';
import type { Found, Search } from './search.ts';

export type { SchemaRoom, PropertyInput, PropertyChange } from './schema.ts';
export type { Crm, CrmRef, ObjectSchema } from './crm.ts';
export type {
  Outcome,
  RecordRef,
  UpdateInput,
  UpsertInput,
  CreateInput,
  Written,
  Warning,
} from './outcome.ts';
export type { Found, Search } from './search.ts';
export type { Owner } from './owner-store.ts';
export type { ChangeRow, PastValueRow, TimelineItem } from './history-store.ts';
export type { AssociatedRecord } from './associated-store.ts';
export type { Associated, AssociationInput } from './associations.ts';
export { countedUpTo } from './search.ts';

export interface RecordsParts {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  /** Key of a connection's connector; null where there is no such connection. */
  connectorOf(workspaceId: Id, connectionId: Id): Promise<string | null>;
  /** Drivers of CRMs that their vendors keep, by connector. */
  drivers?: Record<string, Driver>;
}

/**
 * Records of every CRM, built in or connected, by one door. All ids are bare UUIDs. A call costs one statement for the
 * connection, one for what the CRM is made of, and what is said at each. Reads of batches are one or two statements;
 * writes of batches of any size are four to nine with BEGIN and COMMIT, all or each input by itself as said.
 */
export interface Records extends SchemaRoom {
  /** Opens a CRM for calls that follow at once. Throws AppError `not_found` where a connection holds no records. */
  open(ref: CrmRef): Promise<Crm>;
  /** Writes down what a CRM is made of by its connector; again it only adds what is new. The first call does so by itself. */
  install(ref: CrmRef): Promise<void>;
  /** Records of each object, exact up to 10,000. */
  counts(crm: Crm): Promise<Map<string, number>>;
  /** One record, merged ones as what they were merged into, archived ones too. Throws AppError `not_found`. */
  get(ref: CrmRef, object: string, record: RecordRef): Promise<CrmRecord>;
  search(ref: CrmRef, object: string, wanted: Search): Promise<Found>;
  /** Exact up to 10,000; then 10,001. */
  count(ref: CrmRef, object: string, wanted: Omit<Search, 'limit'>): Promise<number>;
  create(ref: CrmRef, object: string, input: CreateInput, by: Writer): Promise<Written>;
  createMany(ref: CrmRef, object: string, inputs: CreateInput[], by: Writer): Promise<Outcome[]>;
  update(ref: CrmRef, object: string, input: UpdateInput, by: Writer): Promise<Written>;
  updateMany(ref: CrmRef, object: string, inputs: UpdateInput[], by: Writer): Promise<Outcome[]>;
  upsert(ref: CrmRef, object: string, property: string, input: UpsertInput, by: Writer): Promise<Written>;
  upsertMany(
    ref: CrmRef,
    object: string,
    property: string,
    inputs: UpsertInput[],
    by: Writer,
  ): Promise<Outcome[]>;
  archiveMany(ref: CrmRef, object: string, ids: Id[], by: Writer): Promise<Outcome[]>;
  restoreMany(ref: CrmRef, object: string, ids: Id[], by: Writer): Promise<Outcome[]>;
  merge(ref: CrmRef, object: string, primary: Id, other: Id, by: Writer): Promise<Written>;
  associate(ref: CrmRef, inputs: AssociationInput[], by: Writer): Promise<Associated[]>;
  dissociate(ref: CrmRef, inputs: AssociationInput[], by: Writer): Promise<Associated[]>;
  /** Records that one is associated with, newest association first, up to 500 of an object. */
  associated(ref: CrmRef, object: string, id: Id, to: string | null): Promise<AssociatedRecord[]>;
  /** Every value of a property, newest first. */
  history(
    ref: CrmRef,
    object: string,
    id: Id,
    property: string,
    range: { before: string | null; limit: number },
  ): Promise<PastValueRow[]>;
  changes(ref: CrmRef, id: Id): Promise<ChangeRow[]>;
  timeline(
    ref: CrmRef,
    object: string,
    id: Id,
    range: { before: { at: string; key: string } | null; limit: number },
  ): Promise<TimelineItem[]>;
  addEntry(ref: CrmRef, object: string, id: Id, entry: EntryInput, by: Writer): Promise<Id>;
  owners(ref: CrmRef): Promise<Owner[]>;
  setOwners(ref: CrmRef, owners: Owner[]): Promise<void>;
}

export interface EntryInput {
  kind: string;
  title: string;
  body: string;
  data?: JsonObject;
}

export function createRecords(parts: RecordsParts): Records {
  const { pool, clock } = parts;
  const own = createOwnDriver(parts);
  const open = (ref: CrmRef): Promise<Crm> => openCrm(parts, ref);
  const driverOf = (crm: Crm): Driver => {
    const objects = parts.connectors[crm.connector]?.objects;
    const driver = objects?.kept === 'here' ? own : parts.drivers?.[crm.connector];
    if (driver) return driver;
    throw new AppError('unprocessable', 'Records of this connection can be read only.');
  };
  const at = async (ref: CrmRef, name: string): Promise<[Crm, ObjectSchema]> => {
    const crm = await open(ref);
    return [crm, objectOf(crm, name)];
  };
  const known = async (ref: CrmRef, name: string, id: Id): Promise<[Crm, ObjectSchema]> => {
    const [crm, object] = await at(ref, name);
    await one(parts.pool, crm, object, { id });
    return [crm, object];
  };
  const records: Records = {
    ...createSchemaRoom({ pool, clock, open }),
    ...writes(at, open, driverOf),
    open,
    install: async (ref) => install(parts, ref, (await connectorOf(parts, ref)) ?? ''),
    counts: (crm) => countRecords(pool, crm, [...crm.objects.keys()]),
    get: async (ref, name, record) => one(pool, ...(await at(ref, name)), record),
    search: async (ref, name, wanted) => search(pool, ...(await at(ref, name)), wanted),
    count: async (ref, name, wanted) => countFound(pool, ...(await at(ref, name)), wanted),
    associated: async (ref, name, id, to) => {
      const [crm] = await known(ref, name, id);
      return listAssociated(pool, crm, id, to === null ? null : objectOf(crm, to).name);
    },
    history: async (ref, name, id, property, range) => {
      const [crm] = await known(ref, name, id);
      return listValues(pool, crm, id, property, range);
    },
    changes: (ref, id) => listChanges(pool, ref, id),
    timeline: async (ref, name, id, range) => {
      const [crm] = await known(ref, name, id);
      return listTimeline(pool, crm, id, range);
    },
    addEntry: async (ref, name, recordId, entry, by) => {
      const [crm] = await known(ref, name, recordId);
      const id = newId(clock.now());
      await insertEntry(pool, crm, recordId, { data: {}, ...entry, ...by, id, at: new Date(clock.now()) });
      return id;
    },
    owners: async (ref) => listOwners(pool, await open(ref)),
    setOwners: (ref, owners) => putOwners(pool, ref, owners, new Date(clock.now())),
  };
  return records;
}

async function one(pool: Pool, crm: Crm, object: ObjectSchema, ref: RecordRef): Promise<CrmRecord> {
  const [id] = await resolveRefs(pool, crm, object, [ref]);
  const found = id ? await findRecords(pool, crm, object.name, [id]) : null;
  const record = found?.get(id!);
  if (!record) throw recordNotFound(object.name, shownRef(ref));
  return record;
}

const connectorOf = (parts: RecordsParts, { workspaceId, connectionId }: CrmRef) =>
  parts.connectorOf(workspaceId, connectionId);

async function openCrm(parts: RecordsParts, ref: CrmRef): Promise<Crm> {
  const [connector, schema] = await Promise.all([connectorOf(parts, ref), readSchema(parts.pool, ref)]);
  if (connector === null) throw noRecords();
  if (schema.objects.size > 0) return { ...ref, connector, ...schema };
  // A connection's first call finds nothing written down yet.
  await install(parts, ref, connector);
  return { ...ref, connector, ...(await readSchema(parts.pool, ref)) };
}

async function install({ pool, connectors }: RecordsParts, ref: CrmRef, connector: string): Promise<void> {
  const schema = connectors[connector]?.objects?.schema;
  if (!schema) throw noRecords();
  await transaction(pool, (tx) => addSchema(tx, ref, schema));
}

const noRecords = () => new AppError('not_found', 'This connection holds no records.');
