import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHub, type Hub } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { startEmbeddedPostgres } from '#db/embedded/embedded.ts';
import { migrate } from '#db/migrate.ts';
import { makePartitions } from '#runs/partitions.ts';
import { createLog } from '../../src/log.ts';
import { loadSecret } from '../../src/secret.ts';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';
import { createSupervisor, type Supervisor } from '../../src/supervisor.ts';

/** The product as a stranger runs it, on a data folder of its own, with one workflow: webhook received → webhook.send. */
export interface Product {
  /** Where events are posted. */
  url: string;
  secret: string;
  port: number;
  hub: Hub;
  supervisor: Supervisor;
  stop(): Promise<void>;
}

export const signature = { header: 'x-signature', prefix: 'sha256=' };

/** @param sink where the workflow posts to */
export async function startProduct(options: {
  port: number;
  sink: string;
  dataFolder?: string;
}): Promise<Product> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const database = await startEmbeddedPostgres({ dataFolder, log: () => undefined });
  await migrate(database.connectionString);
  const env = {
    ...process.env,
    COUNTERSIGN_PORT: String(options.port),
    COUNTERSIGN_DATA: dataFolder,
    COUNTERSIGN_DEMO: 'off',
    COUNTERSIGN_LOG: 'warn',
    COUNTERSIGN_ALLOW_TARGETS: new URL(options.sink).host,
    COUNTERSIGN_INTERNAL_DATABASE_URL: database.connectionString,
    COUNTERSIGN_INTERNAL_SECRET: await loadSecret(null, dataFolder),
  };
  const config = readConfig(env, process.cwd());
  const hub = await openHub({
    config,
    log: createLog('warn', 'bench'),
    name: 'bench',
    maxConnections: 2,
    onWork: () => undefined,
  });
  await makePartitions(hub.pool, systemClock);
  const made = await setUp(hub, options.sink);
  const supervisor = createSupervisor({
    clock: systemClock,
    log: { info: () => undefined, warn: (line) => process.stderr.write(`${line}\n`) },
  });
  const file = (name: string) => join(import.meta.dirname, '../../src', `${name}.ts`);
  await Promise.all(['worker', 'web'].map((name) => supervisor.start({ name, file: file(name), env: env })));
  return {
    ...made,
    port: options.port,
    hub,
    supervisor,
    async stop() {
      await supervisor.stop();
      await hub.close();
      await database.stop();
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function setUp(hub: Hub, sink: string): Promise<{ url: string; secret: string }> {
  const workspaceId = newId();
  const secret = 'bench-signing-secret';
  await hub.pool.query(`insert into workspaces (id, name) values ($1, 'Bench')`, [workspaceId]);
  const connected = await hub.connections.create(workspaceId, {
    connector: 'webhook',
    name: 'Source',
    environment: 'live',
    authMethod: 'secret',
    credentials: { signing_secret: secret },
    settings: { signatureHeader: signature.header, signaturePrefix: signature.prefix, dedupeField: 'eid' },
  });
  if (!('connection' in connected)) throw new Error('a webhook asks for no consent');
  const { connection } = connected;
  const { id, draftRevision } = await hub.catalog.create(workspaceId, {
    name: 'Bench',
    definition: {
      schema: 1,
      trigger: {
        connector: 'webhook',
        connectionId: connection.id,
        key: 'webhook.received',
        version: 1,
        settings: {},
      },
      filters: null,
      start: 'send',
      steps: {
        send: {
          kind: 'action',
          connector: 'webhook',
          connectionId: null,
          key: 'webhook.send',
          version: 1,
          input: { url: sink, body: '{{ trigger.body }}' },
          orderBy: null,
          next: null,
        },
      },
    },
  });
  await hub.catalog.publish(workspaceId, id, { revision: draftRevision, by: null });
  return { url: connection.endpoint!.url, secret };
}
