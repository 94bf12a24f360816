import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Private places an administrator opened to outbound calls. */
export interface AllowedTargets {
  /** Whether this host, with this port where one was named, may be reached whatever its address. */
  hasHost(url: URL): boolean;
  /** Whether an address lies in a range that may be reached. */
  hasAddress(address: string): boolean;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** @param targets `crm.internal`, `10.0.0.7:8080`, `[fd00::1]:8080`, `10.0.0.7`, `10.1.0.0/16` (COUNTERSIGN_ALLOW_TARGETS) */
export function allowedTargets(targets: readonly string[]): AllowedTargets {
  const ranges: Range[] = [];
  const hosts = new Set<string>();
  for (const target of targets) {
    if (target.includes('/')) ranges.push(ipaddr.parseCIDR(target));
    else if (isIP(target) !== 0) ranges.push(wholeAddress(target));
    else hosts.add(target.toLowerCase());
  }

  function hasAddress(address: string): boolean {
    if (ranges.length === 0 || isIP(address) === 0) return false;
    const parsed = ipaddr.parse(address);
    return ranges.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
  }

  return {
    hasAddress,
    hasHost(url) {
      if (hosts.size > 0 && (hosts.has(url.hostname) || hosts.has(hostAndPort(url)))) return true;
      return hasAddress(url.hostname.replace(/^\[|\]$/g, ''));
    },
  };
}

function wholeAddress(address: string): Range {
  const parsed = ipaddr.parse(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}

/** `URL` leaves a scheme's usual port out. */
function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}
