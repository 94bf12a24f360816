import { connectors, openHub, type Hub } from './app.ts';
import { loadConfig } from './config.ts';
import { Engine } from './engine/engine.ts';
import { startWorker } from './engine/worker.ts';
import { backgroundHandlers, ensureSchedules } from './background.ts';
import { createLog } from './log.ts';
import { messageOf } from './std/errors.ts';
import { showId } from './std/id.ts';
import { supervised } from './supervised.ts';
import type { Lane } from './domain/job.ts';
import type { WakeUp } from './engine/worker.ts';

const graceMs = 8_000;
const metricsEveryMs = 5_000;

/** The worker: takes runs on and does what is scheduled. As many of them as there are machines, on one database. */
const config = loadConfig();
const log = createLog(config.logLevel, 'worker');
let stop = async (): Promise<void> => undefined;
let wake: (lanes?: Lane[]) => void = () => undefined;
const self = supervised({ stop: () => stop(), onMessage: (message) => wake((message as WakeUp).lanes) });

try {
  const hub = await openHub({ config, log, name: 'worker', maxConnections: 10, onWork: () => wake() });
  const engine = createEngine(hub);
  const worker = startWorker({
    pool: hub.pool,
    clock: hub.clock,
    owner: hub.owner,
    engine,
    background: backgroundHandlers(hub),
    onError: (error, job) => {
      hub.metrics.ownErrors.inc({ job: job?.kind ?? 'queue' });
      log.error(
        { error: messageOf(error), job: job?.kind, run: job?.runId },
        'our own failure; the job is tried again',
      );
    },
    onLost: (job) => {
      hub.metrics.leasesLost.inc();
      log.warn({ job: job.id, run: job.runId }, 'a lease was lost');
    },
  });
  wake = worker.wake;
  await ensureSchedules(hub);
  const reporting = setInterval(() => {
    for (const [lane, held] of Object.entries(worker.held())) hub.metrics.held.set({ lane }, held);
    void hub.metrics.registry.getMetricsAsJSON().then((metrics) => self.send('web', metrics));
  }, metricsEveryMs);
  self.ready();
  stop = async () => {
    clearInterval(reporting);
    await worker.stop(graceMs);
    await hub.close();
  };
} catch (error) {
  self.cannotStart(messageOf(error));
}

function createEngine(hub: Hub): Engine {
  return new Engine({
    pool: hub.pool,
    clock: hub.clock,
    random: Math.random,
    owner: hub.owner,
    connectors,
    connect: hub.connect,
    definition: (id) => hub.catalog.definition(id),
    needsReconnect: async (workspaceId, connectionId, reason) => {
      if (connectionId) await hub.connections.markNeedsReconnect(workspaceId, connectionId, reason);
    },
    crashPoint: hub.crashPoint,
    metrics: {
      lostClaim: () => hub.metrics.leasesLost.inc(),
      attempted: (run, { attempt, status, delayMs }) => {
        if (!attempt) return;
        hub.metrics.attempts.inc({ action: attempt.action, status: attempt.status });
        hub.metrics.attemptSeconds.observe({ action: attempt.action }, (attempt.ms ?? 0) / 1000);
        if (status === 'waiting') hub.metrics.retries.inc();
        log.info(
          {
            run: showId('run', run.id),
            workspace: run.workspaceId,
            workflow: run.workflowId,
            step: attempt.step,
            n: attempt.n,
            action: attempt.action,
            connection: attempt.connectionId,
            status: attempt.status,
            http: attempt.http,
            ms: attempt.ms,
            error: attempt.error?.code,
            then: status ?? 'next step',
            retryInMs: status === 'waiting' ? Math.round(delayMs) : undefined,
          },
          'attempt',
        );
      },
    },
  });
}
