import { createHmac, timingSafeEqual } from 'node:crypto';

/** Lowercase hex of HMAC-SHA256 over the raw bytes; a text key is used as its UTF-8 bytes. */
export function hmacSha256Hex(key: string | Buffer, message: Uint8Array | string): string {
  return createHmac('sha256', key).update(message).digest('hex');
}

/** Compares two texts in a time that depends only on their lengths. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
