import type { AuthMethod, ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';

/**
 * The two ways in. `token`: API v1, one fixed token per user (Perfil → Gerar token), seeing what that user sees.
 * `oauth2`: API v2, an app of the user's own; access tokens live 7200 s, the refresh token changes at each use and dies
 * after 14 days unused; there are no scopes. Source: "crm-v2-authentication", read 2026-11.
 */
export const authMethods: AuthMethod[] = [
  { kind: 'token', key: 'token', fields: [{ key: 'token', type: 'secret', required: true }] },
  {
    kind: 'oauth2',
    key: 'oauth2',
    fields: [
      { key: 'client_id', type: 'text', required: true },
      { key: 'client_secret', type: 'secret', required: true },
    ],
    authorize: { origin: 'accounts', path: '/oauth/authorize' },
    token: { origin: 'v2', path: '/oauth2/token' },
    scopes: [],
    refreshTokenRotates: true,
  },
];

/**
 * A credential by its field key.
 * @throws VendorError `auth` when the connection has none
 */
export function credential(context: Pick<ConnectionContext, 'credentials'>, key: string): string {
  const value = context.credentials[key];
  if (value) return value;
  throw new VendorError('auth', `The connection has no ${key}; connect RD Station CRM again.`, {
    reach: 'not_sent',
  });
}

/**
 * An origin of the connection's environment by name, without a trailing slash.
 * @throws VendorError `invalid` when the environment does not name it
 */
export function origin(origins: Record<string, string>, name: string): string {
  const value = origins[name];
  if (value) return value;
  throw new VendorError('invalid', `The environment has no origin "${name}".`, { reach: 'not_sent' });
}
