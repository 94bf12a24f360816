/** A value JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses bytes as UTF-8 JSON, or returns undefined when they are not (invalid UTF-8 included). */
export function parseJson(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(utf8.decode(bytes)) as Json;
  } catch {
    return undefined;
  }
}

/** Whether a value is a plain JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `a.b.0.c` from a value; undefined where the way ends. */
export function at(value: unknown, path: string): Json | undefined {
  let current: unknown = value;
  for (const key of path.split('.')) {
    if (Array.isArray(current)) current = current[Number(key)];
    else if (isObject(current) && Object.hasOwn(current, key)) current = current[key];
    else return undefined;
  }
  return current as Json | undefined;
}

/** Removes what PostgreSQL's text cannot hold: NUL, and halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}

const unstorable = /\\u(?:0000|d[89a-f])/;

/**
 * JSON as PostgreSQL's jsonb can hold it, null for nothing: what a vendor answers may hold NUL and halves of surrogate
 * pairs, and a result that cannot be stored would be asked for again.
 */
export function storedJson(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  return unstorable.test(text) ? JSON.stringify(cleaned(JSON.parse(text) as Json)) : text;
}

function cleaned(value: Json): Json {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleaned(item)]));
}
