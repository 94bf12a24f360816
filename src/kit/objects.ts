import type { AssociationType, ObjectType, Pipeline } from '../domain/records/object.ts';
import type { Property } from '../domain/records/property.ts';
import type { Values } from '../domain/records/value.ts';
import type { ConnectionContext } from './connector.ts';
import { VendorError, type Reach } from './vendor-error.ts';

/**
 * How a connector's accounts hold CRM records: what they are made of, and who keeps them. The records room serves every
 * CRM by this alone.
 */
export interface Objects {
  /** `here`: the hub's tables are the CRM. `vendor`: the vendor is; it is written first, and the hub keeps a mirror. */
  kept: 'here' | 'vendor';
  /** What a new connection begins with; a vendor's own answer replaces it. */
  schema: CrmSchema;
  /** Both are needed where the vendor keeps them. */
  verbs?: ObjectVerbs;
  reads?: ObjectReads;
}

/** What a CRM is made of. */
export interface CrmSchema {
  objects: ObjectType[];
  /** By name of the object. */
  properties: Record<string, Property[]>;
  pipelines: Record<string, Pipeline[]>;
  associations: AssociationType[];
}

/** A record as the vendor answered it. Null: the property has no value. */
export interface VendorRecord {
  externalId: string;
  values: Record<string, string | null>;
  /** Milliseconds since the epoch by the vendor's clock. */
  createdAt: number;
  updatedAt: number;
  archived: boolean;
}

/** One input's outcome at the vendor; `error` is what a single call would have thrown. */
export type VendorOutcome = { record: VendorRecord } | { error: unknown };

/** Calls that change records at the vendor. Each answers its inputs in their order. */
export interface ObjectVerbs {
  create(context: ConnectionContext, object: ObjectType, inputs: Values[]): Promise<VendorOutcome[]>;
  /** An empty text clears a value. */
  update(
    context: ConnectionContext,
    object: ObjectType,
    inputs: { externalId: string; values: Values }[],
  ): Promise<VendorOutcome[]>;
  archive(context: ConnectionContext, object: ObjectType, externalIds: string[]): Promise<void>;
  merge(
    context: ConnectionContext,
    object: ObjectType,
    primary: string,
    other: string,
  ): Promise<VendorRecord>;
  associate(context: ConnectionContext, inputs: VendorAssociation[]): Promise<void>;
  dissociate(context: ConnectionContext, inputs: VendorAssociation[]): Promise<void>;
}

/** Two records by the vendor's ids. */
export interface VendorAssociation {
  from: { object: ObjectType; externalId: string };
  to: { object: ObjectType; externalId: string };
  /** Empty: the plain one; for taking away: all. */
  types: { category: string; typeId: number }[];
}

/** A page of records; `next` is null at the end. */
export interface RecordPage {
  records: VendorSnapshot[];
  next: string | null;
  /** Of all pages, where the vendor tells. */
  total?: number;
}

/** Somebody at the vendor whom records can belong to. */
export interface VendorOwner {
  id: string;
  email: string | null;
  firstName: string;
  lastName: string;
  archived: boolean;
}

/** What a record is associated with, at the vendor; all kinds of a pair together. */
export interface VendorLinks {
  fromExternalId: string;
  to: { externalId: string; types: { category: string; typeId: number }[] }[];
}

/** Calls that read an account, for its mirror. Each is background work within the account's budget. */
export interface ObjectReads {
  /** Objects, properties, pipelines and kinds of associations as they are now. */
  schema(context: ConnectionContext): Promise<CrmSchema>;
  owners(context: ConnectionContext): Promise<VendorOwner[]>;
  /** Records by the vendor's ids; whatever it does not know any more is left out. */
  read(
    context: ConnectionContext,
    object: ObjectType,
    externalIds: string[],
    options?: ReadOptions,
  ): Promise<VendorSnapshot[]>;
  /** All records, archived ones left out, in an order that new records do not disturb. */
  page(
    context: ConnectionContext,
    object: ObjectType,
    after: string | null,
    options?: ReadOptions,
  ): Promise<RecordPage>;
  /**
   * Records changed at or after a moment (milliseconds since the epoch), oldest change first, as far as the vendor's
   * index knows of them; some may come twice, archived ones do not come. `next` goes on where this page ended.
   */
  changedSince(
    context: ConnectionContext,
    object: ObjectType,
    since: number,
    after: string | null,
  ): Promise<RecordPage>;
  associations(
    context: ConnectionContext,
    from: ObjectType,
    to: ObjectType,
    externalIds: string[],
  ): Promise<VendorLinks[]>;
}

/** What is wanted of records that are read. */
export interface ReadOptions {
  /** Only these properties; left out: all of the object's. */
  properties?: string[];
  /** Properties whose earlier values come too; it costs more calls. */
  history?: string[];
  /** The archived records instead of the others. */
  archived?: boolean;
}

/** A record with, where asked for, the earlier values of properties by name, newest first. */
export interface VendorSnapshot extends VendorRecord {
  history?: Record<string, VendorPastValue[]>;
}

export interface VendorPastValue {
  value: string | null;
  /** Milliseconds since the epoch by the vendor's clock. */
  at: number;
  /** What wrote it, in the vendor's word (`CRM_UI`), and the vendor's id of who it was. */
  source: string;
  sourceId: string | null;
}

/** Another record has a value that only one may have; `externalId` is that record, where the vendor says which. */
export class TakenByAnother extends VendorError {
  readonly externalId: string | null;
  constructor(message: string, options: { status?: number; reach?: Reach; externalId: string | null }) {
    super('conflict', message, options);
    this.name = 'TakenByAnother';
    this.externalId = options.externalId;
  }
}
