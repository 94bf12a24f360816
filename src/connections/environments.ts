import type { AuthMethod, Connector, Environment } from '../kit/connector.ts';
import { AppError } from '../std/errors.ts';
import { refusalOf } from './http/address.ts';

/** Key of the environment that every connector has while the emulators run. */
export const EMULATOR = 'emulator';

/**
 * The environments a connection may be made in: the vendor's own, and the emulator with every origin name of the
 * first one leading to `<emulatorOrigin>/<connector>`.
 * @param emulatorOrigin null when no emulators run
 */
export function environmentsOf(connector: Connector, emulatorOrigin: string | null): Environment[] {
  const [first] = connector.environments;
  // A connector without a vendor has nothing to emulate.
  if (emulatorOrigin === null || !first || Object.keys(first.origins).length === 0) {
    return connector.environments;
  }
  const base = `${emulatorOrigin}/${connector.key}`;
  const origins = Object.fromEntries(Object.keys(first.origins).map((name) => [name, base]));
  return [...connector.environments, { key: EMULATOR, kind: 'emulator', origins }];
}

/** One environment by its key. Throws AppError `invalid`. */
export function environmentOf(connector: Connector, key: string, emulatorOrigin: string | null): Environment {
  const found = environmentsOf(connector, emulatorOrigin).find((environment) => environment.key === key);
  if (found) return found;
  const message =
    key === EMULATOR
      ? `The emulators are not running, so ${connector.name} cannot be reached through one. Start without COUNTERSIGN_DEMO=off.`
      : `${connector.name} has no environment "${key}".`;
  throw new AppError('invalid', message, { faults: [{ path: 'environment', code: 'unknown' }] });
}

/** The auth method by its key. Throws AppError `invalid`. */
export function authMethodOf(connector: Connector, key: string): AuthMethod {
  const found = connector.auth.find((method) => method.key === key);
  if (found) return found;
  throw new AppError('invalid', `${connector.name} is not connected with "${key}".`, {
    faults: [{ path: 'authMethod', code: 'unknown' }],
  });
}

/** Whether a host on the internet can possibly reach this address: a name, or a public number. */
export function isPublicUrl(url: string): boolean {
  const hostname = URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (hostname === '' || /(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/.test(hostname)) return false;
  const isNumber = hostname.includes(':') || /^[\d.]+$/.test(hostname);
  return isNumber ? refusalOf(hostname) === null : hostname.includes('.');
}
