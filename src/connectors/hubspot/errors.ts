import type { VendorResponse } from '#kit/http.ts';
import { TakenByAnother } from '#kit/objects.ts';
import { kindOfStatus, retryAfterMs, VendorError, type VendorErrorKind } from '#kit/vendor-error.ts';
import { at, isObject, type Json, type JsonObject } from '#std/json.ts';

const minute = 60_000;
/** How long to wait by the policy a 429 names; HubSpot sends no `Retry-After` (docs "API usage guidelines", read 2026-11). */
const policyWaits: Record<string, number> = {
  SECONDLY: 1_000,
  TEN_SECONDLY_ROLLING: 10_000,
  // It ends at midnight of the account's time zone, which no answer tells.
  DAILY: 15 * minute,
};
/** A record locked by heavy writes is free again after at least two seconds (docs "Error handling", read 2026-11). */
const lockedMs = 2_000;
const longestWords = 600;

/** What HubSpot's error body says. Every part of it may be missing. */
export interface Complaint {
  message: string;
  category: string | null;
  correlationId: string | null;
  /** Codes of single faults: `PROPERTY_DOESNT_EXIST`. */
  codes: string[];
}

/** Reads an error body, of the API (`message`, `category`) and of the token endpoints (`error_description`). */
export function complaintOf(body: Json | undefined): Complaint {
  const errors = at(body, 'errors');
  const faults = Array.isArray(errors) ? errors.filter(isObject) : [];
  const words = wordsOf(textAt(body, 'message') ?? textAt(body, 'error_description') ?? '', faults);
  const scopes = faults.flatMap((fault) => at(fault, 'context.requiredGranularScopes') ?? []).map(String);
  const needs = scopes.length > 0 ? ` Needed: ${scopes.join(' or ')}.` : '';
  return {
    message: clipped(words + needs),
    category: textAt(body, 'category'),
    correlationId: textAt(body, 'correlationId'),
    codes: faults.flatMap((fault) => textAt(fault, 'code') ?? []),
  };
}

/** The message holds its faults once more as JSON; the faults' own sentences say the same and can be read. */
function wordsOf(message: string, faults: JsonObject[]): string {
  const json = message.indexOf('[{');
  if (json < 0) return message;
  const own = faults.map((fault) => textAt(fault, 'message')).filter((text) => text !== null);
  const inner = own.length > 0 ? own : [...message.matchAll(/"message":"((?:[^"\\]|\\.)*)"/g)].map(unquoted);
  return inner.length > 0 ? `${message.slice(0, json)}${inner.join('; ')}` : message;
}

function unquoted(match: RegExpMatchArray): string {
  return match[1]!.replace(/\\(.)/g, '$1');
}

/** How long the account is left alone after an answer, in milliseconds; null: it does not ask for that. */
export function pauseAfter(response: VendorResponse, now: number): number | null {
  const { status } = response;
  if (status !== 429 && status !== 477) return null;
  const asked = retryAfterMs(response.headers['retry-after'], now);
  if (asked !== null) return asked;
  return policyWaits[textAt(response.json(), 'policyName') ?? 'TEN_SECONDLY_ROLLING'] ?? 10_000;
}

function kindOf(status: number): VendorErrorKind {
  // 423: locked for a moment. 477: the account moves to another data centre, for up to a day.
  if (status === 423 || status === 477) return 'unavailable';
  if (status === 414) return 'invalid';
  return kindOfStatus(status);
}

/**
 * The failure an answer outside 2xx stands for, with HubSpot's words, category and correlation id.
 * @param what the call, `POST /crm/v3/objects/contacts`
 * @param now milliseconds since the epoch, for a `Retry-After` date
 */
export function failureOf(response: VendorResponse, what: string, now: number): VendorError {
  const { status } = response;
  const complaint = complaintOf(response.json());
  const id = complaint.correlationId ?? response.headers['x-hubspot-correlation-id'] ?? null;
  const message = sentence(`HubSpot answered ${what} with ${status}`, { ...complaint, correlationId: id });
  if (status === 409) {
    return new TakenByAnother(message, { status, externalId: existingId(complaint.message) });
  }
  const kind = kindOf(status);
  const wait = status === 423 ? lockedMs : (pauseAfter(response, now) ?? null);
  return new VendorError(kind, message, {
    status,
    retryAfterMs: wait ?? retryAfterMs(response.headers['retry-after'], now),
    ...(status === 423 || status === 477 ? { reach: 'refused' as const } : {}),
    ...(status >= 500 ? { reach: 'unknown' as const } : {}),
  });
}

/**
 * The failure of one input of a batch, told in the answer's `errors`. It is what a call for that input alone would have
 * thrown.
 */
export function failureOfInput(error: Json, what: string): VendorError {
  const complaint = complaintOf(error);
  const message = sentence(`HubSpot refused an input of ${what}`, complaint);
  if (complaint.category === 'CONFLICT') {
    return new TakenByAnother(message, { status: 409, externalId: existingId(complaint.message) });
  }
  if (complaint.category === 'OBJECT_NOT_FOUND') {
    return new VendorError('not_found', message, { status: 404 });
  }
  if (complaint.category === 'MISSING_SCOPES') return new VendorError('forbidden', message, { status: 403 });
  return new VendorError('invalid', message, { status: 400 });
}

/** The failure for a success whose body cannot be read. What was asked may have happened. */
export function unreadable(what: string, status: number, cause?: unknown): VendorError {
  return new VendorError(
    'unavailable',
    `HubSpot answered ${what} with ${status} and a body in no known shape.`,
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

/** "Contact already exists. Existing ID: 179556362935": not documented, and the same in much public code (read 2026-11). */
function existingId(message: string): string | null {
  return /Existing ID:\s*(\d+)/i.exec(message)?.[1] ?? null;
}

function sentence(start: string, { message, category, correlationId }: Complaint): string {
  const marks = [category, correlationId && `correlation id ${correlationId}`].filter(Boolean).join(', ');
  return `${start}${message === '' ? '' : `: ${message}`}${marks === '' ? '' : ` (${marks})`}`;
}

function clipped(words: string): string {
  return words.length > longestWords ? `${words.slice(0, longestWords - 1)}…` : words;
}

function textAt(body: unknown, path: string): string | null {
  const value = at(body, path);
  return typeof value === 'string' && value !== '' ? value : null;
}
