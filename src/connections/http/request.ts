import type { VendorRequest } from '../../kit/http.ts';
import type { WireRequest } from './exchange.ts';
import { refusedRequest } from './failure.ts';

/** The whole address of a request, its query included. Throws `VendorError` when it is none the hub can call. */
export function targetOf(request: VendorRequest): URL {
  const url = URL.parse(request.url);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refusedRequest(
      'The address is not an http or https address. Write it in full, beginning with https://.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refusedRequest(
      'The address holds a user name or a password. Send them in an Authorization header instead.',
    );
  }
  const { query } = request;
  for (const name in query) {
    const value = query[name];
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}

/**
 * What goes on the wire for a request: lowercase header names, a body in bytes.
 * @param httpsOnly refuse `http:`
 */
export function wireRequest(request: VendorRequest, url: URL, httpsOnly: boolean): WireRequest {
  if (httpsOnly && url.protocol !== 'https:') {
    throw refusedRequest(`${url.host} is addressed with http. Use https: the request carries credentials.`);
  }
  const headers: Record<string, string> = { 'user-agent': 'Countersign' };
  for (const name in request.headers) headers[name.toLowerCase()] = request.headers[name] ?? '';
  if (request.json !== undefined) headers['content-type'] ??= 'application/json';
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: request.method,
    headers,
    body: bodyOf(request),
  };
}

function bodyOf(request: VendorRequest): Buffer | null {
  if (request.json !== undefined) return Buffer.from(JSON.stringify(request.json));
  if (request.body === undefined) return null;
  return typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
}
