import type { ConnectionContext } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { JsonObject } from '#std/json.ts';
import { isPrivateApp, tokenOf } from './auth.ts';
import { ask, askTokens } from './client.ts';
import { missingScopes } from './scopes.ts';
import { account, privateTokenInfo, tokenInfo } from './wire.ts';

/**
 * Which account the credentials open, and what they may do there. The account is named by its number, with the domain
 * where the token tells it. `missingScopes` by feature; null when HubSpot does not say what was granted.
 * Two calls, one of them beside the budget of the API.
 */
export async function testConnection(
  context: ConnectionContext,
): Promise<{ account: string; details: JsonObject }> {
  const read = { method: 'GET', path: '/account-info/v3/details' } as const;
  const { portalId, timeZone, companyCurrency, uiDomain } = await ask(context, account, read);
  const token = await tokenOfConnection(context);
  return {
    account: token.domain === null ? portalId : `${token.domain} (${portalId})`,
    details: {
      portalId,
      domain: token.domain,
      timeZone: timeZone ?? null,
      currency: companyCurrency ?? null,
      uiDomain: uiDomain ?? null,
      appId: token.appId,
      grantedScopes: token.scopes,
      missingScopes: token.scopes && missingScopes(token.scopes),
    },
  };
}

interface Token {
  domain: string | null;
  appId: string | null;
  scopes: string[] | null;
}

async function tokenOfConnection(context: ConnectionContext): Promise<Token> {
  return isPrivateApp(context) ? privateToken(context) : oauthToken(context);
}

/** HubSpot docs "Manage OAuth access tokens using the v3 APIs", read 2026-11. */
async function oauthToken(context: ConnectionContext): Promise<Token> {
  const { client_id = '', client_secret = '' } = context.credentials;
  const form = {
    client_id,
    client_secret,
    token_type_hint: 'access_token',
    access_token: tokenOf(context),
  };
  const info = await askTokens(context, tokenInfo, { path: '/oauth/v3/token/introspect', form });
  return { domain: info.hub_domain ?? null, appId: info.app_id ?? null, scopes: info.scopes ?? null };
}

/**
 * HubSpot docs "Private apps" name this call (read 2026-11), and no date version of it is known. Where it is missing the
 * connection works all the same: what may be done is then seen when it is done.
 */
async function privateToken(context: ConnectionContext): Promise<Token> {
  const wanted = {
    method: 'POST',
    path: '/oauth/v2/private-apps/get/access-token-info',
    json: { tokenKey: tokenOf(context) },
  } as const;
  try {
    const info = await ask(context, privateTokenInfo, wanted);
    return { domain: null, appId: info.appId ?? null, scopes: info.scopes ?? null };
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'not_found') {
      return { domain: null, appId: null, scopes: null };
    }
    throw error;
  }
}
