import type { InboundRequest } from '#kit/connector.ts';
import { equalInConstantTime, hmacSha256Hex } from '#std/hmac.ts';

/**
 * Checks `Content-Hmac: sha256=<hex>` over the raw bytes. The secret is used as text, although it looks like hex
 * ("HMAC", API v3 docs, read 2026-11). Every secret is tried, whichever fits.
 */
export function verify(request: InboundRequest, secrets: string[]): boolean {
  const given = request.headers['content-hmac'];
  if (given === undefined) return false;
  let fits = false;
  for (const secret of secrets) {
    if (secret !== '' && equalInConstantTime(given, `sha256=${hmacSha256Hex(secret, request.body)}`)) {
      fits = true;
    }
  }
  return fits;
}
