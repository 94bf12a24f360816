import type { Environment } from '../kit/connector.ts';
import type { OutboundPolicy } from './http/outbound.ts';

/** Where calls of a connection may go: an emulator's exactly to it, all others to any public https address. */
export function policyFor(environment: Environment): OutboundPolicy {
  if (environment.kind !== 'emulator') return { allowOrigins: [], httpsOnly: true };
  const allowOrigins = Object.values(environment.origins).map((url) => new URL(url).origin);
  return { allowOrigins, onlyAllowed: true, httpsOnly: false };
}
