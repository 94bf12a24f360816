import { z } from 'zod';
import type { ObjectType } from '#domain/records/object.ts';
import type { ConnectionContext } from '#kit/connector.ts';
import type { RecordPage } from '#kit/objects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { JsonObject } from '#std/json.ts';
import { parseJson } from '#std/json.ts';
import { readAll, search } from './read.ts';

/** Most of a search's page ("CRM search", HubSpot docs, read 2026-11). */
const pageSize = 200;

/** Where a read of changes stands: changes from `from` on; within one millisecond with too many, ids behind `id`. */
const place = z.object({ from: z.number(), id: z.string().nullable() });
type Place = z.output<typeof place>;

/**
 * Records changed at or after a time, oldest change first: one search for each two hundred, and the calls that read them.
 * No page is counted from the beginning: each begins at the last change seen, so a record that changes meanwhile moves to
 * a later page instead of out of sight, and the cap of ten thousand is never near. Where more than a page changed in one
 * millisecond (imports and workflows do that), those are read in the order of their ids.
 */
export async function readChangedSince(
  context: ConnectionContext,
  object: ObjectType,
  sinceMs: number,
  after: string | null,
): Promise<RecordPage> {
  const here = after === null ? { from: sinceMs, id: null } : placeOf(after);
  const modified = object.stamps?.modified ?? 'hs_lastmodifieddate';
  const asked = here.id === null ? byTime(modified, here.from) : byId(modified, here.from, here.id);
  const { results } = await search(context, object, { ...asked, properties: [modified], limit: pageSize });
  const ids = results.map(({ id }) => id);
  const records = ids.length === 0 ? [] : await readAll(context, object, ids);
  const last = results.at(-1);
  const lastAt = last ? Date.parse(last.properties[modified] ?? last.updatedAt) : here.from;
  const next = nextOf(here, { full: results.length === pageSize, lastAt, lastId: last?.id ?? '' });
  return { records, next: next && JSON.stringify(next) };
}

function nextOf(here: Place, seen: { full: boolean; lastAt: number; lastId: string }): Place | null {
  const { full, lastAt, lastId } = seen;
  if (here.id !== null) {
    // The rest of this millisecond, or what came after it.
    return full ? { from: here.from, id: lastId } : { from: here.from + 1, id: null };
  }
  if (!full) return null;
  return lastAt > here.from ? { from: lastAt, id: null } : { from: here.from, id: '0' };
}

const ascending = (propertyName: string) => [{ propertyName, direction: 'ASCENDING' }];

function byTime(modified: string, from: number): JsonObject {
  const filters = [{ propertyName: modified, operator: 'GTE', value: String(from) }];
  return { filterGroups: [{ filters }], sorts: ascending(modified) };
}

function byId(modified: string, at: number, id: string): JsonObject {
  const value = String(at);
  const filters = [
    { propertyName: modified, operator: 'BETWEEN', value, highValue: value },
    { propertyName: 'hs_object_id', operator: 'GT', value: id },
  ];
  return { filterGroups: [{ filters }], sorts: ascending('hs_object_id') };
}

function placeOf(after: string): Place {
  const read = place.safeParse(parseJson(Buffer.from(after)));
  if (read.success) return read.data;
  throw new VendorError('invalid', 'This place in a read of changes is not one of ours; begin again.', {
    reach: 'not_sent',
  });
}
