import { createHmac, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import type { Connector, ConnectionContext } from './kit/connector.ts';
import type { Reach } from './engine/engine.ts';
import type { Connections } from './connections/connections.ts';
import type { Id } from './std/id.ts';
import { Catalog } from './catalog/workflows.ts';
import { jobsOfConnection } from './connection-jobs.ts';
import { createConnections } from './connections/connections.ts';
import { createOutbound, type Outbound } from './connections/http/outbound.ts';
import { checkSecret } from './connections/secret-check.ts';
import { clicksign } from './connectors/clicksign/manifest.ts';
import { crm } from './connectors/crm/manifest.ts';
import { hubspot } from './connectors/hubspot/manifest.ts';
import { rdstation } from './connectors/rdstation/manifest.ts';
import { webhook } from './connectors/webhook/manifest.ts';
import { createPool } from './db/pool.ts';
import { enqueue } from './jobs/store.ts';
import { createMailer, type Mailer } from './notices/mail/mailer.ts';
import { createNotices, type Notices } from './notices/notices.ts';
import type { Mirror } from './records/mirror/mirror.ts';
import type { Records } from './records/records.ts';
import { RunControl } from './engine/control.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { systemClock, type Clock } from './std/clock.ts';
import { secretBoxOf, secretParts } from './std/crypto.ts';
import { AppError } from './std/errors.ts';
import { wireRecords } from './wire-records.ts';

/** Every connector of this version. */
export const connectors: Record<string, Connector> = { clicksign, crm, hubspot, rdstation, webhook };

/** What both kinds of process are made of: the rooms, wired. */
export interface Hub {
  config: Config;
  log: Logger;
  clock: Clock;
  pool: Pool;
  metrics: Metrics;
  outbound: Outbound;
  connections: Connections;
  /** Null when there is no mail server to send over. */
  mailer: Mailer | null;
  notices: Notices;
  records: Records;
  mirror: Mirror;
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
    onConnected: (tx, made) => enqueue(tx, jobsOfConnection(connectors, made, clock.now())),
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
  const crashPoint = crash ? crashAt(crash) : () => undefined;
  const mailer = mailerOf(config);
  return {
    ...{ config, log, clock, pool },
    metrics: createMetrics(),
    outbound,
    connections,
    mailer,
    notices: noticesOf(config, { pool, clock, secrets, outbound, mailer, crashPoint }),
    ...wireRecords({ pool, clock, connectors, connections }),
    catalog,
    control,
    owner: randomUUID(),
    connect: createConnect(connections, outbound, clock, secret),
    crashPoint,
    close: async () => {
      await outbound.close();
      await pool.end();
    },
  };
}

/** Over the operator's mail server; in the demo, when none is named, into the emulated mailbox. */
function mailerOf(config: Config): Mailer | null {
  const url = config.smtpUrl ?? config.internal.smtpUrl;
  if (url === null) return null;
  const host = config.publicUrl === null ? 'localhost' : new URL(config.publicUrl).hostname;
  return createMailer({ url, from: config.mailFrom ?? `Countersign <countersign@${host}>` });
}

type NoticeParts = Parameters<typeof createNotices>[0];

function noticesOf(
  config: Config,
  parts: Omit<NoticeParts, 'random' | 'publicUrl' | 'emulatorOrigin'>,
): Notices {
  return createNotices({
    ...parts,
    random: Math.random,
    publicUrl: config.publicUrl ?? `http://127.0.0.1:${config.port}`,
    emulatorOrigin: config.internal.emulatorUrl,
  });
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
  const known = new Map<Id, string>();
  return async (workspaceId, connectionId, connector, reach) => {
    if (connectionId) return connections.context(workspaceId, connectionId, reach);
    const signing = known.get(workspaceId) ?? signingSecrets(secret, workspaceId).join(' ');
    known.set(workspaceId, signing);
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
  return signingSecrets(secret, workspaceId)[0]!;
}

/**
 * The same while COUNTERSIGN_SECRET changes: the one that follows from the new secret, then those of the old. Posts carry
 * a signature by each, so receivers have until the old secret is dropped.
 */
export function signingSecrets(secret: string, workspaceId: Id): string[] {
  return secretParts(secret).map(
    (part) => `whsec_${createHmac('sha256', part).update(`webhook.send ${workspaceId}`).digest('base64')}`,
  );
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
