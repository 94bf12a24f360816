import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { check, choice, field, table, type Html } from '#kit/emulator/page.ts';
import type { Delivery } from '#kit/emulator/delivery-log.ts';
import { notFound } from '../model/refusal.ts';
import { checkTarget, knownScopes, newApp, type AppRow } from '../oauth/apps.ts';
import { eventTypes, type SubscriptionRow } from '../webhooks/subscriptions.ts';
import { accountIn, act, base, formOf, moment, shell, type PageParts } from './shell.ts';

/** Apps of the developer, private apps of an account: secrets, scopes, webhooks and their deliveries. */
export function developerPages(app: Hono, parts: PageParts): void {
  const { hub, apps } = parts;
  app.get('/developer', (c) => {
    const rows = apps
      .all()
      .filter((row) => row.kind === 'public')
      .map((row) => [
        html`<a href="${base}/developer/${row.appId}">${row.name}</a>`,
        html`${row.appId}`,
        html`${apps.installs().filter((install) => install.appId === row.appId).length}`,
      ]);
    const body = html`${table(['App', 'App ID', 'Installs'], rows, 'No apps.')}
      <form class="card inline" method="post" action="${base}/developer">
        ${field({ name: 'name', label: 'New app', required: true })}<button>Create app</button>
      </form>`;
    return shell(c, 'Developer apps', body);
  });
  app.post('/developer', async (c) => {
    const { name = '' } = await formOf(c);
    return act(c, '/developer', 'created', () => {
      const optionalScopes = knownScopes.filter((scope) => scope !== 'oauth');
      const made = hub.commit(() =>
        apps.put(newApp(hub, { kind: 'public', portal: null, name, optionalScopes })),
      );
      return `/developer/${made.appId}`;
    });
  });
  settingsPage(app, parts);
  appPages(app, parts);
}

function settingsPage(app: Hono, { hub, apps }: PageParts): void {
  app.get('/contacts/:portal/settings', (c) => {
    const account = accountIn(c, hub);
    const own = apps.all().filter((row) => row.portal === account.portalId);
    const rows = own.map((row) => [
      html`<a href="${base}/developer/${row.appId}">${row.name}</a>`,
      html`<code>${row.token}</code>`,
      html`${row.requiredScopes.length}`,
    ]);
    const body = html`<h2>Private apps</h2>
      ${table(['Name', 'Access token', 'Scopes'], rows, 'No private apps.')}
      <form class="card" method="post" action="${base}/contacts/${account.portalId}/settings">
        ${field({ name: 'name', label: 'New private app', required: true })}
        <details>
          <summary>Scopes</summary>
          <div class="checks">
            ${knownScopes
              .filter((scope) => scope !== 'oauth')
              .map((scope) => check('scope', scope, { value: scope, checked: scope !== 'timeline' }))}
          </div>
        </details>
        <button>Create private app</button>
      </form>
      <h2>Users</h2>
      ${table(
        ['Name', 'Owner ID', 'E-mail', 'State'],
        hub.by.ownersOf
          .all(account.id)
          .map((row) => [
            html`${row.firstName} ${row.lastName}`,
            html`${row.ownerId}`,
            html`${row.email}`,
            html`${row.archived ? 'Deactivated' : 'Active'}`,
          ]),
        'No users.',
      )}`;
    return shell(c, 'Settings', body, account);
  });
  app.post('/contacts/:portal/settings', async (c) => {
    const { portalId } = accountIn(c, hub);
    const { name = '', scope = '' } = await formOf(c);
    return act(c, `/contacts/${portalId}/settings`, 'created', () => {
      const requiredScopes = scope.split(';').filter(Boolean);
      hub.commit(() => apps.put(newApp(hub, { kind: 'private', portal: portalId, name, requiredScopes })));
      return undefined;
    });
  });
}

function appPages(app: Hono, parts: PageParts): void {
  const { hub, apps, subscriptions } = parts;
  const find = (c: Context): AppRow => {
    const row = apps.get(Number(c.req.param('app')));
    if (!row) throw notFound('There is no such app');
    return row;
  };
  app.get('/developer/:app{[0-9]+}', (c) => shell(c, find(c).name, appBody(parts, find(c))));
  app.post('/developer/:app{[0-9]+}', async (c) => {
    const row = find(c);
    const { target = '', redirects = '' } = await formOf(c);
    return act(c, `/developer/${row.appId}`, 'saved', () => {
      const targetUrl = target === '' ? null : checkTarget(target);
      const redirectUris = redirects.split(/\s+/).filter(Boolean);
      apps.put({ ...row, targetUrl, redirectUris, updatedAt: hub.now() });
      return undefined;
    });
  });
  app.post('/developer/:app{[0-9]+}/subscriptions', async (c) => {
    const row = find(c);
    const { type = '', property = '', object = '', id = '', active = '' } = await formOf(c);
    return act(c, `/developer/${row.appId}`, 'saved', () => {
      // Those made on the page start paused.
      const given = {
        eventType: type,
        propertyName: property || null,
        objectTypeId: object || null,
        active: false,
      };
      if (id === '') subscriptions.create(row, given);
      else subscriptions.setActive(row, id, active === 'yes');
      return undefined;
    });
  });
  app.post('/developer/:app{[0-9]+}/uninstall', async (c) => {
    const row = find(c);
    const { portal = '' } = await formOf(c);
    return act(
      c,
      `/developer/${row.appId}`,
      'uninstalled',
      () => apps.uninstall(row.appId, Number(portal)) as undefined,
    );
  });
  app.post('/developer/:app{[0-9]+}/deliveries/:id', (c) =>
    act(c, `/developer/${find(c).appId}`, 'resent', () => {
      if (!hub.parts.deliveries.redeliver(c.req.param('id'))) throw notFound('There is no such delivery');
      return undefined;
    }),
  );
}

function appBody({ hub, apps, subscriptions }: PageParts, row: AppRow): Html {
  const at = `${base}/developer/${row.appId}`;
  const installs = apps.installs().filter((install) => install.appId === row.appId);
  const log = hub.parts.deliveries.list(String(row.appId)).slice(0, 50);
  return html`<dl class="card">
      <dt>App ID</dt>
      <dd><code>${row.appId}</code></dd>
      ${
        row.kind === 'private'
          ? html`<dt>Access token</dt>
              <dd><code>${row.token}</code></dd>`
          : html`<dt>Client ID</dt>
              <dd><code>${row.clientId}</code></dd>
              <dt>Developer API key</dt>
              <dd><code>${row.developerKey}</code></dd>`
      }
      <dt>Client secret</dt>
      <dd><code>${row.clientSecret}</code></dd>
      <dt>Required scopes</dt>
      <dd>${row.requiredScopes.join(', ')}</dd>
      <dt>Optional scopes</dt>
      <dd>${row.optionalScopes.join(', ') || '–'}</dd>
    </dl>
    <form class="card" method="post" action="${at}">
      ${field({ name: 'target', label: 'Webhook target URL', type: 'url', value: row.targetUrl ?? '' })}
      <label class="field"
        ><span>Redirect URLs, one a line</span
        ><textarea name="redirects" rows="3">${row.redirectUris.join('\n')}</textarea>
      </label>
      <button>Save</button>
    </form>
    <h2>Subscriptions</h2>
    ${table(
      ['Event', 'Property', 'Object type', 'State', ''],
      subscriptions.of(row.appId).map((one) => subscriptionCells(at, one)),
      'No subscriptions.',
    )}
    <form class="card inline" method="post" action="${at}/subscriptions">
      ${choice(
        'type',
        'Event',
        eventTypes.map((type) => [type, type] as const),
      )}
      ${field({ name: 'property', label: 'Property' })} ${field({ name: 'object', label: 'Object type id' })}
      <button>Subscribe</button>
    </form>
    ${row.kind === 'public' ? installTable(at, installs) : ''}
    <h2>Deliveries</h2>
    ${table(
      ['When (UTC)', 'Events', 'Outcome', 'Body', ''],
      log.map((one) => deliveryCells(at, one)),
      'Nothing was sent yet.',
    )}`;
}

function installTable(at: string, installs: { portal: number; scopes: string[]; at: number }[]): Html {
  const rows = installs.map((one) => [
    html`${one.portal}`,
    html`${one.scopes.length}`,
    html`${moment(one.at)}`,
    html`<form method="post" action="${at}/uninstall">
      <input type="hidden" name="portal" value="${one.portal}" /><button class="quiet">Uninstall</button>
    </form>`,
  ]);
  return html`<h2>Installed in</h2>
    ${table(['Account', 'Scopes', 'Since (UTC)', ''], rows, 'No account installed it.')}`;
}

function subscriptionCells(at: string, row: SubscriptionRow): Html[] {
  return [
    html`<code>${row.eventType}</code>`,
    html`${row.propertyName ?? ''}`,
    html`${row.objectTypeId ?? ''}`,
    html`<span class="tag ${row.active ? 'good' : 'soft'}">${row.active ? 'Active' : 'Paused'}</span>`,
    html`<form method="post" action="${at}/subscriptions">
      <input type="hidden" name="id" value="${row.id}" />
      <button class="quiet" name="active" value="${row.active ? 'no' : 'yes'}">
        ${row.active ? 'Pause' : 'Activate'}
      </button>
    </form>`,
  ];
}

const tags = { pending: 'soft', delivered: 'good', failed: 'bad', dropped: 'bad' };

function deliveryCells(at: string, row: Delivery): Html[] {
  const tries = row.attempts.map(({ status, error }) => String(status ?? error ?? '–')).join(', ');
  return [
    html`${moment(row.createdAt)}`,
    html`<code>${row.event}</code>`,
    html`<span class="tag ${tags[row.status]}">${row.status}</span> ${tries}`,
    html`<details>
      <summary>Show</summary>
      <pre>${row.body}</pre>
    </details>`,
    html`<form method="post" action="${at}/deliveries/${row.id}">
      <button class="quiet">Send again</button>
    </form>`,
  ];
}
