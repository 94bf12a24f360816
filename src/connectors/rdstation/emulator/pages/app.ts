import { Hono } from 'hono';
import { html } from 'hono/html';
import { boardPages } from './board.ts';
import { consentPages } from './consent.ts';
import { dealPages } from './deal-forms.ts';
import { peoplePages } from './people.ts';
import { settingsPages } from './settings.ts';
import { base, shell, type PageParts } from './shell.ts';
import { webhookPages } from './webhooks.ts';

/** RD's own addresses of records, which integrations link to, and the pages they lead to here. */
const addresses = { deals: 'negociacoes', contacts: 'contatos', organizations: 'empresas' };

/** The account's pages for people, in the vendor's language. They work without JavaScript. */
export function pageRoutes(parts: PageParts): Hono {
  const app = new Hono();
  app.get('/', (c) => c.redirect(`${base}/funil`));
  boardPages(app, parts);
  dealPages(app, parts);
  peoplePages(app, parts);
  webhookPages(app, parts);
  settingsPages(app, parts);
  consentPages(app, parts);
  for (const [theirs, ours] of Object.entries(addresses)) {
    app.get(`/app/${theirs}/:id`, (c) => c.redirect(`${base}/${ours}/${c.req.param('id')}`));
  }
  app.all('*', (c) => {
    c.status(404);
    return shell(
      c,
      'Página não encontrada',
      html`<p><a href="${base}/funil">Ir para o Funil de Vendas</a></p>`,
    );
  });
  return app;
}
