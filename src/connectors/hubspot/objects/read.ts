import type { ObjectType } from '#domain/records/object.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import type { ReadOptions, RecordPage, VendorSnapshot } from '#kit/objects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { at, type JsonObject } from '#std/json.ts';
import { ask, pathOf } from '../client.ts';
import { failureOfInput, orNull } from '../errors.ts';
import { record, recordBatch, recordPage, searchPage } from '../wire.ts';
import { pieces, snapshot } from './records.ts';
import { propertyNames } from './schema.ts';
import { pathName } from './types.ts';

/** Most inputs of a batch read, and with histories, where the lower number is that of lists (not confirmed). */
const [batchSize, historySize] = [100, 50];
/** Most of a list's page ("Using Object APIs", HubSpot docs, read 2026-11). */
const pageSize = 100;
/** An address longer than this may be refused with 414; where the limit is, is not said. */
const longestQuery = 4_000;

/**
 * Records by id, as far as they are there. One call for each hundred, with histories for each fifty.
 * @param options.properties left out: all, whose names are one more call in five minutes
 */
export async function readAll(
  context: ConnectionContext,
  object: ObjectType,
  externalIds: string[],
  options: ReadOptions = {},
): Promise<VendorSnapshot[]> {
  const { history = [], archived = false } = options;
  const properties = options.properties ?? (await propertyNames(context, object));
  const path = pathOf`/crm/v3/objects/${pathName(object)}/batch/read`;
  const found: VendorSnapshot[] = [];
  for (const ids of pieces([...new Set(externalIds)], history.length > 0 ? historySize : batchSize)) {
    const json: JsonObject = {
      inputs: ids.map((id) => ({ id })),
      properties,
      propertiesWithHistory: history,
    };
    const query = archived ? { archived } : {};
    const { results, errors } = await ask(context, recordBatch, { method: 'POST', path, json, query });
    const refused = (errors ?? []).find((error) => at(error, 'category') !== 'OBJECT_NOT_FOUND');
    if (refused !== undefined) throw failureOfInput(refused, `POST ${path}`);
    found.push(...results.map(snapshot));
  }
  return found;
}

/** One record by id, or by a unique property; null when it is not there. One call, straight from the record. */
export async function readOne(
  context: ConnectionContext,
  object: ObjectType,
  by: { id: string; property?: string },
  properties: string[],
): Promise<VendorSnapshot | null> {
  const path = pathOf`/crm/v3/objects/${pathName(object)}/${by.id}`;
  const query = { properties: properties.join(','), idProperty: by.property };
  const found = await orNull(ask(context, record, { method: 'GET', path, query }));
  return found && snapshot(found);
}

/**
 * All records in the order of their ids, a hundred at a time. Costs one call, or two where the names of the properties are
 * too long for an address; the first page a search more, for the total. Records made meanwhile come at the end; one that
 * is archived meanwhile is missing.
 */
export async function readPage(
  context: ConnectionContext,
  object: ObjectType,
  after: string | null,
  options: ReadOptions = {},
): Promise<RecordPage> {
  const { archived = false, history = [] } = options;
  const properties = options.properties ?? (await propertyNames(context, object));
  const names = properties.join(',');
  const direct = history.length === 0 && encodeURIComponent(names).length <= longestQuery;
  const query = {
    ...{ limit: pageSize, archived, after: after ?? undefined },
    properties: direct ? names : 'hs_object_id',
  };
  const path = pathOf`/crm/v3/objects/${pathName(object)}`;
  const page = await ask(context, recordPage, { method: 'GET', path, query });
  const listed = page.results.map(snapshot);
  const ids = listed.map(({ externalId }) => externalId);
  const records =
    direct || ids.length === 0
      ? listed
      : await readAll(context, object, ids, { properties, history, archived });
  const total = after === null && !archived ? await countAll(context, object) : null;
  return { records, next: page.paging?.next?.after ?? null, ...(total !== null && { total }) };
}

/** Searches stop at ten thousand, and it is not said whether their total does too ("CRM search", HubSpot docs, read 2026-11). */
const searchCap = 10_000;

/** How many records there are; null when the number may be one that HubSpot stops counting at. One search. */
async function countAll(context: ConnectionContext, object: ObjectType): Promise<number | null> {
  try {
    const { total } = await search(context, object, { limit: 1, properties: ['hs_object_id'] });
    return total === searchCap ? null : total;
  } catch (error) {
    // Only said for progress: without it the import goes on.
    if (error instanceof VendorError && error.kind !== 'auth') return null;
    throw error;
  }
}

/** One search. Its index is some moments behind the records. */
export function search(context: ConnectionContext, object: ObjectType, json: JsonObject) {
  const path = pathOf`/crm/v3/objects/${pathName(object)}/search`;
  return ask(context, searchPage, { method: 'POST', path, json });
}
