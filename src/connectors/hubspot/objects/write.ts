import type {
  SimplePublicObjectBatchInput,
  SimplePublicObjectBatchInputForCreate,
} from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { ObjectType } from '#domain/records/object.ts';
import type { Values } from '#domain/records/value.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorOutcome, VendorRecord } from '#kit/objects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type Json } from '#std/json.ts';
import { ask, call, pathOf } from '../client.ts';
import { failureOfInput, unreadable } from '../errors.ts';
import { record, recordBatch, type WireRecord } from '../wire.ts';
import { pieces, snapshot } from './records.ts';
import { pathName } from './types.ts';

/** Most inputs of one batch ("Using Object APIs", HubSpot docs, read 2026-11). */
const batchSize = 100;

export interface ObjectUpdate {
  externalId: string;
  values: Values;
}

/**
 * Creates records: one call for one, otherwise one call for each hundred. A batch names each input, so that a bad one
 * fails alone. Outcomes stand in the order of the inputs; a call without an answer is the failure of all its inputs.
 */
export async function createAll(
  context: ConnectionContext,
  object: ObjectType,
  inputs: Values[],
): Promise<VendorOutcome[]> {
  const [only] = inputs;
  if (inputs.length === 1) return [await outcomeOf(() => createOne(context, object, only!))];
  const outcomes: VendorOutcome[] = [];
  for (const piece of pieces(inputs, batchSize)) {
    const named = piece.map((properties, place) => ({
      properties,
      associations: [],
      objectWriteTraceId: `${place}`,
    }));
    const sent = { inputs: named } satisfies { inputs: SimplePublicObjectBatchInputForCreate[] };
    outcomes.push(...(await batch(context, object, 'create', sent.inputs)));
  }
  return outcomes;
}

/** Creates one record. Throws `TakenByAnother` when another one has its email. */
export async function createOne(
  context: ConnectionContext,
  object: ObjectType,
  properties: Values,
  associations: NewAssociation[] = [],
): Promise<VendorRecord> {
  const path = pathOf`/crm/v3/objects/${pathName(object)}`;
  const json = { properties, associations: associations.map(asJson) };
  return snapshot(await ask(context, record, { method: 'POST', path, json }));
}

/** An association that a record is created with. */
export interface NewAssociation {
  toId: string;
  typeId: number;
}

const asJson = ({ toId, typeId }: NewAssociation): Json => ({
  to: { id: toId },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
});

/** Changes records: one call for one, otherwise one call for each hundred. The same record twice: in two calls, in order. */
export async function updateAll(
  context: ConnectionContext,
  object: ObjectType,
  inputs: ObjectUpdate[],
): Promise<VendorOutcome[]> {
  const [only] = inputs;
  if (inputs.length === 1) return [await outcomeOf(() => updateOne(context, object, only!))];
  const outcomes: VendorOutcome[] = [];
  for (const piece of withoutTwins(inputs)) {
    const named = piece.map(({ externalId: id, values: properties }, place) => ({
      ...{ id, properties },
      objectWriteTraceId: `${place}`,
    }));
    const sent = { inputs: named } satisfies { inputs: SimplePublicObjectBatchInput[] };
    outcomes.push(...(await batch(context, object, 'update', sent.inputs)));
  }
  return outcomes;
}

/** Changes one record; an empty text clears a value. The answer is what HubSpot made of it: a lifecycle stage may stay. */
export async function updateOne(
  context: ConnectionContext,
  object: ObjectType,
  { externalId, values: properties }: ObjectUpdate,
): Promise<VendorRecord> {
  const path = pathOf`/crm/v3/objects/${pathName(object)}/${externalId}`;
  return snapshot(await ask(context, record, { method: 'PATCH', path, json: { properties } }));
}

/** Archives records, a hundred in a call; those that are gone already are no failure. */
export async function archiveAll(
  context: ConnectionContext,
  object: ObjectType,
  externalIds: string[],
): Promise<void> {
  const path = pathOf`/crm/v3/objects/${pathName(object)}/batch/archive`;
  for (const piece of pieces(externalIds, batchSize)) {
    await call(context, { method: 'POST', path, json: { inputs: piece.map((id) => ({ id })) } });
  }
}

/** Merges the other record into the primary one. What is left may have a new id (`newObjectId` of the webhook). */
export async function mergeTwo(
  context: ConnectionContext,
  object: ObjectType,
  primary: string,
  other: string,
): Promise<VendorRecord> {
  const path = pathOf`/crm/v3/objects/${pathName(object)}/merge`;
  const json = { primaryObjectId: primary, objectIdToMerge: other };
  return snapshot(await ask(context, record, { method: 'POST', path, json }));
}

type BatchInput = { objectWriteTraceId: string; properties: Values; id?: string };

/** One batch. Refused as a whole, each of its inputs has that failure. */
async function batch(
  context: ConnectionContext,
  object: ObjectType,
  verb: 'create' | 'update',
  inputs: BatchInput[],
): Promise<VendorOutcome[]> {
  const path = pathOf`/crm/v3/objects/${pathName(object)}/batch/${verb}`;
  const wanted = { method: 'POST', path, json: { inputs } } as const;
  try {
    const { results, errors } = await ask(context, recordBatch, wanted);
    return inputs.map((input) => outcomeIn(input, results, errors ?? [], `POST ${path}`));
  } catch (error) {
    if (error instanceof VendorError) return inputs.map(() => ({ error }));
    throw error;
  }
}

function outcomeIn(input: BatchInput, results: WireRecord[], errors: Json[], what: string): VendorOutcome {
  const { objectWriteTraceId: trace, id } = input;
  const found = results.find(
    (one) => one.objectWriteTraceId === trace || (id !== undefined && one.id === id),
  );
  if (found) return { record: snapshot(found) };
  const names = (error: Json, key: string, value: string | undefined) => {
    const list = at(error, `context.${key}`);
    return value !== undefined && Array.isArray(list) && list.includes(value);
  };
  const error = errors.find((one) => names(one, 'objectWriteTraceId', trace) || names(one, 'ids', id));
  return { error: error === undefined ? unreadable(what, 207) : failureOfInput(error, what) };
}

async function outcomeOf(work: () => Promise<VendorRecord>): Promise<VendorOutcome> {
  try {
    return { record: await work() };
  } catch (error) {
    if (error instanceof VendorError) return { error };
    throw error;
  }
}

/** A batch with the same id twice is refused as a whole. */
function withoutTwins(inputs: ObjectUpdate[]): ObjectUpdate[][] {
  const batches: ObjectUpdate[][] = [];
  let ids = new Set<string>();
  for (const input of inputs) {
    const last = batches.at(-1);
    if (last && last.length < batchSize && !ids.has(input.externalId)) last.push(input);
    else {
      batches.push([input]);
      ids = new Set();
    }
    ids.add(input.externalId);
  }
  return batches;
}
