/** A value JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Far deeper than any vendor writes, and far from where walking it would end the stack. */
const deepest = 200;

/**
 * Parses bytes as UTF-8 JSON, or returns undefined when they are not (invalid UTF-8 included), or are nested over 200
 * deep: what walks, writes or stores a value goes down with it.
 */
export function parseJson(bytes: Uint8Array): Json | undefined {
  if (isTooDeep(bytes)) return undefined;
  try {
    return JSON.parse(utf8.decode(bytes)) as Json;
  } catch {
    return undefined;
  }
}

const [quote, backslash, brace, bracket, braceEnd, bracketEnd] = [0x22, 0x5c, 0x7b, 0x5b, 0x7d, 0x5d];

function isTooDeep(bytes: Uint8Array): boolean {
  if (bytes.length <= deepest) return false;
  let depth = 0;
  for (let place = 0; place < bytes.length; place++) {
    const byte = bytes[place];
    if (byte === quote) place = endOfText(bytes, place);
    else if (byte === brace || byte === bracket) depth++;
    else if (byte === braceEnd || byte === bracketEnd) depth--;
    if (depth > deepest) return true;
  }
  return false;
}

/** Where a text that begins at a quote ends. */
function endOfText(bytes: Uint8Array, start: number): number {
  for (let end = bytes.indexOf(quote, start + 1); end > 0; end = bytes.indexOf(quote, end + 1)) {
    let slashes = 0;
    while (bytes[end - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return bytes.length;
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
