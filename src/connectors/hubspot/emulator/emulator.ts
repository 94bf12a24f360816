import { Hono } from 'hono';
import { closeParts, type Emulator, type EmulatorParts } from '#kit/emulator/emulator.ts';
import { apiApp } from './api/app.ts';
import { createUsage, dailyLimiter, rollingLimiter } from './api/limits.ts';
import { apiPaths, canonicalPath } from './api/paths.ts';
import { hubspotControl } from './control.ts';
import { seedDemo } from './demo.ts';
import { openHub } from './model/hub.ts';
import { openApps } from './oauth/apps.ts';
import { openGrants } from './oauth/grants.ts';
import { pageApp } from './pages/app.ts';
import { startSender } from './webhooks/sender.ts';
import { openSubscriptions } from './webhooks/subscriptions.ts';

// HubSpot docs "API usage guidelines" and "CRM search", read 2026-11; private apps as in a Professional account.
const oauthRate = { max: 110, windowMs: 10_000 };
const privateRate = { max: 190, windowMs: 10_000 };
const searchRate = { max: 5, windowMs: 1000 };
const privateDaily = 625_000;

/**
 * The emulated HubSpot: the API at its own paths (`/crm/v3/…`, `/oauth/v3/token`, `/submissions/v3/…`), the
 * authorization page at `/oauth/authorize`, pages for people, the control door at `/_emulator`. An empty journal is
 * given the demo accounts.
 */
export function createHubSpotEmulator(parts: EmulatorParts): Emulator {
  const hub = openHub(parts);
  const apps = openApps(hub);
  const grants = openGrants(hub, apps);
  const subscriptions = openSubscriptions(hub);
  const sender = startSender(hub, apps, subscriptions);
  const { clock } = parts;
  const zoneOf = (portal: string) => hub.accounts.get(portal)?.timeZone ?? 'UTC';
  const limiters = {
    oauth: rollingLimiter(clock, oauthRate),
    private: rollingLimiter(clock, privateRate),
    search: rollingLimiter(clock, searchRate),
    daily: dailyLimiter(clock, privateDaily, zoneOf),
  };
  const usage = createUsage(clock);
  const all = { hub, apps, grants, subscriptions, sender, limiters, usage };
  if (hub.accounts.size === 0) seedDemo(all);

  const api = apiApp(all);
  const app = new Hono({ strict: false });
  app.route('/_emulator', hubspotControl(all));
  app.use(async (c, next) => {
    if (!apiPaths.test(canonicalPath(c.req.url))) return next();
    return parts.faults.middleware(c, async () => {
      c.res = await api.fetch(c.req.raw, c.env);
    });
  });
  app.route('/', pageApp(all));
  return {
    key: 'hubspot',
    title: 'HubSpot',
    app,
    close: async () => {
      sender.close();
      await closeParts(parts);
    },
  };
}
