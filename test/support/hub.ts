import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Connector, ConnectionContext } from '#kit/connector.ts';
import type { Definition } from '#domain/workflow.ts';
import type { Delivery } from '#intake/facts.ts';
import type { Reach } from '#engine/engine.ts';
import type { Id } from '#std/id.ts';
import { Catalog } from '#catalog/workflows.ts';
import { createOutbound } from '#connections/http/outbound.ts';
import { readEpoch } from '#db/epoch.ts';
import { Engine } from '#engine/engine.ts';
import { startWorker } from '#engine/worker.ts';
import { createIntake } from '#intake/intake.ts';
import { createSnapshot, Snapshots } from '#intake/snapshot.ts';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';

/** The durable path of the hub in one process, on a test database, with connectors of the test's own. */
export interface TestHub extends AsyncDisposable {
  pool: Pool;
  workspaceId: Id;
  connectionId: Id;
  catalog: Catalog;
  /** Publishes a definition and gives its workflow's id. */
  publish(definition: Definition): Promise<Id>;
  /** Stores a body as if its signature had been checked. */
  deliver(body: unknown): Promise<{ stored: number; duplicates: number; runs: number }>;
  worker(options?: WorkerParts): TestWorker;
  errors: unknown[];
  waitFor<Row>(
    what: string,
    query: string,
    values: unknown[],
    test: (rows: Row[]) => boolean,
  ): Promise<Row[]>;
}

export interface WorkerParts {
  crashPoint?(name: string): void;
}

export interface TestWorker {
  owner: string;
  engine: Engine;
  lost: number;
  stop(): Promise<void>;
}

/** @param source the connector that events come from; its connection is made without credentials */
export async function createTestHub(
  pool: Pool,
  connectors: Record<string, Connector>,
  source: string,
  allowOrigins: string[] = [],
): Promise<TestHub> {
  const workspaceId = newId();
  const connectionId = newId();
  await pool.query(`insert into workspaces (id, name) values ($1, 'Test')`, [workspaceId]);
  await pool.query(
    `insert into connections (workspace_id, id, connector, name, environment, auth_method) values ($1, $2, $3, 'Source', 'live', 'token')`,
    [workspaceId, connectionId, source],
  );
  const catalog = new Catalog({
    pool,
    clock: systemClock,
    connectors,
    connections: async () => new Map([[connectionId, { connector: source }]]),
  });
  const outbound = createOutbound({ clock: systemClock });
  const errors: unknown[] = [];
  const workers: TestWorker[] = [];
  const snapshots = new Snapshots(async () =>
    createSnapshot(await readEpoch(pool), [], await catalog.listeners()),
  );
  const intake = createIntake({ pool, snapshots, onWork: () => undefined, crashPoint: () => undefined });

  const connect = async (
    workspace: Id,
    connection: Id | null,
    _key: string,
    reach: Reach,
  ): Promise<ConnectionContext> => ({
    connection: {
      id: connection ?? workspace,
      workspaceId: workspace,
      name: 'Source',
      environment: 'live',
      auth: 'token',
      settings: {},
    },
    credentials: { signing_secret: 'test-secret' },
    origins: {},
    clock: systemClock,
    cached: (_name, _ttl, load) => load(),
    http: (request) => outbound.call(request, { allowOrigins, httpsOnly: true, ...reach }),
  });

  return {
    pool,
    workspaceId,
    connectionId,
    catalog,
    errors,
    async publish(definition) {
      const { id, draftRevision } = await catalog.create(workspaceId, { name: 'Test', definition });
      await catalog.publish(workspaceId, id, { revision: draftRevision, by: null });
      return id;
    },
    deliver(body) {
      const delivery: Delivery = {
        workspaceId,
        connectionId,
        connector: connectors[source]!,
        settings: {},
        via: 'webhook',
        headers: null,
        body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
        receivedAt: Date.now(),
      };
      return intake.accept(delivery);
    },
    worker(parts = {}) {
      const owner = createHash('sha256').update(newId()).digest('hex').slice(0, 12);
      const engine = new Engine({
        pool,
        clock: systemClock,
        random: Math.random,
        owner,
        connectors,
        connect,
        definition: (id) => catalog.definition(id),
        needsReconnect: async () => undefined,
        crashPoint: parts.crashPoint ?? (() => undefined),
        metrics: { lostClaim: () => void worker.lost++, attempted: () => undefined },
      });
      const running = startWorker({
        pool,
        clock: systemClock,
        owner,
        engine,
        background: {},
        onError: (error) => errors.push(error),
        onLost: () => undefined,
      });
      const worker: TestWorker = { owner, engine, lost: 0, stop: () => running.stop(2_000) };
      workers.push(worker);
      return worker;
    },
    async waitFor(what, query, values, test) {
      const until = Date.now() + 20_000;
      for (;;) {
        const { rows } = await pool.query(query, values);
        if (test(rows as never)) return rows as never;
        if (Date.now() > until)
          throw new Error(
            `waited 20 s for ${what}; last seen ${JSON.stringify(rows)}; errors ${errors.join('; ')}`,
          );
        await systemClock.sleep(20);
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await outbound.close();
    },
  };
}
