import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import type { Hub } from '../model/hub.ts';
import type { Apps } from './apps.ts';
import type { GrantError, Grants, TokenPair, TokenRow } from './grants.ts';

const texts: Record<GrantError, string> = {
  BAD_AUTH_CODE: 'missing or unknown auth code',
  BAD_CLIENT_ID: 'missing or unknown client id',
  BAD_CLIENT_SECRET: 'missing or invalid client secret',
  BAD_REFRESH_TOKEN: 'refresh token is invalid, expired or revoked',
  MISMATCH_REDIRECT_URI_AUTH_CODE: 'redirect URI does not match initial authorization',
};

interface Parts {
  hub: Hub;
  apps: Apps;
  grants: Grants;
}

/**
 * `/oauth/v1` and `/oauth/v3`: tokens, what they are, and their end. Form-encoded in, JSON out. HubSpot docs "Manage
 * OAuth access tokens" v1 and v3, read 2026-11.
 */
export function tokenRoutes(parts: Parts): Hono {
  const app = new Hono();
  for (const version of ['v1', 'v3'] as const) {
    app.post(`/${version}/token`, (c) => tokenEndpoint(c, parts, version));
  }
  app.get('/v1/access-tokens/:token', (c) => {
    const token = parts.grants.token(c.req.param('token'));
    if (token?.kind !== 'access' || !parts.grants.lives(token)) return missing(c, parts.hub, 'access token');
    const info = without(describe(parts, token), 'active', 'client_id', 'token_use');
    return c.json({ ...info, token_type: 'access' });
  });
  app.get('/v1/refresh-tokens/:token', (c) => {
    const token = parts.grants.token(c.req.param('token'));
    if (token?.kind !== 'refresh' || !parts.grants.lives(token)) {
      return missing(c, parts.hub, 'refresh token');
    }
    const info = without(describe(parts, token), 'active', 'token_use');
    return c.json({ ...info, token_type: 'refresh' });
  });
  app.delete('/v1/refresh-tokens/:token', (c) => {
    if (!parts.grants.token(c.req.param('token'))) return missing(c, parts.hub, 'refresh token');
    parts.grants.revoke(c.req.param('token'));
    return c.body(null, 204);
  });
  app.post('/v3/token/introspect', (c) =>
    withToken(c, parts, (token) => {
      if (!token || !parts.grants.lives(token)) return c.json({ active: false });
      return c.json({ ...describe(parts, token), token_type: 'Bearer' });
    }),
  );
  app.post('/v3/token/revoke', (c) =>
    withToken(c, parts, (token) => {
      if (token) parts.grants.revoke(token.id);
      return c.body(null, 200);
    }),
  );
  return app;
}

function without(info: object, ...names: string[]): object {
  return Object.fromEntries(Object.entries(info).filter(([name]) => !names.includes(name)));
}

async function formOf(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}

function refuse(c: Context, error: string, status: string, message: string) {
  return c.json({ error, error_description: message, status, message }, 400);
}

function refuseGrant(c: Context, why: GrantError) {
  const error = why === 'BAD_CLIENT_ID' || why === 'BAD_CLIENT_SECRET' ? 'invalid_client' : 'invalid_grant';
  return refuse(c, error, why, texts[why]);
}

async function tokenEndpoint(c: Context, { grants, hub }: Parts, version: 'v1' | 'v3') {
  if (!c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded')) {
    return c.json({ status: 'error', message: 'Unsupported Media Type', correlationId: hub.newId() }, 415);
  }
  // The legacy endpoint also took its parameters from the URL; the new one does not.
  const form = await formOf(c);
  const said = (name: string) => form.get(name) ?? (version === 'v1' ? c.req.query(name) : undefined) ?? '';
  const client = { id: said('client_id'), secret: said('client_secret') };
  const grant = said('grant_type');
  c.header('cache-control', 'no-store');
  if (grant === 'client_credentials') {
    const app = grants.checkClient(client);
    if (typeof app === 'string') return refuseGrant(c, app);
    return c.json({
      token_type: 'bearer',
      access_token: app.developerKey,
      expires_in: hub.settings().accessTokenSeconds,
      token_use: 'client_credentials',
      scopes: ['developers-read', 'developers-write'],
    });
  }
  if (grant !== 'authorization_code' && grant !== 'refresh_token') {
    return refuse(
      c,
      'unsupported_grant_type',
      'BAD_GRANT_TYPE',
      'grant_type must be authorization_code or refresh_token',
    );
  }
  const made =
    grant === 'refresh_token'
      ? grants.refresh(client, said('refresh_token'))
      : grants.exchange(client, said('code'), said('redirect_uri'));
  if (typeof made === 'string') return refuseGrant(c, made);
  return c.json(answer(hub, made, version));
}

function answer(hub: Hub, { access, refresh }: TokenPair, version: 'v1' | 'v3') {
  return {
    token_type: 'bearer',
    refresh_token: refresh.id,
    access_token: access.id,
    expires_in: Math.round((access.expiresAt! - hub.now()) / 1000),
    ...(version === 'v3' && {
      hub_id: access.portal,
      scopes: access.scopes,
      user_id: access.userId,
      token_use: 'access_token',
    }),
  };
}

async function withToken(c: Context, { grants }: Parts, then: (token: TokenRow | undefined) => Response) {
  const form = await formOf(c);
  const client = { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  const app = grants.checkClient(client);
  if (typeof app === 'string') return refuseGrant(c, app);
  const text = form.get('token') ?? form.get('access_token') ?? form.get('refresh_token') ?? '';
  const token = grants.token(text);
  return then(token?.appId === app.appId ? token : undefined);
}

function describe({ hub, apps }: Parts, token: TokenRow) {
  const app = apps.get(token.appId)!;
  const account = hub.accounts.get(String(token.portal))!;
  const user = hub.by.ownersOf.all(account.id).find((owner) => owner.userId === token.userId);
  const common = {
    active: true,
    token: token.id,
    hub_id: token.portal,
    user_id: token.userId,
    client_id: app.clientId,
    app_id: app.appId,
    user: user?.email ?? '',
    hub_domain: account.domain,
    scopes: token.scopes,
  };
  if (token.kind === 'refresh') return { ...common, token_use: 'refresh_token' };
  const signature = createHash('sha256').update(token.id).digest('base64');
  return {
    ...common,
    signed_access_token: {
      expiresAt: token.expiresAt,
      scopes: token.scopes.join(' '),
      hubId: token.portal,
      userId: token.userId,
      appId: app.appId,
      signature,
      newSignature: signature,
      scopeToScopeGroupPks: '',
      hublet: 'eu1',
      trialScopes: '',
      trialScopeToScopeGroupPks: '',
      isUserLevel: false,
      isPrivateDistribution: true,
    },
    expires_in: Math.round((token.expiresAt! - hub.now()) / 1000),
    is_private_distribution: true,
    token_use: 'access_token',
  };
}

function missing(c: Context, hub: Hub, what: string) {
  const message = `${what} is invalid or expired`;
  return c.json({ status: 'error', message, correlationId: hub.newId(), category: 'OBJECT_NOT_FOUND' }, 404);
}
