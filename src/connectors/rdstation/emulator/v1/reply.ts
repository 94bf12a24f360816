import type { Context } from 'hono';
import { isObject, parseJson, type JsonObject } from '#std/json.ts';
import { fieldsOf, type Fields } from '../model/fields.ts';
import { Refusal } from '../model/refusal.ts';
import type { UserRow } from '../model/rows.ts';

/** What the routes of API v1 know: whose token asks. */
export type V1Env = { Variables: { user: UserRow } };

/** The vendor's two spellings of every id. */
export function ids(id: string): { _id: string; id: string } {
  return { _id: id, id };
}

/** `{_id, id, name}` of a related record, or null. */
export function named(row: { id: string; name: string } | undefined | null) {
  return row ? { ...ids(row.id), name: row.name } : null;
}

/**
 * The JSON object of a request.
 * @throws Refusal `unreadable` for anything else
 */
export async function bodyOf(c: Context): Promise<Fields> {
  const body = parseJson(new Uint8Array(await c.req.arrayBuffer()));
  const json = /^application\/(?:[\w.+-]*\+)?json\b/i.test(c.req.header('content-type') ?? '');
  if (!json || !isObject(body)) throw new Refusal('unreadable', 'body');
  return fieldsOf(body);
}

/** The member all of a body's attributes are in ("deal", "contact" …). */
export function wrapped(body: Fields, name: string): Fields {
  const inner = body.object(name);
  if (!inner || inner.names.length === 0) {
    throw new Refusal('bad_request', name, `param is missing or the value is empty: ${name}`);
  }
  return fieldsOf(inner.raw);
}

/** No row beyond this one is reached by page (RD Station CRM docs, read 2026-11); what the vendor answers there is not
 * documented: here the pages are empty. */
export const reachable = 10_000;

/** One page of rows: `page` from 1, `limit` 20 by default and 200 at most. */
export function paged<Row>(c: Context, rows: Row[], most = 200, usual = 20) {
  const number = (name: string, otherwise: number) => {
    const value = Number.parseInt(c.req.query(name) ?? '', 10);
    return value > 0 ? value : otherwise;
  };
  const limit = Math.min(number('limit', usual), most);
  const end = number('page', 1) * limit;
  const within = rows.slice(0, reachable);
  return { rows: within.slice(end - limit, end), has_more: end < within.length, total: rows.length, limit };
}

/** Rows whose name holds what `q` says, whatever the case. */
export function searched<Row extends { name: string }>(c: Context, rows: Row[]): Row[] {
  const wanted = c.req.query('q')?.trim().toLowerCase();
  return wanted ? rows.filter((row) => row.name.toLowerCase().includes(wanted)) : rows;
}

/** Rows in the order `order` and `direction` ask for; a name the table does not have falls back to the first. */
export function ordered<Row extends { id: string }>(
  rows: Row[],
  keys: Record<string, (row: Row) => string | number | null>,
  asked: { order: string | undefined; direction: string | undefined },
  usual: 'asc' | 'desc',
): Row[] {
  return rows.sort(comparing(keys, asked, usual));
}

/** The comparison behind `ordered`; rows of one value go by id. */
export function comparing<Row extends { id: string }>(
  keys: Record<string, (row: Row) => string | number | null>,
  asked: { order: string | undefined; direction: string | undefined },
  usual: 'asc' | 'desc',
): (a: Row, b: Row) => number {
  const key =
    (Object.hasOwn(keys, asked.order ?? '') ? keys[asked.order!] : undefined) ?? Object.values(keys)[0]!;
  const sign = (asked.direction ?? usual) === 'desc' ? -1 : 1;
  return (a, b) => sign * (compare(key(a), key(b)) || compare(a.id, b.id));
}

function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string' && !/^[0-9a-f]{24}$/.test(a)) {
    return a.localeCompare(b, 'pt-BR');
  }
  return a < b ? -1 : 1;
}

/** The vendor's answer to a refusal: the shapes of its errors differ with their cause. */
export function refusalAnswer(refusal: Refusal): { status: 400 | 403 | 404 | 413 | 422; body: JsonObject } {
  const { kind, subject, detail } = refusal;
  switch (kind) {
    case 'not_found':
      return {
        status: 404,
        body: { errors: { error_type: 'RESOURCE_NOT_FOUND', error_message: `${subject} not found.` } },
      };
    case 'forbidden':
      return { status: 403, body: { error: 'forbidden' } };
    case 'unreadable':
      return {
        status: 400,
        body: { error: 'Could not parse the body of the request according to the provided Content-Type.' },
      };
    case 'too_large':
      return { status: 413, body: { error: `${subject} takes at most ${detail} items` } };
    case 'bad_request':
      return { status: 400, body: { error: detail } };
    case 'unknown_custom_field':
      // A text where everybody expects an object, with a Ruby hash printed into it: the vendor's own.
      return {
        status: 400,
        body: { errors: `Could not find a custom field that matches: {:custom_field_id=>"${detail}"}` },
      };
    case 'must_be_string':
    case 'must_be_number':
    case 'must_be_boolean':
    case 'must_be_array':
    case 'must_be_object':
      return { status: 422, body: { errors: { [subject]: [typeError(kind, subject)] } } };
    default:
      return { status: 422, body: { errors: { [subject]: [sentences[kind](detail)] } } };
  }
}

function typeError(kind: string, subject: string): JsonObject {
  const words = subject.replaceAll('_', ' ');
  const type = kind.slice('must_be_'.length);
  const message = `${words.charAt(0).toUpperCase()}${words.slice(1)} must be ${type}.`;
  return { error_type: kind.toUpperCase(), error_message: message };
}

const sentences = {
  blank: () => "can't be blank",
  too_short: (least: string) => `is too short (minimum is ${least} characters)`,
  too_long: (most: string) => `is too long (maximum is ${most})`,
  taken: () => 'has already been taken',
  invalid: (detail: string) => detail || 'is invalid',
  not_included: () => 'is not included in the list',
  unknown_field: () => 'is unknown',
};
