import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { createParts, type CreateEmulator, type Emulator } from '#kit/emulator/emulator.ts';
import { page } from '#kit/emulator/page.ts';
import type { Clock, Random } from '#std/clock.ts';
import { DEMO_CLICKSIGN_TOKEN } from './clicksign/emulator/demo.ts';
import { createClicksignEmulator } from './clicksign/emulator/emulator.ts';
import {
  DEMO_HUBSPOT_FORMS,
  DEMO_HUBSPOT_PORTAL,
  DEMO_HUBSPOT_PRIVATE_TOKEN,
} from './hubspot/emulator/demo.ts';
import { createHubSpotEmulator } from './hubspot/emulator/emulator.ts';
import { DEMO_RDSTATION_TOKEN } from './rdstation/emulator/demo.ts';
import { createRdStationEmulator } from './rdstation/emulator/emulator.ts';

export interface EmulatorsOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** Folder of the journals, made when missing; null keeps everything in memory. */
  dataFolder: string | null;
  /** What the control doors ask for. */
  controlToken: string;
  clock: Clock;
  random: Random;
  /** What else the index lists and the port serves: stand-ins that are no vendor's. */
  more?: StandIn[];
}

/** Pages and doors below `/<key>` that belong to no connector. */
export interface StandIn {
  key: string;
  title: string;
  /** What it is for, in a sentence. */
  text: string;
  app: Hono;
}

export interface RunningEmulators {
  /** Scheme, host and port; each emulator is at `${origin}/<vendor>`. */
  origin: string;
  close(): Promise<void>;
}

interface Offer {
  key: string;
  create: CreateEmulator;
  /** What to try first, for the index page. */
  tries: { path: string; text: string }[];
  /** Where its API begins, and what opens it. */
  api: string;
  credential: string;
}

const offers: Offer[] = [
  {
    key: 'clicksign',
    create: createClicksignEmulator,
    tries: [
      { path: '/documentos/novo', text: 'Send a document for signature' },
      { path: '/caixa-de-entrada', text: 'Open the inbox and sign' },
      { path: '/configuracoes/api', text: 'Make a token, add a webhook, see its deliveries' },
    ],
    api: '/api/v3',
    credential: DEMO_CLICKSIGN_TOKEN,
  },
  {
    key: 'rdstation',
    create: createRdStationEmulator,
    tries: [{ path: '/', text: 'See the pipelines and their deals' }],
    api: '/api/v1',
    credential: DEMO_RDSTATION_TOKEN,
  },
  {
    key: 'hubspot',
    create: createHubSpotEmulator,
    tries: [
      {
        path: `/contacts/${DEMO_HUBSPOT_PORTAL}/objects/0-1`,
        text: 'See the contacts, companies, deals and tickets',
      },
      { path: `/forms/${DEMO_HUBSPOT_PORTAL}/${DEMO_HUBSPOT_FORMS.demo}`, text: 'Send a form in' },
      { path: '/developer', text: 'See the app, its webhooks and their deliveries' },
    ],
    api: '/crm/v3',
    credential: DEMO_HUBSPOT_PRIVATE_TOKEN,
  },
];

/** Serves all emulators on one port, each under its vendor's key, with a page that lists them. */
export async function startEmulators(options: EmulatorsOptions): Promise<RunningEmulators> {
  if (options.dataFolder !== null) mkdirSync(options.dataFolder, { recursive: true });
  const app = new Hono({ strict: false });
  const { server, origin } = await listen(app, options);
  const emulators = offers.map(({ key, create }) => {
    const { dataFolder, controlToken, clock, random } = options;
    const parts = createParts({ key, origin, dataFolder, controlToken, clock, random, newId: randomUUID });
    return create(parts);
  });
  for (const emulator of emulators) app.route(`/${emulator.key}`, emulator.app);
  const more = options.more ?? [];
  for (const { key, app: own } of more) app.route(`/${key}`, own);
  app.get('/', (c) => c.html(indexPage(origin, emulators, more)));
  return { origin, close: () => stop(server, emulators) };
}

async function listen(app: Hono, options: EmulatorsOptions): Promise<{ server: Server; origin: string }> {
  return new Promise((resolve, reject) => {
    const { port, host } = options;
    const server = serve({ fetch: app.fetch, port, hostname: host }, (info: AddressInfo) => {
      // Listening on every address is no address one can call.
      const own = { '0.0.0.0': '127.0.0.1', '::': '::1' }[info.address] ?? info.address;
      const name = info.family === 'IPv6' ? `[${own}]` : own;
      resolve({ server, origin: `http://${name}:${info.port}` });
    }) as Server;
    server.once('error', reject);
  });
}

async function stop(server: Server, emulators: Emulator[]): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // Also those a `hang` fault holds open.
  server.closeAllConnections();
  await closed;
  for (const emulator of emulators) await emulator.close();
}

function indexPage(origin: string, emulators: Emulator[], more: StandIn[]) {
  return page({
    vendor: 'Countersign',
    strip: 'Emulators — nothing here is real',
    lang: 'en',
    accent: '#3d4a5c',
    title: 'Emulators',
    nav: emulators.map(({ key, title }) => ({ href: `/${key}/`, text: title })),
    body: html`<p>Each vendor, played by this machine. Connect to them as you would to the real ones.</p>
      ${emulators.map((emulator) => {
        const offer = offers.find(({ key }) => key === emulator.key)!;
        return html`<section class="card">
          <h2><a href="/${emulator.key}/">${emulator.title}</a></h2>
          <ul>
            ${offer.tries.map(({ path, text }) => html`<li><a href="/${emulator.key}${path}">${text}</a></li>`)}
          </ul>
          <dl>
            <dt>API</dt>
            <dd><code>${origin}/${emulator.key}${offer.api}</code></dd>
            <dt>Demo token</dt>
            <dd><code>${offer.credential}</code></dd>
            <dt>Control</dt>
            <dd><code>${origin}/${emulator.key}/_emulator</code></dd>
          </dl>
        </section>`;
      })}
      ${more.map(
        ({ key, title, text }) =>
          html`<section class="card">
            <h2><a href="/${key}">${title}</a></h2>
            <p>${text}</p>
          </section>`,
      )}`,
  });
}
