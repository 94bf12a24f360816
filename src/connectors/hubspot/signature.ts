import { hash } from 'node:crypto';
import type { InboundRequest } from '#kit/connector.ts';
import { equalInConstantTime, hmacSha256Hex } from '#std/hmac.ts';

/** How far a signature's time may be from ours; ahead of ours too, which HubSpot does not ask for. */
const windowMs = 5 * 60_000;

/**
 * Whether HubSpot sent a request: the key is the app's client secret, the raw bytes count. v3 covers the exact address and
 * the time, and decides wherever it is there; the older v1 (body) and v2 (method, address, body) are taken where it is
 * missing, as workflows and older apps send them. Source: HubSpot docs "Validating requests", read 2026-11.
 */
export function verify(request: InboundRequest, secrets: string[]): boolean {
  const { headers } = request;
  const known = secrets.filter((secret) => secret !== '');
  const v3 = headers['x-hubspot-signature-v3'];
  if (v3 !== undefined) {
    return isFresh(request) && anyFits(v3, known, (secret) => signaturesV3(request, secret));
  }
  const older = headers['x-hubspot-signature'];
  if (older === undefined) return false;
  switch (headers['x-hubspot-signature-version']) {
    case 'v1':
      return anyFits(older, known, (secret) => [sha256([Buffer.from(secret), request.body])]);
    case 'v2':
      return anyFits(older, known, (secret) => signaturesV2(request, secret));
    default:
      return false;
  }
}

/** All are compared, whichever fits. */
function anyFits(given: string, secrets: string[], signatures: (secret: string) => string[]): boolean {
  return secrets
    .flatMap(signatures)
    .map((signature) => equalInConstantTime(given, signature))
    .some(Boolean);
}

function isFresh({ headers, receivedAt }: InboundRequest): boolean {
  const sent = headers['x-hubspot-request-timestamp'] ?? '';
  if (receivedAt === undefined || !/^\d{1,15}$/.test(sent)) return false;
  return Math.abs(receivedAt - Number(sent)) <= windowMs;
}

function signaturesV3({ headers, body, addresses = [] }: InboundRequest, secret: string): string[] {
  const time = headers['x-hubspot-request-timestamp'] ?? '';
  return addresses.map((address) => {
    const source = Buffer.concat([Buffer.from(`POST${decoded(address)}`), body, Buffer.from(time)]);
    return Buffer.from(hmacSha256Hex(secret, source), 'hex').toString('base64');
  });
}

function signaturesV2({ body, addresses = [] }: InboundRequest, secret: string): string[] {
  return addresses.map((address) => sha256([Buffer.from(`${secret}POST${address}`), body]));
}

function sha256(parts: Buffer[]): string {
  return hash('sha256', Buffer.concat(parts), 'hex');
}

/** v3 signs the address with these characters decoded and all others as they came. */
const decodable = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

function decoded(address: string): string {
  return address.replace(decodable, (code) => decodeURIComponent(code));
}
