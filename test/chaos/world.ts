import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHub, type Hub } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { DEMO_CLICKSIGN_TOKEN } from '#connectors/clicksign/emulator/demo.ts';
import { DEMO_RDSTATION_TOKEN } from '#connectors/rdstation/emulator/demo.ts';
import { demoControlToken } from '#kit/emulator/emulator.ts';
import { newId } from '#std/id.ts';
import { contractSigned } from '../../src/demo/seed.ts';
import { createLog } from '../../src/log.ts';
import { freePorts } from '#std/ports.ts';
import { Victim } from './processes.ts';

/** The product's processes on a database, with emulators that outlive them, and the journey's workflow published. */
export interface World {
  hub: Hub;
  web: Victim;
  /** Makes a worker; the first one is told by the web process that there is work. */
  worker(): Victim;
  url: string;
  /** One `sign` body as Clicksign sends it, with its signature. */
  signed(key: string, signer?: number): { body: string; headers: Record<string, string> };
  control<Answer>(vendor: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Deals made at RD Station CRM, by the document's key stamped into them. */
  deals(): Promise<Map<string, number>>;
  close(): Promise<void>;
}

const secret = 'a-secret-of-the-chaos-tests-that-is-long-enough';
const signingSecret = '973d92ca80c2206a0e65b35d2371d595';

export async function openWorld(databaseUrl: string): Promise<World> {
  const port = await freePorts(3);
  const data = mkdtempSync(join(tmpdir(), 'countersign-chaos-'));
  const env: Record<string, string> = {
    ...(process.env as Record<string, string>),
    COUNTERSIGN_PORT: String(port),
    COUNTERSIGN_DATA: data,
    COUNTERSIGN_LOG: 'silent',
    NODE_COMPILE_CACHE: join(data, 'compile-cache'),
    COUNTERSIGN_INTERNAL_DATABASE_URL: databaseUrl,
    COUNTERSIGN_INTERNAL_SECRET: secret,
    COUNTERSIGN_INTERNAL_EMULATOR_URL: `http://127.0.0.1:${port + 1}`,
  };
  const emulators = new Victim('emulators', env);
  if (!(await emulators.start())) throw new Error('the emulators did not start');
  const config = readConfig(env, process.cwd());
  const hub = await openHub({
    config,
    log: createLog('silent', 'chaos'),
    name: 'chaos',
    maxConnections: 4,
    onWork: () => undefined,
  });
  const control = createControl(env['COUNTERSIGN_INTERNAL_EMULATOR_URL']!);
  for (const vendor of ['clicksign', 'rdstation']) {
    await control(vendor, 'PUT', '/limits', { enabled: false });
  }
  const url = await publishJourney(hub);
  const workers: Victim[] = [];
  const web = new Victim('web', { ...env, COUNTERSIGN_DEMO: 'off' });
  web.onRelay = () => workers[0]?.send('wake');
  return {
    hub,
    web,
    url,
    control,
    signed,
    worker() {
      const worker = new Victim('worker', env);
      workers.push(worker);
      return worker;
    },
    deals: () => dealsByKey(control),
    async close() {
      await Promise.all([web, ...workers].map((victim) => victim.stop()));
      await hub.close();
      await emulators.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function createControl(origin: string): World['control'] {
  return async (vendor, method, path, body) => {
    const response = await fetch(`${origin}/${vendor}/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${demoControlToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    }
    return (response.status === 204 ? null : await response.json()) as never;
  };
}

async function publishJourney(hub: Hub): Promise<string> {
  const workspaceId = newId();
  await hub.pool.query(`insert into workspaces (id, name) values ($1, 'Chaos')`, [workspaceId]);
  const connect = async (connector: string, credentials: Record<string, string>) => {
    const connected = await hub.connections.create(workspaceId, {
      connector,
      name: connector,
      environment: 'emulator',
      authMethod: 'token',
      credentials,
      settings: { requests_per_minute: 1_000_000 },
    });
    if (!('connection' in connected)) throw new Error('no consent expected');
    return connected.connection;
  };
  const clicksign = await connect('clicksign', { access_token: DEMO_CLICKSIGN_TOKEN });
  const rdstation = await connect('rdstation', { token: DEMO_RDSTATION_TOKEN });
  const withSecret = await hub.connections.addSecret(workspaceId, clicksign.id, signingSecret);
  const definition = contractSigned(clicksign.id, rdstation.id);
  const step = definition.steps['deal'];
  if (step?.kind === 'action') {
    step.retry = { firstMs: 500, factor: 1.5, maxMs: 3_000, giveUpAfterMs: 3_600_000, jitter: 0.2 };
  }
  const workflow = await hub.catalog.create(workspaceId, { name: 'Journey', definition });
  await hub.catalog.publish(workspaceId, workflow.id, { revision: workflow.draftRevision, by: null });
  return withSecret.endpoint!.url;
}

/** A document of its own for each key, so that each event must make one deal. */
function signed(key: string, signer = 1): { body: string; headers: Record<string, string> } {
  const person = {
    key: `${key}-${signer}`,
    email: `s${signer}-${key}@example.test`,
    name: 'Ana Souza',
    sign_as: 'sign',
  };
  const at = new Date().toISOString();
  const body = JSON.stringify({
    event: { name: 'sign', data: { signer: person }, occurred_at: at },
    document: {
      key,
      account_key: randomUUID(),
      path: `/Contratos/${key}.pdf`,
      filename: `${key}.pdf`,
      uploaded_at: at,
      status: 'running',
      metadata: {},
      signers: [person],
      events: [{ name: 'sign', data: { signer: person }, occurred_at: at }],
    },
  });
  const hmac = createHmac('sha256', signingSecret).update(body).digest('hex');
  return {
    body,
    headers: { 'content-type': 'application/json', event: 'sign', 'content-hmac': `sha256=${hmac}` },
  };
}

interface LedgerEntry {
  seq: number;
  kind: string;
  data: { customFields?: Record<string, string> };
}

async function dealsByKey(control: World['control']): Promise<Map<string, number>> {
  const { entries } = await control<{ entries: LedgerEntry[] }>('rdstation', 'GET', '/ledger?after=0');
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind !== 'deal.created') continue;
    const key = entry.data.customFields?.['Chave Clicksign'] ?? 'unstamped';
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
