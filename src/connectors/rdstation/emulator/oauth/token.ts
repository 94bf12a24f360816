import { Hono } from 'hono';
import type { Grants } from './grants.ts';

// The status and body of refusals are OAuth's own (RFC 6749 §5.2). The older /auth/token of RD Station Marketing answers
// 401 with error_type INVALID_REFRESH_TOKEN instead; what this one answers is not documented.
const descriptions = {
  invalid_request: 'The request is missing a parameter or is not form-encoded.',
  invalid_client: 'Wrong credentials provided.',
  invalid_grant: 'The provided authorization grant or refresh token is invalid, expired or revoked.',
  unsupported_grant_type: 'The grant type is not supported.',
};

/** POST /oauth2/token, form-encoded: a code or a refresh token for a new pair of tokens. */
export function tokenRoute(grants: Grants): Hono {
  const app = new Hono();
  app.post('/', async (c) => {
    const refuse = (error: keyof typeof descriptions) => {
      const status = error === 'invalid_client' ? 401 : 400;
      return c.json({ error, error_description: descriptions[error] }, status);
    };
    c.header('cache-control', 'no-store');
    if (!c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded')) {
      return refuse('invalid_request');
    }
    const form = new URLSearchParams(await c.req.text());
    const said = (name: string) => form.get(name) ?? '';
    const client = { id: said('client_id'), secret: said('client_secret') };
    const grant = said('grant_type');
    if (grant !== 'authorization_code' && grant !== 'refresh_token') {
      return refuse(grant === '' ? 'invalid_request' : 'unsupported_grant_type');
    }
    const tokens =
      grant === 'refresh_token'
        ? grants.refresh(client, said('refresh_token'))
        : grants.exchange(client, said('code'), said('redirect_uri'));
    return typeof tokens === 'string' ? refuse(tokens) : c.json(tokens);
  });
  return app;
}
