import type { VendorResponse } from '#kit/http.ts';
import { kindOfStatus, retryAfterMs, VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';
import { isObject } from '#std/json.ts';

/** Keys under which RD puts the words of one error, v1's upper-case slip included. */
const wordKeys = ['error_message', 'error_MESSAGE', 'message', 'detail', 'title', 'description'];
/** Keys that say which field or what kind of error it is. */
const placeKeys = ['field', 'attribute', 'property', 'path', 'source'];

/**
 * One readable sentence from any error body of RD Station CRM. v1 has four shapes (`error` text, `errors` text, one
 * `{error_type, error_message}`, lists by field) and a fifth in its error page (a list of such objects); v2 has
 * `{errors: [...]}` with items it does not describe, and OAuth its `error_description`.
 * Source: RD Station developer pages "crm-v1-mensagens-de-erro" and "crm-v2-introduction", read 2026-11.
 * @returns the vendor's words, at most 600 characters; empty when there are none
 */
export function readableError(body: Json | undefined, raw = ''): string {
  const words = isObject(body) ? wordsOfBody(body) : plainText(raw);
  return words.length > 600 ? `${words.slice(0, 599)}…` : words;
}

function wordsOfBody(body: { [key: string]: Json }): string {
  if (body['errors'] !== undefined && body['errors'] !== null) return wordsOf(body['errors']);
  if (typeof body['error_description'] === 'string') return body['error_description'];
  if (body['error'] !== undefined) return wordsOf(body['error']);
  return wordsOf(body);
}

function wordsOf(error: Json): string {
  if (error === null) return '';
  if (typeof error === 'string' || typeof error === 'number' || typeof error === 'boolean') {
    return String(error);
  }
  if (Array.isArray(error)) return error.map(wordsOf).filter(Boolean).join('; ');
  const words = wordKeys.map((key) => error[key]).find((value) => typeof value === 'string' && value !== '');
  const kind = typeof error['error_type'] === 'string' ? error['error_type'] : '';
  if (typeof words === 'string') {
    const place = placeKeys.map((key) => error[key]).find((value) => typeof value === 'string');
    return `${typeof place === 'string' ? `${place}: ` : ''}${words}${kind ? ` (${kind})` : ''}`;
  }
  if (kind) return kind;
  return Object.entries(error)
    .map(([field, value]) => `${field}: ${wordsOf(value)}`)
    .join('; ');
}

/** The words of an HTML page without its tags. */
function plainText(raw: string): string {
  return raw
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The failure that an answer outside 2xx stands for. A 5xx leaves open whether the call was carried out: RD answers
 * 500 with an HTML page also after it has created the record.
 * @param what the call without its token, `POST /deals`
 * @param now milliseconds since the epoch, for a `Retry-After` date
 */
export function failureOf(response: VendorResponse, what: string, now: number): VendorError {
  const { status } = response;
  const words = readableError(response.json(), response.text());
  return new VendorError(
    kindOfStatus(status),
    `RD Station CRM answered ${what} with ${status}${words ? `: ${words}` : ''}`,
    {
      status,
      ...(status >= 500 ? { reach: 'unknown' as const } : {}),
      retryAfterMs: retryAfterMs(response.headers['retry-after'], now),
    },
  );
}

/**
 * The failure for a success whose body cannot be read. What was asked may have happened.
 * @param what the call without its token
 */
export function unreadable(what: string, status: number, cause?: unknown): VendorError {
  return new VendorError(
    'unavailable',
    `RD Station CRM answered ${what} with ${status} and a body in no known shape.`,
    {
      status,
      reach: 'unknown',
      cause,
    },
  );
}

/** Gives null instead of a `not_found` failure. */
export async function orNull<Value>(call: Promise<Value>): Promise<Value | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') return null;
    throw error;
  }
}
