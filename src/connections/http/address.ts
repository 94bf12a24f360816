import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Azure's platform endpoint: a public address that answers with secrets of the machine it is asked from. */
const PLATFORM_ADDRESSES = new Set(['168.63.129.16']);

/**
 * Why the hub will not connect to an address, in a word for people, or null when it is an ordinary public one.
 * Anything that is not plainly global unicast is refused, tunnels and translations into IPv4 included, because what
 * stands behind them cannot be told from here.
 * @param address an IPv4 or IPv6 address as text, without brackets
 */
export function refusalOf(address: string): string | null {
  if (isIP(address) === 0) return 'not an IP address';
  if (PLATFORM_ADDRESSES.has(address)) return 'a cloud platform address';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return words[range] ?? 'a reserved address';
  // 2000::/3 is all of IPv6 that was ever given out; the rest (`::7f00:1`, an old way to write IPv4) is not for us.
  const plain = parsed instanceof ipaddr.IPv4 || ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
  return plain ? null : 'a reserved address';
}

const words: Record<string, string> = {
  unspecified: 'an unspecified address',
  broadcast: 'a broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local address',
  loopback: 'a loopback address',
  carrierGradeNat: 'a carrier-grade NAT address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  deprecatedSiteLocal: 'a private address',
  ipv4Mapped: 'an IPv4 address inside an IPv6 one',
  rfc6145: 'an IPv4 address inside an IPv6 one',
  rfc6052: 'an IPv4 address inside an IPv6 one',
  '6to4': 'an IPv4 address inside an IPv6 one',
  teredo: 'an IPv4 address inside an IPv6 one',
};
