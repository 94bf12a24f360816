import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { openHub, connectors, type Hub } from './app.ts';
import { createApi } from './api/api.ts';
import { problemOf } from './api/problem.ts';
import { loadConfig } from './config.ts';
import { readEpoch } from './db/epoch.ts';
import { Counts } from './intake/counts.ts';
import { createIntake } from './intake/intake.ts';
import { receiveApp } from './intake/receive.ts';
import { createSnapshot, Snapshots } from './intake/snapshot.ts';
import { createLog } from './log.ts';
import { mergedText, tableText } from './metrics.ts';
import { messageOf } from './std/errors.ts';
import { supervised } from './supervised.ts';

const countsEveryMs = 1_000;

/** The web side: receives webhooks, answers people. It works no runs, so a busy engine never delays an answer. */
const config = loadConfig();
const log = createLog(config.logLevel, 'web');
let stop = async (): Promise<void> => undefined;
let workerMetrics: object[] = [];
const self = supervised({
  stop: () => stop(),
  onMessage: (message, from) => {
    if (from === 'worker') workerMetrics = message as object[];
  },
});

try {
  const hub = await openHub({
    config,
    log,
    name: 'web',
    maxConnections: 10,
    onWork: () => self.send('worker', 'wake'),
  });
  const counts = new Counts();
  const snapshots = new Snapshots(() => loadSnapshot(hub));
  const intake = createIntake({
    pool: hub.pool,
    snapshots,
    onWork: () => self.send('worker', 'wake'),
    crashPoint: hub.crashPoint,
  });
  const flushing = setInterval(() => {
    counts.flush(hub.pool).catch((error: unknown) => log.warn({ error: messageOf(error) }, 'counts wait'));
  }, countsEveryMs);
  const app = new Hono();
  app.route(
    '/',
    receiveApp({
      intake,
      snapshots,
      counts,
      clock: hub.clock,
      onError: (error) => log.error({ error: messageOf(error) }, 'an event could not be stored'),
      onAnswer: (outcome) => hub.metrics.hooks.inc({ outcome }),
    }),
  );
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const ready = await hub.pool.query('select 1').then(
      () => true,
      () => false,
    );
    return c.text(ready ? 'ready' : 'the database is away', ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.text((await mergedText(hub.metrics.registry, workerMetrics)) + (await tableText(hub.pool))),
  );
  app.route('/', createApi({ hub, connectors, intake }));
  app.onError((error, c) => problemOf(error, c, log));
  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, (address) =>
    self.ready({ port: address.port }),
  );
  server.on('error', (error: NodeJS.ErrnoException) => self.cannotStart(portFault(error)));
  stop = async () => {
    await new Promise((resolve) => server.close(resolve));
    clearInterval(flushing);
    await counts.flush(hub.pool).catch(() => undefined);
    await hub.close();
  };
} catch (error) {
  self.cannotStart(messageOf(error));
}

async function loadSnapshot(hub: Hub) {
  // The epoch first: a change after it makes the next commit reload.
  const epoch = await readEpoch(hub.pool);
  const [endpoints, listeners] = await Promise.all([
    hub.connections.endpointsForIntake(),
    hub.catalog.listeners(),
  ]);
  return createSnapshot(epoch, endpoints, listeners);
}

function portFault(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${config.port} is in use. Stop what uses it, or set COUNTERSIGN_PORT to a free one.`;
  }
  if (error.code === 'EACCES')
    return `Port ${config.port} may not be opened by this user. Set COUNTERSIGN_PORT to one above 1023.`;
  if (error.code === 'EADDRNOTAVAIL')
    return `This machine has no address ${config.host}. Set COUNTERSIGN_HOST to one it has.`;
  return messageOf(error);
}
