import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { masked } from './body.ts';

/** Keys whose values sign a document, open its signing page, or are a person's tax number. */
const secretKeys = new Set(['secret_hmac', 'secret_hmac_sha256', 'request_signature_key', 'documentation']);
/** Objects whose values are presigned links to files. */
const fileKeys = new Set(['downloads', 'files']);
const signingLink = /\/(?:sign|widget\/signatures|signatures)\//;

/**
 * Replaces what is never stored in a webhook's body: the proof of a signature, links that let their holder sign or
 * download, and tax numbers. Gives the same object where nothing had to go.
 */
export function mask(body: Json): Json {
  if (Array.isArray(body)) return maskList(body);
  return isObject(body) ? maskObject(body) : body;
}

function maskList(list: Json[]): Json[] {
  let copy: Json[] | null = null;
  for (let index = 0; index < list.length; index++) {
    const value = maskValue('', list[index]!);
    if (value === list[index]) continue;
    copy ??= [...list];
    copy[index] = value;
  }
  return copy ?? list;
}

function maskObject(object: JsonObject): JsonObject {
  let copy: JsonObject | null = null;
  for (const key in object) {
    const before = object[key]!;
    const value = fileKeys.has(key) && isObject(before) ? maskAll(before) : maskValue(key, before);
    if (value === before) continue;
    copy ??= { ...object };
    copy[key] = value;
  }
  return copy ?? object;
}

function maskValue(key: string, value: Json): Json {
  if (typeof value === 'string') return isSecret(key, value) ? masked : value;
  return mask(value);
}

function maskAll(links: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key in links) copy[key] = links[key] === null ? null : masked;
  return copy;
}

function isSecret(key: string, value: string): boolean {
  if (value === '') return false;
  if (secretKeys.has(key)) return true;
  if (key === 'url') return signingLink.test(value) || value.includes('X-Amz-');
  return value.length > 60 && value.includes('X-Amz-Signature=');
}
