import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Connector, ConnectionContext } from '#kit/connector.ts';
import type { VendorHttp } from '#kit/http.ts';
import type { Definition } from '#domain/workflow.ts';
import type { IntakeEndpoint } from '#connections/connections.ts';
import type { Accepted, Intake } from '#intake/intake.ts';
import type { Reach } from '#engine/engine.ts';
import type { Id } from '#std/id.ts';
import type { Clock } from '#std/clock.ts';
import { Catalog } from '#catalog/workflows.ts';
import { createOutbound, type Outbound } from '#connections/http/outbound.ts';
import { bumpEpoch, readEpoch } from '#db/epoch.ts';
import { RunControl } from '#engine/control.ts';
import { createIntake } from '#intake/intake.ts';
import { createSnapshot, Snapshots } from '#intake/snapshot.ts';
import { systemClock } from '#std/clock.ts';
import { newId, showId } from '#std/id.ts';
import { startTestWorker, type TestWorker, type WorkerParts } from './worker.ts';

export interface HubParts {
  /** Origins outbound calls may reach. */
  allowOrigins?: string[];
  /** Answers in place of the network. */
  vendor?: VendorHttp;
  /** Named places on intake's way. */
  crashPoint?(name: string): void;
}

/** The durable path of the hub in one process, on a test database, with connectors of the test's own. */
export class TestHub {
  readonly pool: Pool;
  readonly clock: Clock = systemClock;
  readonly workspaceId = newId();
  /** Where events come from, and the account actions work with. */
  readonly connectionId = newId();
  readonly connectors: Record<string, Connector>;
  readonly catalog: Catalog;
  readonly control: RunControl;
  readonly snapshots: Snapshots;
  readonly intake: Intake;
  /** What intake knows of the source's endpoint; `changeEndpoint` tells it of changes. */
  endpoint: IntakeEndpoint;
  readonly errors: unknown[] = [];
  /** Connections that were reported as needing to be made again. */
  readonly broken: (Id | null)[] = [];
  readonly #source: string;
  readonly #parts: HubParts;
  readonly #outbound: Outbound = createOutbound({ clock: systemClock });
  readonly #workers: TestWorker[] = [];

  constructor(pool: Pool, connectors: Record<string, Connector>, source: string, parts: HubParts) {
    this.pool = pool;
    this.connectors = connectors;
    this.#source = source;
    this.#parts = parts;
    const known = new Map([[this.connectionId, { connector: source }]]);
    this.catalog = new Catalog({ pool, clock: this.clock, connectors, connections: async () => known });
    this.endpoint = endpointOf(this, connectors[source]!);
    this.snapshots = new Snapshots(async () =>
      createSnapshot(await readEpoch(pool), [this.endpoint], await this.#listeners()),
    );
    this.intake = this.createIntake(pool);
    this.control = new RunControl({
      pool,
      clock: this.clock,
      connectors,
      definition: (id) => this.catalog.definition(id),
      current: (workspaceId, id) => this.#current(workspaceId, id),
      onWork: () => undefined,
    });
  }

  /** Another intake on the same catalog, as of another process; `pool` is what it stores with. */
  createIntake(pool: Pool): Intake {
    const { crashPoint = () => undefined } = this.#parts;
    return createIntake({ pool, snapshots: this.snapshots, onWork: () => undefined, crashPoint });
  }

  /** Publishes a definition and gives its workflow's id. */
  async publish(definition: Definition): Promise<Id> {
    const { id, draftRevision } = await this.catalog.create(this.workspaceId, { name: 'Test', definition });
    await this.catalog.publish(this.workspaceId, id, { revision: draftRevision, by: null });
    return id;
  }

  /** Publishes a workflow's next version. */
  async publishNext(workflowId: Id, definition: Definition): Promise<void> {
    const { draftRevision: revision } = await this.catalog.get(this.workspaceId, workflowId);
    const saved = await this.catalog.saveDraft(this.workspaceId, workflowId, {
      name: 'Test',
      definition,
      revision,
    });
    await this.catalog.publish(this.workspaceId, workflowId, { revision: saved.draftRevision, by: null });
  }

  /** Stores a body as if its signature had been checked. */
  deliver(body: unknown, intake = this.intake): Promise<Accepted> {
    return intake.accept({
      workspaceId: this.workspaceId,
      connectionId: this.connectionId,
      connector: this.connectors[this.#source]!,
      settings: {},
      via: 'webhook',
      headers: null,
      body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
      receivedAt: Date.now(),
    });
  }

  /** Changes the source's endpoint as another process would: in the catalog, which intake notices by its epoch. */
  async changeEndpoint(change: Partial<IntakeEndpoint>): Promise<void> {
    this.endpoint = { ...this.endpoint, ...change };
    await bumpEpoch(this.pool);
  }

  /** Path of the source's endpoint. */
  get path(): string {
    return `/hooks/${showId('endpoint', this.endpoint.id)}/${urlSecret}`;
  }

  worker(parts: WorkerParts = {}): TestWorker {
    const worker = startTestWorker(this, this.#connect, parts);
    this.#workers.push(worker);
    return worker;
  }

  /** Rows of a query over this hub's workspace, which is its `$1`. */
  async rows<Row>(query: string, ...more: unknown[]): Promise<Row[]> {
    return (await this.pool.query(query, [this.workspaceId, ...more])).rows as Row[];
  }

  /** Asks again and again until the rows are as wanted; 20 s at most. */
  async waitFor<Row>(
    what: string,
    query: string,
    values: unknown[],
    test: (rows: Row[]) => boolean,
  ): Promise<Row[]> {
    const until = Date.now() + 20_000;
    for (;;) {
      const { rows } = await this.pool.query(query, values);
      if (test(rows as Row[])) return rows as Row[];
      const seen = `last seen ${JSON.stringify(rows)}; errors ${this.errors.join('; ')}`;
      if (Date.now() > until) throw new Error(`waited 20 s for ${what}; ${seen}`);
      await systemClock.sleep(20);
    }
  }

  /** Waits until as many runs as wanted stand at a status. Gives their ids, oldest first. */
  async waitForRuns(status: string, count = 1): Promise<Id[]> {
    const rows = await this.waitFor<{ id: Id; status: string }>(
      `${count} runs ${status}`,
      'select id, status, reason from runs where workspace_id = $1 order by id',
      [this.workspaceId],
      (found) => found.filter((run) => run.status === status).length === count,
    );
    return rows.filter((run) => run.status === status).map((run) => run.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await this.#outbound.close();
  }

  /** Only this workspace's: other tests of the file leave theirs behind. */
  async #listeners() {
    const all = await this.catalog.listeners();
    return all.filter((listener) => listener.workspaceId === this.workspaceId);
  }

  async #current(workspaceId: Id, workflowId: Id) {
    const workflow = await this.catalog.get(workspaceId, workflowId);
    if (!workflow.versionId || !workflow.published) return null;
    return { versionId: workflow.versionId, definition: workflow.published.definition };
  }

  #connect = async (
    workspaceId: Id,
    connectionId: Id | null,
    _key: string,
    reach: Reach,
  ): Promise<ConnectionContext> => {
    const { allowOrigins = [], vendor } = this.#parts;
    const settings = { id: connectionId ?? workspaceId, workspaceId, name: 'Source', settings: {} };
    return {
      connection: { ...settings, environment: 'live', auth: 'token' },
      credentials: { signing_secret: 'test-secret' },
      origins: {},
      clock: this.clock,
      cached: (_name, _ttl, load) => load(),
      http: async (request) => {
        if (!vendor) return this.#outbound.call(request, { allowOrigins, httpsOnly: true, ...reach });
        reach.beforeWrite();
        return vendor(request);
      },
    };
  };
}

const urlSecret = 'url-secret';

function endpointOf(hub: TestHub, connector: Connector): IntakeEndpoint {
  return {
    id: newId(),
    workspaceId: hub.workspaceId,
    connectionId: hub.connectionId,
    connector,
    urlSecretHash: createHash('sha256').update(urlSecret).digest(),
    secrets: ['test-secret'],
    settings: {},
  };
}

/** @param source the connector that events come from; its connection is made without credentials */
export async function createTestHub(
  pool: Pool,
  connectors: Record<string, Connector>,
  source: string,
  parts: HubParts = {},
): Promise<TestHub> {
  const hub = new TestHub(pool, connectors, source, parts);
  await pool.query(`insert into workspaces (id, name) values ($1, 'Test')`, [hub.workspaceId]);
  await pool.query(
    `insert into connections (workspace_id, id, connector, name, environment, auth_method)
     values ($1, $2, $3, 'Source', 'live', 'token')`,
    [hub.workspaceId, hub.connectionId, source],
  );
  return hub;
}
