import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest } from '#kit/http.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { credential, origin } from '../auth.ts';
import { failureOf, unreadable } from '../errors.ts';

export type Query = NonNullable<VendorRequest['query']>;

/** Calls to API v1: the token in the query of every call, JSON in and out. Throws `VendorError`. */
export interface V1Client {
  get(path: string, query?: Query): Promise<Json>;
  post(path: string, body: JsonObject): Promise<Json>;
  put(path: string, body: JsonObject): Promise<Json>;
  delete(path: string): Promise<Json>;
}

/**
 * A client for one connection. Any 2xx is a success: v1 answers creations with 200, some with 201, deletions with 204.
 * Source: RD Station developer pages "crm-v1-*", read 2026-11.
 */
export function createV1Client(
  context: Pick<ConnectionContext, 'credentials' | 'origins' | 'http' | 'clock'>,
): V1Client {
  const base = `${origin(context.origins, 'v1')}/api/v1`;
  const token = credential(context, 'token');

  async function call(
    method: VendorRequest['method'],
    path: string,
    query: Query,
    json?: JsonObject,
  ): Promise<Json> {
    const response = await context.http({
      method,
      url: `${base}${path}`,
      query: { ...query, token },
      headers: { accept: 'application/json' },
      ...(json === undefined ? {} : { json }),
    });
    const what = `${method} ${path}`;
    if (response.status < 200 || response.status > 299) throw failureOf(response, what, context.clock.now());
    if (response.body.length === 0) return null;
    const body = response.json();
    if (body === undefined) throw unreadable(what, response.status);
    return body;
  }

  return {
    get: (path, query = {}) => call('GET', path, query),
    post: (path, body) => call('POST', path, {}, body),
    put: (path, body) => call('PUT', path, {}, body),
    delete: (path) => call('DELETE', path, {}),
  };
}
