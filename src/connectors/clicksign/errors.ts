import type { VendorResponse } from '#kit/http.ts';
import { kindOfStatus, retryAfterMs, VendorError, type VendorErrorKind } from '#kit/vendor-error.ts';
import { at, isObject, type Json } from '#std/json.ts';

export type Api = 'v1' | 'v3';

/** One complaint out of an error body. */
export interface Complaint {
  code: string | null;
  /** JSON pointer to the attribute at fault, v3 only. */
  pointer: string | null;
  text: string;
}

/** Clicksign's no, with its single complaints beside the readable sentence. */
export class Refusal extends VendorError {
  readonly complaints: Complaint[];
  constructor(
    kind: VendorErrorKind,
    message: string,
    options: { status: number; retryAfterMs: number | null; complaints: Complaint[] },
  ) {
    super(kind, message, { status: options.status, retryAfterMs: options.retryAfterMs });
    this.complaints = options.complaints;
  }
}

/** The longest window Clicksign documents (one notification a minute); a longer wait is a clock that differs. */
const longestWindowMs = 60_000;

/**
 * What a status of 400 or more means.
 * @param now milliseconds since the epoch, to turn X-Rate-Limit-Reset into a wait
 */
export function refusalOf(response: VendorResponse, api: Api, now: number): Refusal {
  const complaints = complaintsOf(response.json() ?? plainWords(response));
  const kind = kindOf(response.status, api, complaints);
  const wait = kind === 'rate_limited' ? waitOf(response.headers, now) : null;
  const options = { status: response.status, retryAfterMs: wait, complaints };
  return new Refusal(kind, sentence(response.status, kind, complaints), options);
}

/**
 * Whether the account has no envelope API: every v3 call answers 503 with code service_unavailable. Accounts opened
 * before 2024-07-01 are like that until Clicksign's support changes it ("Envelope", API v2.0 docs, read 2026-11).
 */
export function lacksEnvelopes(error: unknown): boolean {
  return error instanceof Refusal && error.status === 503 && isEnvelopeless(error.complaints);
}

/** Whether v3 refused a value because something has it already ("já está em uso", code 100). */
export function isTaken(error: unknown): boolean {
  return (
    error instanceof Refusal &&
    error.status === 422 &&
    error.complaints.some((each) => /já está em uso/i.test(each.text))
  );
}

/** Flattens the v3 shape ({code, detail, title, source}) and the v1 shape (texts) of `errors`. */
export function complaintsOf(body: Json | undefined): Complaint[] {
  const errors = at(body, 'errors');
  const items = Array.isArray(errors) ? errors : errors === undefined ? [] : [errors];
  return items.flatMap((item) => {
    if (typeof item === 'string') return [{ code: null, pointer: null, text: item }];
    if (!isObject(item)) return [];
    const text = textOf(item.detail) ?? textOf(item.title);
    if (text === null) return [];
    return [{ code: textOf(item.code), pointer: textOf(at(item, 'source.pointer')), text }];
  });
}

function kindOf(status: number, api: Api, complaints: Complaint[]): VendorErrorKind {
  // v1 answers a bad token with 403 (recorded 2018) where its documentation says 401.
  if (api === 'v1' && status === 403) return 'auth';
  if (status === 403 && complaints.some((each) => /access token/i.test(each.text))) return 'auth';
  // Trying again does not help: only Clicksign's support can switch the envelope API on.
  if (api === 'v3' && status === 503 && isEnvelopeless(complaints)) return 'forbidden';
  return kindOfStatus(status);
}

function isEnvelopeless(complaints: Complaint[]): boolean {
  return complaints.some((each) => each.code === 'service_unavailable');
}

function sentence(status: number, kind: VendorErrorKind, complaints: Complaint[]): string {
  if (kind === 'forbidden' && status === 503) {
    return 'This Clicksign account has no envelope API (v3). Ask Clicksign support to enable it, then try again.';
  }
  const words = [...new Set(complaints.map((each) => each.text.trim()))]
    .filter((text) => text !== '')
    .join('; ');
  return words === ''
    ? `Clicksign answered ${status} without a message.`
    : `Clicksign answered ${status}: ${words}`;
}

/** Notifications are refused in plain text ("Too many requests"; seen in the sandbox by others, 2026-08). */
function plainWords(response: VendorResponse): Json | undefined {
  const words = response.text().trim();
  return words !== '' && words.length <= 200 && !words.startsWith('<') ? { errors: [words] } : undefined;
}

function waitOf(headers: Record<string, string>, now: number): number | null {
  const asked = retryAfterMs(headers['retry-after'], now);
  if (asked !== null) return asked;
  // Refused although calls are left: it is the separate limit of one notification a minute, which has no headers.
  if (Number(headers['x-rate-limit-remaining'] || 0) > 0) return longestWindowMs;
  const reset = Number(headers['x-rate-limit-reset'] || NaN);
  if (!Number.isFinite(reset)) return null;
  return Math.min(longestWindowMs, Math.max(0, reset * 1000 - now));
}

function textOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : null;
}
