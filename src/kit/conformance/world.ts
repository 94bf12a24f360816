import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { systemClock } from '../../std/clock.ts';
import type { Json } from '../../std/json.ts';
import type { ActionContext, ConnectionContext } from '../connector.ts';
import type { Effects } from '../effects.ts';
import { createParts, type EmulatorParts } from '../emulator/emulator.ts';
import { socketHttp } from './http.ts';
import { memoryEffects } from './memory-effects.ts';
import type { Credentials, Subject } from './subject.ts';

/** An emulator on a socket of its own, with one account and the doors to it. */
export interface World {
  parts: EmulatorParts;
  /** Where the emulator's own pages and API begin: `http://127.0.0.1:<port>/<vendor>`. */
  base: string;
  credentials: Credentials;
  /** A connection to the account; `wrong` with credentials the vendor must refuse. */
  context(options?: { wrong?: boolean; timeoutMs?: number }): ConnectionContext;
  /** The same as an action sees it. The effects room is one for the whole world. */
  action(idempotencyKey: string): ActionContext & { notes: string[] };
  /** Calls the emulator's control door (`/_emulator<path>`) and gives its answer. */
  control(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: Json): Promise<Json>;
  close(): Promise<void>;
}

/** Starts an emulator for a subject, in memory, on a free port of this machine. */
export async function openWorld(subject: Subject): Promise<World> {
  const key = subject.connector.key;
  const root = new Hono();
  const server = await listen(root);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const parts = createParts({ key, origin, dataFolder: null, clock: systemClock, random: () => 0.5 });
  const emulator = subject.createEmulator(parts);
  root.route(`/${key}`, emulator.app);
  const closers: (() => Promise<void>)[] = [() => emulator.close(), () => stop(server)];
  const effects = memoryEffects(systemClock);
  const world: World = {
    parts,
    base: `${origin}/${key}`,
    credentials: { auth: '', values: {}, wrong: {} },
    context(options = {}) {
      const { http, close } = socketHttp(options.timeoutMs ?? 10_000);
      closers.unshift(close);
      return contextOf(subject, world, http, options.wrong ?? false);
    },
    action: (idempotencyKey) => actionOf(world.context(), effects, idempotencyKey),
    control: (method, path, body) => callControl(world, method, path, body),
    async close() {
      for (const close of closers) await close();
    },
  };
  world.credentials = await subject.connect(world);
  return world;
}

async function callControl(
  world: World,
  method: string,
  path: string,
  body: Json | undefined,
): Promise<Json> {
  const url = `${world.base}/_emulator${path}`;
  const headers = { authorization: `Bearer ${world.parts.controlToken}`, 'content-type': 'application/json' };
  const answer = await fetch(url, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The control door answered ${answer.status} to ${method} ${url}: ${text}`);
  return text === '' ? null : (JSON.parse(text) as Json);
}

function contextOf(
  { connector }: Subject,
  world: World,
  http: ConnectionContext['http'],
  wrong: boolean,
): ConnectionContext {
  const names = Object.keys(connector.environments[0]?.origins ?? {});
  const known = new Map<string, Promise<unknown>>();
  return {
    connection: {
      id: '018f0000-0000-7000-8000-000000000001',
      workspaceId: '018f0000-0000-7000-8000-000000000002',
      name: 'Conformance',
      environment: 'emulator',
      auth: world.credentials.auth,
      settings: world.credentials.settings ?? {},
    },
    credentials: wrong ? world.credentials.wrong : world.credentials.values,
    origins: Object.fromEntries(names.map((name) => [name, world.base])),
    http,
    clock: systemClock,
    cached: <Value>(key: string, _ttlMs: number, load: () => Promise<Value>) => {
      const loading = (known.get(key) as Promise<Value> | undefined) ?? load();
      known.set(key, loading);
      loading.catch(() => known.delete(key));
      return loading;
    },
  };
}

function actionOf(context: ConnectionContext, effects: Effects, idempotencyKey: string) {
  const notes: string[] = [];
  return { ...context, effects, idempotencyKey, notes, note: (code: string) => void notes.push(code) };
}

/** Routes are added to `root` after it listens: only then the port is known. */
function listen(root: Hono): Promise<Server> {
  return new Promise((resolve) => {
    const server = serve({ fetch: (...call) => root.fetch(...call), hostname: '127.0.0.1', port: 0 }, () =>
      resolve(server as Server),
    );
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
