/** Records of CRMs, as the API answers and takes them; part of `contract.ts`. */
import type { Filter, FilterOperator } from '../domain/records/filter.ts';
import type { Pipeline } from '../domain/records/object.ts';
import type { Property, PropertyOption } from '../domain/records/property.ts';
import type { Source } from '../domain/records/record.ts';
import type { ConnectionRef, Problem } from './contract.ts';
import type { JsonObject } from '../std/json.ts';

// Below /crms/:connection/objects/:object
// GET /records?q=&sort=&direction=&archived=&count=&cursor=&limit= → RecordPage · POST /records/search RecordSearch → RecordPage
// POST /records {values} → RecordWritten · PATCH /records/:record {values, was?} → RecordWritten · POST /records/batch RecordBatch → RecordOutcome[]
export type { Filter, FilterOperator, Pipeline, Property, PropertyOption, Source };

/** A connection that holds records. */
export interface Crm {
  connection: ConnectionRef;
  /** Whether the hub itself keeps the records. */
  builtIn: boolean;
  objects: CrmObject[];
}
export interface CrmObject {
  id: string;
  name: string;
  plural: string;
  /** The CRM's own word; null for standard objects, whose words are translated. */
  label: string | null;
  /** Exact up to 10,000. */
  count: number;
  /** There are more than that. */
  more: boolean;
  /** Properties that name the pipeline and the stage. */
  pipeline: { pipeline: string; stage: string } | null;
  title: string[];
  /** Properties that are written by the CRM. */
  stamps: { id: string; created: string; modified: string } | null;
}
/** How far the mirror of a connected CRM is; without objects for one that the hub keeps itself. */
export interface MirrorProgress {
  objects: MirrorObject[];
  /** Why it does not get on; null while it does. */
  error: string | null;
}
export interface MirrorObject {
  object: string;
  state: 'importing' | 'live' | 'paused';
  imported: number;
  /** As the vendor says; null where it does not. */
  total: number | null;
  beganAt: string;
  finishedAt: string | null;
  /** Everything that changed before is here. */
  completeUntil: string;
  checkedAt: string | null;
  /** Records a reading found changed that nothing had told of. */
  foundLate: number;
}
export interface CrmOwner {
  id: string;
  email: string | null;
  firstName: string;
  lastName: string;
  archived: boolean;
}
export interface CrmRecord {
  id: string;
  object: string;
  /** The CRM's own id. */
  externalId: string;
  /** What people call it. */
  title: string;
  values: Record<string, string>;
  revision: number;
  createdAt: string;
  updatedAt: string;
  archivedAt: string | null;
  mergedInto: string | null;
}
export interface RecordPage {
  items: CrmRecord[];
  cursor: string | null;
  /** Null when it was not asked for. */
  count: RecordCount | null;
}
/** Exact up to 10,000; `more`: there are more than that. */
export interface RecordCount {
  count: number;
  more: boolean;
}
export interface RecordSearch {
  filterGroups?: { filters: Filter[] }[];
  q?: string;
  sort?: string;
  direction?: 'asc' | 'desc';
  archived?: boolean;
  count?: boolean;
  cursor?: string;
  limit?: number;
}
export type GivenValues = Record<string, string | number | boolean | null>;
/** Something a write did not do as asked, although it is no error. */
export interface RecordWarning {
  code: 'kept_forward';
  property: string;
  value: string;
  wanted: string;
}
export interface RecordWritten {
  did: 'created' | 'updated' | 'unchanged' | 'archived' | 'restored';
  record: CrmRecord;
  warnings: RecordWarning[];
}
export type RecordBatch =
  | { action: 'create'; inputs: { values: GivenValues }[] }
  | {
      action: 'update';
      inputs: { record: string; values: GivenValues; was?: Record<string, string | null> }[];
    }
  | { action: 'upsert'; property: string; inputs: { value: string; values: GivenValues }[] }
  | { action: 'archive' | 'restore'; records: string[] };
export type RecordProblem = Pick<Problem, 'code' | 'detail' | 'params' | 'faults'>;
/** What became of one input, in the order of the inputs. */
export type RecordOutcome = { written: RecordWritten; error: null } | { written: null; error: RecordProblem };
export interface PastValue {
  value: string | null;
  at: string;
  source: Source;
  detail: string | null;
}
export interface AssociatedRecord {
  record: CrmRecord;
  types: AssociationTypeRef[];
}
export interface AssociationTypeRef {
  category: string;
  typeId: number;
  label: string | null;
}
export interface AssociationWrite {
  record: string;
  types?: { category: string; typeId: number }[];
}
export type AssociationOutcome = { changed: boolean; error: null } | { changed: null; error: RecordProblem };
export interface TimelineItem {
  kind: string;
  at: string;
  source: Source;
  detail: string | null;
  title: string;
  body: string;
  data: JsonObject;
}
