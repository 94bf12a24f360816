import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { choice } from '#kit/emulator/page.ts';
import { mayReturnTo, type AppRow } from '../oauth/apps.ts';
import { base, formOf, shell, viewer, type PageParts } from './shell.ts';

interface Asked {
  app: AppRow;
  redirectUri: string;
  state: string | undefined;
  scopes: string[];
}

/**
 * `/oauth/authorize`: a person chooses the account an app is installed in. `/oauth/{hubId}/authorize` has one chosen.
 * HubSpot docs "Working with OAuth", read 2026-11.
 */
export function consentPages(app: Hono, parts: PageParts): void {
  const { hub, grants } = parts;
  const show = (c: Context) => {
    const query = c.req.query();
    const asked = read(parts, query);
    if (typeof asked === 'string') return refuse(c, asked);
    const chosen = c.req.param('hub');
    const accounts = hub.accounts.all().filter((row) => chosen === undefined || row.id === chosen);
    const kept = ['client_id', 'redirect_uri', 'scope', 'optional_scope', 'state'].filter(
      (name) => name in query,
    );
    return shell(
      c,
      `Connect ${asked.app.name}`,
      html`<form class="card" method="post" action="${base}/oauth/authorize">
        <p><strong>${asked.app.name}</strong> asks for access to one of your HubSpot accounts.</p>
        ${choice(
          'account',
          'Account',
          accounts.map((row) => [row.id, `${row.name} (${row.portalId})`] as const),
          chosen,
        )}
        <details open>
          <summary>What it may do: ${asked.scopes.length} scopes</summary>
          <ul>
            ${asked.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}
          </ul>
        </details>
        ${kept.map((name) => html`<input type="hidden" name="${name}" value="${query[name]}" />`)}
        <div class="actions">
          <button name="answer" value="yes">Connect app</button>
          <button class="quiet" name="answer" value="no">Cancel</button>
        </div>
      </form>`,
    );
  };
  app.get('/oauth/authorize', show);
  app.get('/oauth/:hub{[0-9]+}/authorize', show);
  app.post('/oauth/authorize', async (c) => {
    const form = await formOf(c);
    const asked = read(parts, form);
    if (typeof asked === 'string') return refuse(c, asked);
    const target = new URL(asked.redirectUri);
    const account = hub.accounts.get(form['account'] ?? '');
    if (form['answer'] === 'yes' && account) {
      const { userId } = viewer(hub, account.portalId);
      const code = grants.grant(asked.app, asked.redirectUri, account.portalId, userId, asked.scopes);
      target.searchParams.set('code', code);
    } else {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_description', 'The user denied access to the app.');
    }
    if (asked.state !== undefined) target.searchParams.set('state', asked.state);
    return c.redirect(target.toString(), 303);
  });
}

function refuse(c: Context, why: string) {
  c.status(400);
  return shell(c, 'Authorization failed', html`<p class="card" role="alert">${why}</p>`);
}

// A wrong app or address is told to the person, never sent on: the address cannot be trusted then.
function read({ apps }: PageParts, said: Record<string, string>): Asked | string {
  const app = apps.byClient(said['client_id'] ?? '');
  if (app?.kind !== 'public') return 'We couldn’t complete this: the client ID does not belong to an app.';
  const redirectUri = said['redirect_uri'] ?? '';
  if (!mayReturnTo(app, redirectUri)) {
    return 'We couldn’t complete this: the redirect URL does not match one of the app’s redirect URLs.';
  }
  const scopes = (said['scope'] ?? '').split(/[\s+]+/).filter(Boolean);
  const optional = (said['optional_scope'] ?? '').split(/[\s+]+/).filter(Boolean);
  const missing = app.requiredScopes.filter((scope) => !scopes.includes(scope));
  const allowed = [...app.requiredScopes, ...app.optionalScopes];
  const stranger = scopes.find((scope) => !allowed.includes(scope));
  if (missing.length > 0 || stranger !== undefined) {
    const which = missing.length > 0 ? `missing: ${missing.join(', ')}` : `not of this app: ${stranger}`;
    return `Authorization failed because there is a scope mismatch (${which}).`;
  }
  const granted = [...new Set([...scopes, ...optional.filter((scope) => allowed.includes(scope))])];
  return { app, redirectUri, state: said['state'], scopes: granted };
}
