import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { refusalOf } from './address.ts';

/** An address a name stands for. */
export interface Resolved {
  address: string;
  family: number;
}

/** Resolves a host name to all its addresses; rejects as `dns.lookup` does. */
export type Resolve = (hostname: string) => Promise<Resolved[]>;

/** The machine's own resolver: hosts file, then DNS. */
export const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true });

/** The target is not for the hub to reach. Thrown before a connection is opened. */
export class AddressRefused extends Error {
  readonly hostname: string;
  constructor(hostname: string, address: string, reason: string) {
    super(
      hostname === address
        ? `${address} is ${reason}. The hub only calls public addresses; an administrator can allow this host with COUNTERSIGN_ALLOW_TARGETS.`
        : `${hostname} resolves to ${address}, ${reason}. The hub only calls public addresses; an administrator can allow this host with COUNTERSIGN_ALLOW_TARGETS.`,
    );
    this.name = 'AddressRefused';
    this.hostname = hostname;
  }
}

/** Why an address must not be reached; null when it may. */
export type Refusal = (address: string) => string | null;

/**
 * A `net.connect` look-up that hands on public addresses only. The socket connects to what was checked, without
 * resolving again, so a name that changes its answer in between gains nothing.
 */
export function guardedLookup(resolve: Resolve, refusal: Refusal = refusalOf): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const allowed = found.filter(({ address }) => refusal(address) === null);
        const first = allowed[0];
        if (found.length === 0) return callback(noAddress(hostname), '');
        if (!first) return callback(refusedName(hostname, found), '');
        if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
}

function refusedName(hostname: string, found: Resolved[]): Error {
  const address = found[0]?.address ?? '';
  return new AddressRefused(hostname, address, refusalOf(address) ?? 'a reserved address');
}

/**
 * How sockets to the public internet are opened. Addresses written as numbers are checked here because `net.connect`
 * looks nothing up for them (their odd forms, `0x7f.1` or `2130706433`, were made plain by `URL`); the address
 * of the open socket is checked once more, so no other way in exists.
 */
export function guardedConnector(
  resolve: Resolve,
  connectTimeoutMs: number,
  refusal: Refusal,
): buildConnector.connector {
  const lookup = guardedLookup(resolve, refusal);
  const connect = buildConnector({ allowH2: false, timeout: connectTimeoutMs, lookup });
  return (options, callback) => {
    if (isIP(options.hostname) !== 0) {
      const reason = refusal(options.hostname);
      if (reason) return callback(new AddressRefused(options.hostname, options.hostname, reason), null);
    }
    connect(options, (error, socket) => {
      if (error || !socket) return callback(error ?? new Error('No socket was opened.'), null);
      const address = socket.remoteAddress ?? '';
      const reason = refusal(address);
      if (!reason) return callback(null, socket);
      socket.destroy();
      callback(new AddressRefused(options.hostname, address, reason), null);
    });
  };
}

/** How sockets to hosts that were allowed by name are opened: any address. */
export function openConnector(resolve: Resolve, connectTimeoutMs: number): buildConnector.connector {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const first = found[0];
        if (!first) return callback(noAddress(hostname), '');
        if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ''),
    );
  };
  return buildConnector({ allowH2: false, timeout: connectTimeoutMs, lookup });
}

function noAddress(hostname: string): Error {
  return Object.assign(new Error(`${hostname} has no address.`), { code: 'ENOTFOUND' });
}
