import { Hono } from 'hono';
import { html } from 'hono/html';
import { table } from '#kit/emulator/page.ts';
import { HubError } from '../model/refusal.ts';
import { consentPages } from './consent.ts';
import { developerPages } from './developer.ts';
import { formPages } from './forms.ts';
import { listPages } from './lists.ts';
import { recordPages } from './record.ts';
import { base, shell, type PageParts } from './shell.ts';

/** Pages for people. They work without JavaScript. */
export function pageApp(parts: PageParts): Hono {
  const { hub } = parts;
  const app = new Hono({ strict: false });
  app.get('/', (c) => {
    const count = (portal: number, type: string) => hub.by.type.all(`${portal}/${type}`).length;
    const rows = hub.accounts
      .all()
      .map(({ portalId, name, timeZone }) => [
        html`<a href="${base}/contacts/${portalId}/objects/0-1">${name}</a>`,
        html`${portalId}`,
        html`${timeZone}`,
        html`${count(portalId, '0-1')}`,
        html`${count(portalId, '0-2')}`,
        html`${count(portalId, '0-3')}`,
      ]);
    const heads = ['Account', 'Hub ID', 'Time zone', 'Contacts', 'Companies', 'Deals'];
    return shell(c, 'Accounts', table(heads, rows, 'No accounts.'));
  });
  consentPages(app, parts);
  listPages(app, parts);
  recordPages(app, parts);
  formPages(app, parts);
  developerPages(app, parts);
  app.onError((error, c) => {
    if (!(error instanceof HubError)) throw error;
    c.status(404);
    return shell(c, 'Not found', html`<p class="card" role="alert">${error.message}.</p>`);
  });
  app.all('*', (c) => {
    c.status(404);
    return shell(c, 'Page not found', html`<p><a href="${base}/">To the accounts</a></p>`);
  });
  return app;
}
