import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest } from '#kit/http.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { at } from '#std/json.ts';
import { credential, origin } from '../auth.ts';
import { failureOf, unreadable } from '../errors.ts';

type Query = NonNullable<VendorRequest['query']>;

/** Calls to API v2: bearer token, bodies and answers inside `data`. Throws `VendorError`. */
export interface V2Client {
  /** The `data` of one record. */
  get(path: string, query?: Query): Promise<Json>;
  /** All records of a list, at most 10,000. */
  list(path: string, query?: Query): Promise<Json[]>;
  post(path: string, data: JsonObject): Promise<Json>;
  put(path: string, data: JsonObject): Promise<Json>;
  delete(path: string): Promise<void>;
}

/** Largest page not documented; the pages show 25. This much is asked for, and what comes is taken. */
const pageSize = 100;
/** Records past this are not listed. */
const lastRecord = 10_000;

/** A client for one connection. Source: RD Station developer pages "crm-v2-*", read 2026-11. */
export function createV2Client(
  context: Pick<ConnectionContext, 'credentials' | 'origins' | 'http' | 'clock'>,
): V2Client {
  const base = `${origin(context.origins, 'v2')}/crm/v2`;
  const token = credential(context, 'access_token');

  async function call(
    method: VendorRequest['method'],
    path: string,
    query: Query,
    data?: JsonObject,
  ): Promise<Json> {
    const response = await context.http({
      method,
      url: `${base}${path}`,
      query,
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      ...(data === undefined ? {} : { json: { data } }),
    });
    const what = `${method} ${path}`;
    if (response.status < 200 || response.status > 299) throw failureOf(response, what, context.clock.now());
    if (response.body.length === 0) return null;
    const body = response.json();
    if (body === undefined) throw unreadable(what, response.status);
    return body;
  }

  async function data(
    method: VendorRequest['method'],
    path: string,
    query: Query,
    sent?: JsonObject,
  ): Promise<Json> {
    const found = at(await call(method, path, query, sent), 'data');
    if (found === undefined) throw unreadable(`${method} ${path}`, 200);
    return found;
  }

  return {
    get: (path, query = {}) => data('GET', path, query),
    async list(path, query = {}) {
      const rows: Json[] = [];
      for (let page = 1; rows.length < lastRecord; page++) {
        const body = await call('GET', path, { ...query, 'page[number]': page, 'page[size]': pageSize });
        const found = at(body, 'data');
        if (!Array.isArray(found)) throw unreadable(`GET ${path}`, 200);
        rows.push(...found);
        if (found.length === 0 || !hasNext(body)) break;
      }
      return rows;
    },
    post: (path, sent) => data('POST', path, {}, sent),
    put: (path, sent) => data('PUT', path, {}, sent),
    delete: async (path) => void (await call('DELETE', path, {})),
  };
}

/** `links.next` may be the page itself on the last one; then there is no more. */
function hasNext(body: Json): boolean {
  const next = at(body, 'links.next');
  return typeof next === 'string' && next !== '' && next !== at(body, 'links.self');
}
