import type { Context } from 'hono';
import type { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import type { Fault } from '#std/errors.ts';

type Issue = z.core.$ZodIssue;

/** Reads a value by its schema. Throws `invalid` with a fault for each thing that is wrong. */
export function parseWith<Value>(schema: z.ZodType<Value>, value: unknown, what: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error, value);
  const first = faults[0]!;
  const where = first.path === '' ? '' : ` at ${first.path}`;
  throw new AppError(
    'invalid',
    `The ${what} is not as it should be${where}: ${first.code}. See the faults.`,
    { faults },
  );
}

/** What zod found, as faults with codes of our own. `value` is what was checked. */
export function faultsOf(error: z.ZodError, value: unknown): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, value, []));
}

function faultsOfIssue(issue: Issue, value: unknown, above: PropertyKey[]): Fault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The branch that came furthest says best what is wrong.
    const best = issue.errors.reduce((left, right) => (right.length < left.length ? right : left));
    if (best.length > 0) return best.flatMap((inner) => faultsOfIssue(inner, value, path));
  }
  return [{ path: path.map(String).join('.'), ...codeOf(issue, valueAt(value, path)) }];
}

function codeOf(issue: Issue, found: unknown): Omit<Fault, 'path'> {
  const missing = found === undefined || found === null || found === '';
  switch (issue.code) {
    case 'invalid_type':
      return missing ? { code: 'required' } : { code: 'wrong_type', params: { expected: issue.expected } };
    case 'too_small':
      if (missing) return { code: 'required' };
      return {
        code: issue.origin === 'string' ? 'too_short' : 'too_small',
        params: { min: Number(issue.minimum) },
      };
    case 'too_big':
      return {
        code: issue.origin === 'string' ? 'too_long' : 'too_big',
        params: { max: Number(issue.maximum) },
      };
    case 'unrecognized_keys':
      return { code: 'unknown_field', params: { fields: issue.keys } };
    default:
      return missing ? { code: 'required' } : { code: 'invalid_value', params: { message: issue.message } };
  }
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null
        ? (current as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

/** The body as JSON that can be kept. Throws `invalid`. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'The body is not valid JSON.', { cause });
  }
  return requireStorable(value);
}

/** Deeper than anything we take, and far from the end of the stack of whoever walks it. */
const deepest = 100;

/**
 * Refuses what no database and no other program takes: NUL, halves of surrogate pairs, and values within values without
 * end. Throws `invalid` with a fault for the first such place.
 */
export function requireStorable<Value>(value: Value, path: string[] = []): Value {
  if (typeof value === 'string' && !isStorable(value)) {
    throw notStorable(path, 'holds a character that cannot be kept');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (path.length >= deepest) throw notStorable(path, 'is nested too deep');
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) throw notStorable(path, 'has a name with a character that cannot be kept');
    path.push(key);
    requireStorable(inner as unknown, path);
    path.pop();
  }
  return value;
}

const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

function notStorable(path: string[], what: string): AppError {
  const place = path.slice(0, 10).join('.').slice(0, 200);
  const message = `${place || 'The value'} ${what}. Take it out and try again.`;
  return new AppError('invalid', message, {
    faults: [{ path: place, code: 'invalid_value', params: { message: what } }],
  });
}
