import { createHmac, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import type { Connector, ConnectionContext } from './kit/connector.ts';
import type { Reach } from './engine/engine.ts';
import type { Connections } from './connections/connections.ts';
import type { Id } from './std/id.ts';
import { Catalog } from './catalog/workflows.ts';
import { createConnections } from './connections/connections.ts';
import { createOutbound, type Outbound } from './connections/http/outbound.ts';
import { checkSecret } from './connections/secret-check.ts';
import { clicksign } from './connectors/clicksign/manifest.ts';
import { rdstation } from './connectors/rdstation/manifest.ts';
import { webhook } from './connectors/webhook/manifest.ts';
import { createPool } from './db/pool.ts';
import { RunControl } from './engine/control.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { systemClock, type Clock } from './std/clock.ts';
import { secretBoxOf } from './std/crypto.ts';
import { AppError } from './std/errors.ts';

/** Every connector of this version. */
export const connectors: Record<string, Connector> = { clicksign, rdstation, webhook };

/** What both kinds of process are made of: the rooms, wired. */
export interface Hub {
  config: Config;
  log: Logger;
  clock: Clock;
  pool: Pool;
  metrics: Metrics;
  outbound: Outbound;
  connections: Connections;
  catalog: Catalog;
  control: RunControl;
  /** This process's name among the workers; new at every start. */
  owner: string;
  /** The context of a step's action; without a connection, only the way out and the workspace's signing secret. */
  connect(
    workspaceId: Id,
    connectionId: Id | null,
    connector: string,
    reach: Reach,
  ): Promise<ConnectionContext>;
  crashPoint(name: string): void;
  close(): Promise<void>;
}

export interface HubParts {
  config: Config;
  log: Logger;
  name: string;
  maxConnections: number;
  /** There may be work: tells the worker. */
  onWork(): void;
}

/** Opens the rooms on the database that the main process found or started. */
export async function openHub({ config, log, name, maxConnections, onWork }: HubParts): Promise<Hub> {
  const clock = systemClock;
  const { databaseUrl, secret, emulatorUrl } = config.internal;
  if (!databaseUrl || !secret) {
    throw new AppError('internal', 'This process is started by `npm start`, not by hand.');
  }
  const pool = createPool({
    connectionString: databaseUrl,
    applicationName: `countersign ${name}`,
    maxConnections,
    connectTimeoutMs: 3_000,
    onConnectionLost: (error) => log.warn({ error: error.message }, 'a database connection was lost'),
  });
  const secrets = secretBoxOf(secret);
  await checkSecret(pool, secrets);
  const outbound = createOutbound({ clock, allowTargets: config.allowTargets });
  const control: RunControl = createControl(pool, clock, onWork, () => catalog);
  const connections = createConnections({
    pool,
    clock,
    random: Math.random,
    connectors,
    secrets,
    http: outbound,
    publicUrl: config.publicUrl,
    localUrl: `http://127.0.0.1:${config.port}`,
    emulatorOrigin: emulatorUrl,
    onReconnected: (tx, workspaceId, id) => control.resumeConnection(tx, workspaceId, id),
  });
  const catalog = new Catalog({
    pool,
    clock,
    connectors,
    connections: async (workspaceId) =>
      new Map((await connections.list(workspaceId)).map((one) => [one.id, { connector: one.connector }])),
  });
  const crash = config.internal.crashAt;
  return {
    config,
    log,
    clock,
    pool,
    metrics: createMetrics(),
    outbound,
    connections,
    catalog,
    control,
    owner: randomUUID(),
    connect: createConnect(connections, outbound, clock, secret),
    crashPoint: crash ? crashAt(crash) : () => undefined,
    close: async () => {
      await outbound.close();
      await pool.end();
    },
  };
}

function createControl(pool: Pool, clock: Clock, onWork: () => void, catalog: () => Catalog): RunControl {
  return new RunControl({
    pool,
    clock,
    connectors,
    definition: (id) => catalog().definition(id),
    current: async (workspaceId, id) => {
      const workflow = await catalog()
        .get(workspaceId, id)
        .catch(() => null);
      if (!workflow?.versionId || !workflow.published) return null;
      return { versionId: workflow.versionId, definition: workflow.published.definition };
    },
    onWork,
  });
}

function createConnect(
  connections: Connections,
  outbound: Outbound,
  clock: Clock,
  secret: string,
): Hub['connect'] {
  const signingSecrets = new Map<Id, string>();
  return async (workspaceId, connectionId, connector, reach) => {
    if (connectionId) return connections.context(workspaceId, connectionId, reach);
    const signing = signingSecrets.get(workspaceId) ?? signingSecret(secret, workspaceId);
    signingSecrets.set(workspaceId, signing);
    return {
      connection: {
        id: workspaceId,
        workspaceId,
        name: connector,
        environment: 'live',
        auth: 'none',
        settings: {},
      },
      credentials: { signing_secret: signing },
      origins: {},
      clock,
      cached: (_key, _ttlMs, load) => load(),
      http: (request) =>
        outbound.call(request, {
          allowOrigins: [],
          httpsOnly: true,
          secrets: noSecrets,
          perHost: 32,
          ...reach,
        }),
    };
  };
}

const noSecrets: string[] = [];

/** The secret a workspace's webhooks are signed with: derived, so that nothing has to be stored. */
export function signingSecret(secret: string, workspaceId: Id): string {
  return `whsec_${createHmac('sha256', secret).update(`webhook.send ${workspaceId}`).digest('base64')}`;
}

/**
 * Chaos tests kill or stop the process at a named place: `name` or `name:N` (the Nth time), with `stop:` in front to
 * pause it as an overloaded machine would.
 */
function crashAt(wanted: string): (name: string) => void {
  const pause = wanted.startsWith('stop:');
  const [name, times = '1'] = wanted.replace(/^stop:/, '').split(':');
  let left = Number(times);
  return (reached) => {
    if (reached !== name || --left !== 0) return;
    process.kill(process.pid, pause ? 'SIGSTOP' : 'SIGKILL');
  };
}
