import type { Context } from 'hono';
import { z } from 'zod';
import { parseJson } from '#std/json.ts';
import { HubError, invalid } from '../model/refusal.ts';

/** Values of properties: text, or what JSON has instead; null clears. */
export const valuesSchema = z.record(
  z.string(),
  z
    .union([z.string(), z.number(), z.boolean(), z.null()])
    .transform((value) => (value === null ? '' : String(value))),
);

/** An id: text, or a number as some callers send it. */
export const idSchema = z.union([z.string(), z.number()]).transform(String);

/** Reads a JSON body. @throws HubError 415 for another media type, 400 for what is not JSON or not as it should be */
export async function read<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  return parse(await readJson(c), schema);
}

/** The JSON of a body, unchecked. @throws HubError 415 and 400 */
export async function readJson(c: Context): Promise<unknown> {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new HubError(415, 'Unsupported Media Type');
  }
  const body = parseJson(new Uint8Array(await c.req.arrayBuffer()));
  if (body === undefined) throw invalid('Invalid input JSON: the body could not be parsed.');
  return body;
}

/** Checks a value against a schema. @throws HubError 400 that names the first thing wrong */
export function parse<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    message: `${issue.path.join('.') || 'body'}: ${issue.message}`,
    in: issue.path.join('.'),
  }));
  const first = result.error.issues[0]!;
  const missing = first.code === 'invalid_type' && first.message.includes('undefined');
  const name = first.path.join('.');
  const why = missing ? `Some required fields were not set: [${name}]` : (errors[0]?.message ?? '');
  throw invalid(`Invalid input JSON: ${why}`, { errors });
}

/** A list in the query: repeated, separated by commas, or both. */
export function listParam(c: Context, name: string): string[] {
  return (c.req.queries(name) ?? []).flatMap((text) => text.split(',')).filter((text) => text !== '');
}

/** A whole number in the query. @throws HubError 400 outside its range */
export function numberParam(
  c: Context,
  name: string,
  usual: number,
  range: { min: number; max: number },
): number {
  const text = c.req.query(name);
  if (text === undefined || text === '') return usual;
  const number = Number(text);
  if (!Number.isInteger(number) || number < range.min || number > range.max) {
    throw invalid(`${name} must be between ${range.min} and ${range.max}`, {
      errors: [{ message: `invalid ${name}: ${text}`, in: name }],
    });
  }
  return number;
}

/** A page of a list whose cursor is an offset. */
export function pageOf<Item>(items: Item[], after: string | undefined, limit: number) {
  const start = Number(after ?? 0) || 0;
  const results = items.slice(start, start + limit);
  const more = start + limit < items.length;
  return { results, ...(more && { paging: { next: { after: String(start + limit) } } }) };
}

/** What every batch answer has. Times are those of the answer: nothing here takes long. */
export function batchEnvelope<Result>(now: number, results: Result[], errors: object[] = []) {
  const at = new Date(now).toISOString();
  return {
    status: 'COMPLETE',
    results,
    ...(errors.length > 0 && { numErrors: errors.length, errors }),
    startedAt: at,
    completedAt: at,
  };
}
