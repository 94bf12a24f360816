import type { AuthMethod, ConnectionContext, Environment } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { optionalScopes, requiredScopes } from './scopes.ts';

/**
 * `app` is where people look at records and where they agree, `api` everything else ("Working with OAuth", HubSpot docs,
 * read 2026-11).
 */
export const environments: Environment[] = [
  {
    key: 'live',
    kind: 'live',
    origins: { api: 'https://api.hubapi.com', accounts: 'https://app.hubspot.com' },
  },
];

/**
 * The two ways in. `oauth2`: an app of the user's own; access tokens live 30 minutes, the refresh token stays until the
 * app is uninstalled; whether it changes at a refresh is not said, so what comes back is kept. `private_app`: one fixed
 * token, which can neither post timeline events nor set up webhooks. Source: HubSpot docs "Manage OAuth access tokens
 * using the v3 APIs" and "Private apps", read 2026-11.
 */
export const authMethods: AuthMethod[] = [
  {
    kind: 'oauth2',
    key: 'oauth2',
    fields: [
      { key: 'client_id', type: 'text', required: true },
      { key: 'client_secret', type: 'secret', required: true },
      { key: 'app_id', type: 'text' },
      { key: 'developer_key', type: 'secret' },
    ],
    authorize: {
      origin: 'accounts',
      path: '/oauth/authorize',
      // Those the account lacks are left out instead of refused.
      params: { optional_scope: optionalScopes.join(' ') },
    },
    token: { origin: 'api', path: '/oauth/v3/token' },
    // How it wants the token named is not said; this is how the endpoint beside it does.
    revoke: { origin: 'api', path: '/oauth/v3/token/revoke', parameter: 'refresh_token' },
    scopes: requiredScopes,
    refreshTokenRotates: false,
  },
  {
    kind: 'token',
    key: 'private_app',
    fields: [
      { key: 'token', type: 'secret', required: true },
      { key: 'client_secret', type: 'secret' },
    ],
  },
];

/** Whether the connection is a private app's, which cannot do all that an app with consent can. */
export function isPrivateApp(context: Pick<ConnectionContext, 'connection'>): boolean {
  return context.connection.auth === 'private_app';
}

/**
 * The token of every call.
 * @throws VendorError `auth` when the connection has none
 */
export function tokenOf({ connection, credentials }: ConnectionContext): string {
  const token = credentials[connection.auth === 'private_app' ? 'token' : 'access_token'];
  if (token) return token;
  throw new VendorError('auth', 'The connection has no access token; connect HubSpot again.', {
    reach: 'not_sent',
  });
}

/**
 * An origin of the connection's environment by name, without a trailing slash.
 * @throws VendorError `invalid` when the environment does not name it
 */
export function originOf(origins: Record<string, string>, name: string): string {
  const value = origins[name];
  if (value) return value;
  throw new VendorError('invalid', `The environment has no origin "${name}".`, { reach: 'not_sent' });
}
