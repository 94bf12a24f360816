import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';

const mostKeys = 1_000;
const keys = new Map<string, KeyObject>();

/** Making a key costs several times what signing a small message does, so those in use are kept. */
function keyOf(text: string, encoding: 'utf8' | 'base64'): KeyObject {
  const name = encoding + text;
  let key = keys.get(name);
  if (!key) {
    if (keys.size >= mostKeys) keys.clear();
    keys.set(name, (key = createSecretKey(text, encoding)));
  }
  return key;
}

/** Lowercase hex of HMAC-SHA256 over the raw bytes; the key is used as its UTF-8 bytes. */
export function hmacSha256Hex(key: string, message: Uint8Array | string): string {
  return createHmac('sha256', keyOf(key, 'utf8')).update(message).digest('hex');
}

/** Base64 of HMAC-SHA256 over the text; the key is the bytes that `key` is in base64. */
export function hmacSha256Base64(key: string, message: string): string {
  return createHmac('sha256', keyOf(key, 'base64')).update(message).digest('base64');
}

/** Compares two texts in a time that depends only on their lengths. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
