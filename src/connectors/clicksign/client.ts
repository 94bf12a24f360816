import type { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest, VendorResponse } from '#kit/http.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import { tokenOf } from './auth.ts';
import { refusalOf } from './errors.ts';

export interface Call {
  method: VendorRequest['method'];
  /** From the origin on, made with `pathOf`. */
  path: string;
  query?: VendorRequest['query'];
  json?: Json;
}

/** Builds a path from a template, escaping every value in it. */
export function pathOf(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((path, part, index) => path + encodeURIComponent(values[index - 1] ?? '') + part);
}

const jsonApi = 'application/vnd.api+json';

/**
 * Calls API v3: JSON:API media type, the bare token as Authorization (no "Bearer"; API v3 docs, read 2026-11).
 * Throws `Refusal` for a status of 400 or more.
 */
export async function callV3(context: ConnectionContext, call: Call): Promise<VendorResponse> {
  const headers = { authorization: tokenOf(context), accept: jsonApi, 'content-type': jsonApi };
  return succeed(await context.http({ ...request(context, call), headers }), 'v3', context);
}

/** Calls API v1 or v2: plain JSON, the token in the query. Throws `Refusal`; its 401 and 403 both mean a bad token. */
export async function callV1(context: ConnectionContext, call: Call): Promise<VendorResponse> {
  const query = { ...call.query, access_token: tokenOf(context) };
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  return succeed(await context.http({ ...request(context, { ...call, query }), headers }), 'v1', context);
}

/** Reads an answer's body. An answer we cannot read leaves open what happened, so it counts as unavailable. */
export function understand<Out>(response: VendorResponse, schema: z.ZodType<Out>): Out {
  const parsed = schema.safeParse(response.json());
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new VendorError(
    'unavailable',
    `Clicksign answered ${response.status} in an unexpected shape${where && ` (at ${where})`}.`,
    {
      status: response.status,
      reach: 'unknown',
      cause: parsed.error,
    },
  );
}

function request(context: ConnectionContext, call: Call): VendorRequest {
  const origin = context.origins.api;
  if (origin === undefined) {
    throw new Error('The environment of a Clicksign connection names no origin "api".');
  }
  return {
    method: call.method,
    url: origin + call.path,
    ...(call.query && { query: call.query }),
    ...(call.json !== undefined && { json: call.json }),
  };
}

function succeed(response: VendorResponse, api: 'v1' | 'v3', context: ConnectionContext): VendorResponse {
  if (response.status >= 200 && response.status < 300) return response;
  throw refusalOf(response, api, context.clock.now());
}
