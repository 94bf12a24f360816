import type {
  AssociatedRecord,
  Crm,
  CrmRecord,
  RecordOutcome,
  RecordProblem,
  RecordWritten,
} from './contract-records.ts';
import { titleOf } from '#domain/records/object.ts';
import type { CrmRecord as StoredRecord } from '#domain/records/record.ts';
import { countedUpTo } from '#records/records.ts';
import type {
  Crm as OpenCrm,
  AssociatedRecord as Linked,
  ObjectSchema,
  Outcome,
  Written,
} from '#records/records.ts';
import type { ConnectionView } from '#connections/connections.ts';
import { AppError } from '#std/errors.ts';
import { readId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';

/** A CRM with how many records it has. */
export function crmView(
  connection: ConnectionView,
  crm: OpenCrm,
  counts: Map<string, number>,
  builtIn: boolean,
): Crm {
  const { id, name, connector, environmentKind } = connection;
  return {
    connection: { id: showId('connection', id), name, connector, environmentKind },
    builtIn,
    objects: [...crm.objects.values()].map((object) => ({
      ...{ id: object.id, name: object.name, plural: object.plural, label: object.label },
      ...countView(counts.get(object.name) ?? 0),
      ...{ pipeline: object.pipeline, title: object.title, stamps: object.stamps },
    })),
  };
}

export const countView = (count: number) => ({
  count: Math.min(count, countedUpTo),
  more: count > countedUpTo,
});

export function recordView(crm: OpenCrm, record: StoredRecord): CrmRecord {
  const object = crm.objects.get(record.object) as ObjectSchema;
  return {
    id: showId('record', record.id),
    ...{ object: record.object, externalId: record.externalId },
    title: titleOf(object, record.values) || record.externalId,
    ...{ values: record.values, revision: record.revision },
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    archivedAt: record.archivedAt?.toISOString() ?? null,
    mergedInto: record.mergedInto && showId('record', record.mergedInto),
  };
}

export const writtenView = (crm: OpenCrm, { did, record, warnings }: Written): RecordWritten => ({
  did,
  record: recordView(crm, record),
  warnings,
});

export const outcomeView = (crm: OpenCrm, outcome: Outcome): RecordOutcome =>
  'error' in outcome
    ? { written: null, error: problemView(outcome.error) }
    : { written: writtenView(crm, outcome), error: null };

export const problemView = ({ code, message, params, faults }: AppError): RecordProblem => ({
  ...{ code, detail: message, params, faults },
});

export const associatedView = (crm: OpenCrm, { record, types }: Linked): AssociatedRecord => ({
  record: recordView(crm, record),
  types,
});

/** A record's id as shown. Throws AppError `not_found` for anything else. */
export function readRecordId(text: string): Id {
  const id = readId('record', text);
  if (id !== null) return id;
  throw new AppError('not_found', `The record ${text.slice(0, 60)} does not exist in this CRM.`);
}
