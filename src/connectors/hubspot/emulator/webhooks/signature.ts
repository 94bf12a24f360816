import { createHash, createHmac } from 'node:crypto';

// HubSpot docs "Validating requests", read 2026-11.

/** v1: SHA-256 over secret and body, in hex. */
export function signatureV1(secret: string, body: string): string {
  return createHash('sha256')
    .update(secret + body)
    .digest('hex');
}

/** v2: SHA-256 over secret, method, address as called and body, in hex. */
export function signatureV2(secret: string, request: { method: string; uri: string; body: string }): string {
  return createHash('sha256')
    .update(secret + request.method + request.uri + request.body)
    .digest('hex');
}

/** v3: HMAC-SHA256 over method, address with a few characters decoded, body and time in milliseconds, in base64. */
export function signatureV3(
  secret: string,
  request: { method: string; uri: string; body: string; timestamp: number },
): string {
  const { method, uri, body, timestamp } = request;
  return createHmac('sha256', secret)
    .update(method + decodedUri(uri) + body + String(timestamp))
    .digest('base64');
}

const decoded = /%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;
function decodedUri(uri: string): string {
  return uri.replace(decoded, (code) => decodeURIComponent(code));
}
