import { z } from 'zod';
import type { Json } from '#std/json.ts';
import { unreadable } from './errors.ts';
import type { CustomValue } from './port.ts';

/** Text that may be missing. RD leaves keys out, sends null, or sends an empty text, all meaning nothing. */
export const text = z.string().nullish();

/** Money and counts: numbers, in some v1 answers as text (`"15.44"`). Nothing when it is neither. */
export const amount = z
  .union([z.number(), z.string()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : Number(value)));

/** The value of a custom field as it is sent: text, a list of texts, or nothing. */
export const customValue = z
  .json()
  .nullish()
  .transform((value): CustomValue => {
    if (Array.isArray(value)) return value.map(asText);
    return value === null || value === undefined ? null : asText(value);
  });

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Reads an answer by its schema.
 * @param what the call, for the failure
 * @throws VendorError `unavailable` with reach `unknown` when the body has another shape
 */
export function readAs<Schema extends z.ZodType>(schema: Schema, body: Json, what: string): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw unreadable(what, 200, result.error);
}

/** Nothing for an empty text. */
export function given(value: string | null | undefined): string | null {
  return value === undefined || value === null || value === '' ? null : value;
}

/** Milliseconds since the epoch of an ISO moment, or null. */
export function moment(value: string | null | undefined): number | null {
  const time = value ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : time;
}

/** The first ten characters of a date or moment, `YYYY-MM-DD`, or null. */
export function day(value: string | null | undefined): string | null {
  return value && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null;
}

/** Newest first; records without a time come last. */
export function newestFirst<Row>(rows: Row[], time: (row: Row) => number | null): Row[] {
  return [...rows].sort((left, right) => (time(right) ?? 0) - (time(left) ?? 0));
}
