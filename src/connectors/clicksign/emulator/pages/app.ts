import { Hono } from 'hono';
import type { Store } from '../model/store.ts';
import { composePages } from './compose.ts';
import { envelopePages } from './envelope.ts';
import { homePages } from './home.ts';
import { inboxPages } from './inbox.ts';
import { missing } from './layout.ts';
import { settingsPages } from './settings.ts';
import { signingPages } from './signing.ts';

/** The pages for people, in the vendor's language and wording. */
export function pageApp(store: Store): Hono {
  const app = new Hono({ strict: false });
  const pages = { app, store, change: <T>(work: () => T): T => store.parts.journal.commit(work) };
  homePages(pages);
  settingsPages(pages);
  composePages(pages);
  envelopePages(pages);
  inboxPages(pages);
  signingPages(pages);
  app.notFound((c) => missing(c, 'Endereço'));
  return app;
}
