import type { z } from 'zod';
import type { ConnectionContext } from '#kit/connector.ts';
import type { VendorRequest, VendorResponse } from '#kit/http.ts';
import type { Json } from '#std/json.ts';
import { originOf, tokenOf } from './auth.ts';
import { failureOf, unreadable } from './errors.ts';

/** One call of HubSpot's API. */
export interface Call {
  method: VendorRequest['method'];
  /** From the origin `api` on, made with `pathOf`. */
  path: string;
  query?: VendorRequest['query'];
  json?: Json;
}

/** Builds a path from a template, escaping every value in it. */
export function pathOf(parts: TemplateStringsArray, ...values: string[]): string {
  return parts.reduce((path, part, index) => path + encodeURIComponent(values[index - 1] ?? '') + part);
}

/** Calls that are counted in the account's searches and not in the rest (docs "CRM search", read 2026-11). */
const search = /^\/crm\/v3\/objects\/[^/]+\/search$/;

/**
 * Calls the API with the connection's token, over the hub's own http (ADR 0009).
 * @throws VendorError for a status of 300 or more
 */
export async function call(
  context: ConnectionContext,
  { method, path, query, json }: Call,
): Promise<VendorResponse> {
  const response = await context.http({
    method,
    url: originOf(context.origins, 'api') + path,
    headers: { authorization: `Bearer ${tokenOf(context)}`, accept: 'application/json' },
    ...(query !== undefined && { query }),
    ...(json !== undefined && { json }),
    ...(search.test(path) && { budget: 'search' }),
  });
  return succeed(response, `${method} ${path}`, context);
}

/**
 * Calls the API and reads its answer by a schema.
 * @throws VendorError for a status of 300 or more, `unavailable` with reach `unknown` for a body of another shape
 */
export async function ask<Schema extends z.ZodType>(
  context: ConnectionContext,
  schema: Schema,
  wanted: Call,
): Promise<z.output<Schema>> {
  return understand(await call(context, wanted), schema, `${wanted.method} ${wanted.path}`);
}

/** Asks an endpoint about tokens: a form with the app's id and secret, and no token of its own. */
export async function askTokens<Schema extends z.ZodType>(
  context: ConnectionContext,
  schema: Schema,
  { path, form }: { path: string; form: Record<string, string> },
): Promise<z.output<Schema>> {
  const response = await context.http({
    method: 'POST',
    url: originOf(context.origins, 'api') + path,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    budget: 'developer',
  });
  const what = `POST ${path}`;
  return understand(succeed(response, what, context), schema, what);
}

function succeed(response: VendorResponse, what: string, { clock }: ConnectionContext): VendorResponse {
  if (response.status >= 200 && response.status < 300) return response;
  throw failureOf(response, what, clock.now());
}

function understand<Schema extends z.ZodType>(
  response: VendorResponse,
  schema: Schema,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(response.json());
  if (parsed.success) return parsed.data;
  throw unreadable(what, response.status, parsed.error);
}
