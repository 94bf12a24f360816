import { createHash } from 'node:crypto';
import type { Environment } from '../kit/connector.ts';
import type { Id } from '../std/id.ts';
import { isPublicUrl } from './environments.ts';

export interface Addresses {
  /** The address of an endpoint that its vendor is given, its secret included. */
  endpointUrl(environment: Environment, endpointId: Id, urlSecret: string): string;
  /** Whether the vendor can possibly reach it. */
  reachable(environment: Environment): boolean;
  /** Where a vendor's consent page sends people back to. */
  oauthCallback: string;
}

/**
 * Where the hub is found. Real vendors are given the public address; emulators run beside the hub and are given the local
 * one, which works whatever stands between the hub and the internet.
 */
export function createAddresses({ publicUrl, localUrl }: { publicUrl: string; localUrl: string }): Addresses {
  const base = (environment: Environment) => (environment.kind === 'emulator' ? localUrl : publicUrl);
  return {
    endpointUrl: (environment, endpointId, urlSecret) =>
      `${base(environment)}/hooks/${endpointId}/${urlSecret}`,
    reachable: (environment) => environment.kind === 'emulator' || isPublicUrl(publicUrl),
    oauthCallback: `${publicUrl}/oauth/callback`,
  };
}

/** What an address that a vendor was given is recognised by. */
export function hashUrl(url: string): string {
  return createHash('sha256').update(url).digest('hex');
}

/** What an endpoint's secret is compared by. It has 192 bits of chance, so a plain hash is enough. */
export function hashUrlSecret(urlSecret: string): Buffer {
  return createHash('sha256').update(urlSecret).digest();
}
