import { Hono } from 'hono';
import { controlApp } from '#kit/emulator/control.ts';
import { closeParts, type CreateEmulator } from '#kit/emulator/emulator.ts';
import { createLimiter } from '#kit/emulator/limits.ts';
import { seedDemo } from './demo.ts';
import { openCrm } from './model/crm.ts';
import { openGrants } from './oauth/grants.ts';
import { tokenRoute } from './oauth/token.ts';
import { pageRoutes } from './pages/app.ts';
import { v1App } from './v1/app.ts';
import { v2App } from './v2/app.ts';

// 120 calls a minute, a 5 second wait for receivers, and 5 more tries: RD Station CRM docs, read 2026-11. The waits
// between the tries are not documented.
const perMinute = { max: 120, windowMs: 60_000 };
const delivery = { timeoutMs: 5_000, retryMs: [5_000, 15_000, 60_000, 300_000, 900_000] };

/**
 * The emulator of RD Station CRM: API v1 at `/api/v1`, API v2 at `/crm/v2`, OAuth at `/oauth/authorize` and
 * `/oauth2/token`, pages for people at `/`, the control door at `/_emulator`. An empty journal is given the demo account.
 */
export const createRdStationEmulator: CreateEmulator = (parts) => {
  parts.deliveries.setPolicy(delivery);
  const crm = openCrm(parts);
  const grants = openGrants(parts);
  if (crm.users.size === 0) seedDemo(parts, crm);
  const limiters = { v1: createLimiter(parts.clock, perMinute), v2: createLimiter(parts.clock, perMinute) };
  const control = { token: parts.controlToken, limiters, seed: () => seedDemo(parts, crm) };

  const app = new Hono();
  app.route('/_emulator', controlApp(parts, control));
  for (const path of ['/api/v1/*', '/crm/v2/*', '/oauth2/token']) app.use(path, parts.faults.middleware);
  app.route('/api/v1', v1App(crm, limiters.v1));
  app.route('/crm/v2', v2App({ crm, grants, limiter: limiters.v2, clock: parts.clock }));
  app.route('/oauth2/token', tokenRoute(grants));
  app.route('/', pageRoutes({ crm, grants, parts }));
  return { key: 'rdstation', title: 'RD Station CRM', app, close: () => closeParts(parts) };
};
