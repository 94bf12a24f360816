import { Hono } from 'hono';
import { closeParts, type Emulator, type EmulatorParts } from '#kit/emulator/emulator.ts';
import { createLimiter } from '#kit/emulator/limits.ts';
import { clicksignControl } from './control.ts';
import { seedDemo } from './demo.ts';
import { fileApp } from './files/downloads.ts';
import { passDeadlines } from './model/ending.ts';
import { openStore, type Store } from './model/store.ts';
import { pageApp } from './pages/app.ts';
import { v1App, v2App } from './v1/app.ts';
import { v3App } from './v3/app.ts';

/** How often deadlines are looked at, in milliseconds. */
const deadlineEveryMs = 5000;

/**
 * The emulated Clicksign: API v1, v2 and v3 over one model, webhooks, files, pages for people, and the control door at
 * `/_emulator`. An empty journal is given the demo accounts. Limits are the sandbox's. Clicksign docs, read 2026-11.
 */
export function createClicksignEmulator(parts: EmulatorParts): Emulator {
  const store = openStore(parts);
  if (store.accounts.size === 0) seedDemo(parts);
  const calls = createLimiter(parts.clock, { max: 20, windowMs: 10_000 });
  const notifications = createLimiter(parts.clock, { max: 1, windowMs: 60_000 });
  // Five tries within 15 s: how often the vendor really tries is not documented.
  parts.deliveries.setPolicy({ timeoutMs: 10_000, retryMs: [1000, 2000, 4000, 8000] });

  const app = new Hono({ strict: false });
  app.use('/api/*', parts.faults.middleware);
  app.route('/api/v1', v1App(store, calls));
  app.route('/api/v2', v2App(store, calls));
  app.route('/api/v3', v3App(store, calls, notifications));
  app.route('/files', fileApp(store));
  app.route('/_emulator', clicksignControl(store, { calls, notifications }));
  app.route('/', pageApp(store));

  const stop = new AbortController();
  void watchDeadlines(store, stop.signal);
  return {
    key: 'clicksign',
    title: 'Clicksign',
    app,
    close: async () => {
      stop.abort();
      await closeParts(parts);
    },
  };
}

async function watchDeadlines(store: Store, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    passDeadlines(store);
    await store.parts.clock.sleep(deadlineEveryMs, signal);
  }
}
