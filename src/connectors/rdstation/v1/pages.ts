import type { Json } from '#std/json.ts';
import { isObject } from '#std/json.ts';
import { unreadable } from '../errors.ts';
import type { Query, V1Client } from './client.ts';

/** Largest page v1 gives. */
const pageLimit = 200;
/** Pages past this answer nothing: v1 lists only the first 10,000 records. */
const lastPage = 10_000 / pageLimit;

/**
 * All records of a list, page after page, at most 10,000. Lists come as `{<key>: [...], has_more}` or bare arrays.
 * @param enough stops early once it says so
 */
export async function allPages(
  client: V1Client,
  path: string,
  key: string,
  query: Query = {},
  enough: (rows: Json[]) => boolean = () => false,
): Promise<Json[]> {
  const rows: Json[] = [];
  for (let page = 1; page <= lastPage; page++) {
    const body = await client.get(path, { ...query, page, limit: pageLimit });
    const found = Array.isArray(body) ? body : isObject(body) ? body[key] : undefined;
    if (!Array.isArray(found)) throw unreadable(`GET ${path}`, 200);
    rows.push(...found);
    const more = isObject(body) ? body['has_more'] === true : found.length === pageLimit;
    if (!more || found.length === 0 || enough(rows)) break;
  }
  return rows;
}
