import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { openHub, type Hub } from './app.ts';
import { allLanes } from './domain/job.ts';
import type { Lane } from './domain/job.ts';
import type { Api } from './api/api.ts';
import { createConsole } from './api/console.ts';
import { problemOf } from './api/problem.ts';
import { securityHeaders } from './api/security.ts';
import { loadConfig } from './config.ts';
import { readEpoch } from './db/epoch.ts';
import { demoWorkspaceId, seedDemo } from './demo/seed.ts';
import { coalesce } from './std/coalesce.ts';
import { Counts } from './intake/counts.ts';
import { createIntake } from './intake/intake.ts';
import { receiveApp } from './intake/receive.ts';
import { createSnapshot, Snapshots } from './intake/snapshot.ts';
import type { WakeUp } from './engine/worker.ts';
import { createLog } from './log.ts';
import { mergedText, tableText } from './metrics.ts';
import { makePartitions } from './runs/partitions.ts';
import { messageOf } from './std/errors.ts';
import { equalInConstantTime } from './std/hmac.ts';
import { supervised } from './supervised.ts';
import { wireApi } from './web-api.ts';

const countsEveryMs = 1_000;
const wakeEveryMs = 5;
const consoleFolder = join(import.meta.dirname, '../dist/console');

/** The web side: receives webhooks, answers people. It works no runs, so a busy engine never delays an answer. */
const config = loadConfig();
const log = createLog(config.logLevel, 'web');
const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
const publicUrl = config.publicUrl ?? `http://${host}:${config.port}`;
let stop = async (): Promise<void> => undefined;
/** The worker's counters, as it last reported them. */
let workerMetrics: object[][] = [];
const self = supervised({
  stop: () => stop(),
  onMessage: (message, from) => {
    if (from === 'worker') workerMetrics = [message as object[]];
  },
});
/** One hint for all that was committed within a few milliseconds: each costs two processes a message. */
const lanesWithWork = new Set<Lane>();
const sendWakeUp = coalesce(wakeEveryMs, () => {
  self.send('worker', { lanes: [...lanesWithWork] } satisfies WakeUp);
  lanesWithWork.clear();
});
function wakeWorker(lanes: readonly Lane[] = allLanes): void {
  for (const lane of lanes) lanesWithWork.add(lane);
  sendWakeUp();
}

try {
  const hub = await openHub({ config, log, name: 'web', maxConnections: 10, onWork: wakeWorker });
  await makePartitions(hub.pool, hub.clock);
  const { api, auth } = wireApi(hub, publicUrl, wakeWorker);
  const { fetch, flush } = createWeb(hub, api);
  if (config.demo) await auth.ensureWorkspace({ id: demoWorkspaceId, name: 'Demo', demo: true });
  const server = serve({ fetch, port: config.port, hostname: config.host }, ({ port }) => {
    void opened(hub, auth.openSetup).then((more) => self.ready({ port, ...more }), fail);
  });
  server.on('error', (error: NodeJS.ErrnoException) => self.cannotStart(portFault(error)));
  stop = async () => {
    api.close();
    await new Promise((resolve) => server.close(resolve));
    await flush();
    await hub.close();
  };
} catch (error) {
  fail(error);
}

const hook = /^https?:\/\/[^/]+\/hooks\//;

function createWeb(hub: Hub, api: Api): { fetch: Hono['fetch']; flush(): Promise<void> } {
  const counts = new Counts();
  const snapshots = new Snapshots(() => loadSnapshot(hub));
  const intake = createIntake({
    ...{ pool: hub.pool, snapshots, onWork: wakeWorker, crashPoint: hub.crashPoint },
    onRecords: (source, records) => hub.mirror.note(source, records),
    onFault: (error) =>
      log.error({ error: messageOf(error) }, 'a connector stumbled over a body; it is kept as unrecognized'),
  });
  const flushing = setInterval(() => {
    counts.flush(hub.pool).catch((error: unknown) => log.warn({ error: messageOf(error) }, 'counts wait'));
  }, countsEveryMs);
  const app = new Hono();
  app.onError((error, c) => problemOf(error, c, log));
  for (const path of ['/healthz', '/readyz', '/metrics']) app.use(path, securityHeaders(publicUrl));
  const received = receiveApp({
    intake,
    snapshots,
    counts,
    clock: hub.clock,
    origins: [...new Set([publicUrl, `http://127.0.0.1:${config.port}`])],
    onError: (error) => log.error({ error: messageOf(error) }, 'an event could not be stored'),
    onAnswer: (outcome) => hub.metrics.hooks.inc({ outcome }),
    onAck: (ms) => hub.metrics.ackSeconds.observe(ms / 1000),
  });
  received.onError((error, c) => problemOf(error, c, log));
  app.route('/', received);
  app.route('/', health(hub));
  app.route('/', api.app);
  app.route('/', createConsole({ folder: consoleFolder, publicUrl, log }));
  const flush = async () => {
    clearInterval(flushing);
    await counts.flush(hub.pool).catch(() => undefined);
  };
  // Webhooks are most of what comes by far: they are not looked up among all other addresses.
  const fetch: Hono['fetch'] = (request, ...rest) =>
    request.method === 'POST' && hook.test(request.url)
      ? received.fetch(request, ...rest)
      : app.fetch(request, ...rest);
  return { fetch, flush };
}

function health(hub: Hub): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.text('ok'));
  app.get('/readyz', async (c) => {
    const ready = await hub.pool.query('select 1').then(
      () => true,
      () => false,
    );
    return c.text(ready ? 'ready' : 'the database is away', ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    if (!mayReadMetrics(c)) return c.text('Send COUNTERSIGN_METRICS_TOKEN as a bearer token.', 401);
    return c.text((await mergedText(hub.metrics.registry, workerMetrics)) + (await tableText(hub.pool)));
  });
  return app;
}

/** Whoever has the token; without one, this machine. */
function mayReadMetrics(c: Context): boolean {
  const { metricsToken } = config;
  if (metricsToken) return equalInConstantTime(c.req.header('authorization') ?? '', `Bearer ${metricsToken}`);
  const peer =
    (c.env as { incoming?: { socket: { remoteAddress?: string } } }).incoming?.socket.remoteAddress ?? '';
  return /^(::ffff:)?127\.|^::1$/.test(peer);
}

/** What is only possible once the address answers: vendors look at it when they are told of it. */
async function opened(hub: Hub, openSetup: () => Promise<string | null>) {
  if (config.demo) await seedDemo(hub);
  return { setup: config.demo ? null : await openSetup(), emulators: config.internal.emulatorUrl };
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

function fail(error: unknown): void {
  log.error({ error: messageOf(error), stack: (error as Error).stack }, 'cannot start');
  self.cannotStart(messageOf(error));
}

function portFault(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${config.port} is in use. Stop what uses it, or set COUNTERSIGN_PORT to a free one.`;
  }
  if (error.code === 'EACCES') {
    return `Port ${config.port} may not be opened by this user. Set COUNTERSIGN_PORT to one above 1023.`;
  }
  if (error.code === 'EADDRNOTAVAIL') {
    return `This machine has no address ${config.host}. Set COUNTERSIGN_HOST to one it has.`;
  }
  return messageOf(error);
}
