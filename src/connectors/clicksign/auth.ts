import type { AuthMethod, ConnectionContext, Environment } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';

/** Sandbox and production are separate accounts with separate tokens (Clicksign API v3 docs, read 2026-11). */
export const environments: Environment[] = [
  {
    key: 'production',
    kind: 'live',
    origins: { api: 'https://app.clicksign.com' },
    budget: { requests: 50, perMs: 10_000 },
  },
  { key: 'sandbox', kind: 'sandbox', origins: { api: 'https://sandbox.clicksign.com' } },
];

/** A token made under Configurações → API; one serves all versions of the API. */
export const auth: AuthMethod[] = [
  { kind: 'token', key: 'token', fields: [{ key: 'access_token', type: 'secret', required: true }] },
];

/** The account's token. Throws `VendorError` (auth) when none is stored. */
export function tokenOf(context: ConnectionContext): string {
  const token = context.credentials.access_token?.trim();
  if (token) return token;
  throw new VendorError(
    'auth',
    'This connection has no Clicksign token. Reconnect it with one from Configurações → API.',
    {
      reach: 'not_sent',
    },
  );
}
