import { z } from 'zod';
import type { InboundRequest, ParsedEvent, Trigger, Webhooks } from '../../kit/connector.ts';
import type { Json, JsonObject } from '../../std/json.ts';
import { hash } from 'node:crypto';
import { at, isObject } from '../../std/json.ts';
import { equalInConstantTime, hmacSha256Hex } from '../../std/hmac.ts';

const text = (settings: JsonObject, key: string, fallback: string): string => {
  const value = settings[key];
  return typeof value === 'string' && value !== '' ? value : fallback;
};

/** HMAC-SHA256 of the raw body, in the header and behind the prefix that the connection names. */
function verify(request: InboundRequest, secrets: string[], settings: JsonObject): boolean {
  const header = request.headers[text(settings, 'signatureHeader', 'x-signature').toLowerCase()];
  if (!header) return false;
  const prefix = text(settings, 'signaturePrefix', 'sha256=');
  return secrets
    .map((secret) => equalInConstantTime(header, prefix + hmacSha256Hex(secret, request.body)))
    .some((same) => same);
}

/** Any JSON is an event; the same value of the dedupe field (or, without one, the same body) is the same event. */
function parse(body: Json, settings: JsonObject): ParsedEvent[] {
  const field = text(settings, 'dedupeField', '');
  const key = field === '' ? undefined : at(body, field);
  const known = key !== undefined && key !== null && key !== '';
  return [
    {
      trigger: 'webhook.received',
      dedupeKey: known ? JSON.stringify(key) : hash('sha256', JSON.stringify(body)),
      occurredAt: null,
      data: { body },
      terms: valuesOf(body),
      title: known && typeof key === 'string' ? key : 'webhook',
    },
  ];
}

const mostValues = 20;

/** Short texts of a body, to find its run by. */
function valuesOf(body: Json): string[] {
  const values: string[] = [];
  const walk = (value: Json, depth: number): void => {
    if (values.length >= mostValues || depth > 4) return;
    if (typeof value === 'string' && value.length <= 120) values.push(value);
    else if (Array.isArray(value)) for (const item of value) walk(item, depth + 1);
    else if (isObject(value)) for (const item of Object.values(value)) walk(item, depth + 1);
  };
  walk(body, 0);
  return values;
}

export const received: Trigger = {
  key: 'webhook.received',
  version: 1,
  subscribes: [],
  settings: z.object({}).loose() as unknown as z.ZodType<JsonObject>,
  fields: [],
  output: [{ path: 'body', type: 'object', sample: { id: '42', name: 'Ana Souza' } }],
  matches: () => true,
};

export const webhooks: Webhooks = {
  proof: 'signature',
  verify,
  parse,
  subscribe: async () => ({ ids: [], secret: null }),
  unsubscribe: async () => undefined,
};
