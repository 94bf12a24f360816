import type { Context, MiddlewareHandler } from 'hono';
import ipaddr from 'ipaddr.js';
import { AppError } from '#std/errors.ts';
import { bearerKey } from './guard.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Headers of every answer. Pages bring a policy of their own; everything else may load and show nothing. */
export function securityHeaders(publicUrl: string): MiddlewareHandler {
  const https = publicUrl.startsWith('https:');
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has('content-security-policy')) {
      headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    }
    headers.set('x-content-type-options', 'nosniff');
    headers.set('x-frame-options', 'DENY');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    if (https) headers.set('strict-transport-security', 'max-age=31536000');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}

/**
 * Changes asked with a cookie must come from our own pages. A page at a name that merely leads to this machine is not
 * ours: unless it is PUBLIC_URL, the host must be an address or localhost, which nobody else can be.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler {
  const ours = new URL(publicUrl).origin;
  return async (c, next) => {
    if (safeMethods.has(c.req.method) || bearerKey(c) !== null || comesFromUs(c, ours)) return next();
    throw new AppError(
      'forbidden',
      `Changes are taken from our own pages only. Open Countersign at ${ours}, or set PUBLIC_URL to the address you use.`,
    );
  };
}

function comesFromUs(c: Context, ours: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  if (origin === ours) return true;
  const url = URL.parse(origin);
  return url !== null && url.host === c.req.header('host') && isOwnHost(url.hostname);
}

function isOwnHost(hostname: string): boolean {
  return hostname === 'localhost' || ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''));
}

/** Bodies are JSON, and of a size that people and programs send. */
export const jsonOnly: MiddlewareHandler = async (c, next) => {
  if (['POST', 'PUT', 'PATCH'].includes(c.req.method)) {
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type !== 'application/json') {
      throw new AppError(
        'unsupported_media_type',
        'Send the body as JSON, with "content-type: application/json".',
      );
    }
  }
  return next();
};

/**
 * The address a request comes from, as far as it can be known: the socket's, or what proxies we trust say, read from the
 * right up to the first address that is not one of them.
 */
export function clientAddress(c: Context, trusted: string[]): string | null {
  const socket = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
    ?.socket;
  const peer = normal(socket?.remoteAddress);
  if (peer === null || !isTrusted(peer, trusted)) return peer;
  const hops = (c.req.header('x-forwarded-for') ?? '').split(',').map((hop) => normal(hop.trim()));
  for (const hop of hops.reverse()) {
    if (hop === null) return peer;
    if (!isTrusted(hop, trusted)) return hop;
  }
  return peer;
}

function normal(address: string | undefined): string | null {
  return address && ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}

function isTrusted(address: string, networks: string[]): boolean {
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    const [base, bits] = network.includes('/') ? ipaddr.parseCIDR(network) : hostNetwork(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
}

function hostNetwork(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === 'ipv4' ? 32 : 128];
}
