import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { createParts } from '#kit/emulator/emulator.ts';
import type { Clock } from '#std/clock.ts';
import { at, type Json, type JsonObject } from '#std/json.ts';
import {
  DEMO_HUBSPOT_CLIENT_ID,
  DEMO_HUBSPOT_CLIENT_SECRET,
  DEMO_HUBSPOT_PRIVATE_TOKEN,
  DEMO_HUBSPOT_REFRESH_TOKEN,
} from './demo.ts';
import { createHubSpotEmulator } from './emulator.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body; null when it is none. */
  body: Json;
}

/** An emulator on trial: in memory unless a folder is named, on a clock that stands still, its webhooks caught. */
export type Trial = ReturnType<typeof startTrial>;

/** Starts an emulator for a test. */
export function startTrial(options: { dataFolder?: string } = {}) {
  const clock = standingClock(Date.parse('2026-11-20T12:00:00Z'));
  const posts: { url: string; text: string; headers: Headers; events: JsonObject[] }[] = [];
  let receiver = () => new Response('ok');
  const parts = createParts({
    key: 'hubspot',
    origin: 'http://127.0.0.1:4001',
    dataFolder: options.dataFolder ?? null,
    clock,
    random: () => 0,
    newId: randomUUID,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const text = await request.text();
      posts.push({
        url: request.url,
        text,
        headers: request.headers,
        events: JSON.parse(text) as JsonObject[],
      });
      return receiver();
    },
  });
  const emulator = createHubSpotEmulator(parts);

  const { call, form } = callsOf(emulator.app);

  return {
    parts,
    clock,
    posts,
    app: emulator.app,
    call,
    form,
    /** Calls the API with the private app's token, or another one. */
    api: (method: string, path: string, body?: Json, token = DEMO_HUBSPOT_PRIVATE_TOKEN) =>
      call(method, path, body, { authorization: `Bearer ${token}` }),
    /** Asks a token endpoint, as the demo app. */
    token: (fields: Record<string, string>, path = '/oauth/v3/token') =>
      form(path, {
        client_id: DEMO_HUBSPOT_CLIENT_ID,
        client_secret: DEMO_HUBSPOT_CLIENT_SECRET,
        ...fields,
      }),
    /** A fresh access token of the demo app in the first account. */
    accessToken: async () => {
      const fields = { grant_type: 'refresh_token', refresh_token: DEMO_HUBSPOT_REFRESH_TOKEN };
      const client = { client_id: DEMO_HUBSPOT_CLIENT_ID, client_secret: DEMO_HUBSPOT_CLIENT_SECRET };
      return textAt((await form('/oauth/v3/token', { ...client, ...fields })).body, 'access_token');
    },
    /** Calls the control door. */
    control: (method: string, path: string, body?: Json) =>
      call(method, `/_emulator${path}`, body, { authorization: 'Bearer emulator' }),
    ledger: (kind: string) => parts.journal.ledger().filter((entry) => entry.kind === kind),
    receiveWith: (answer: () => Response) => void (receiver = answer),
    close: () => emulator.close(),
  };
}

function callsOf(app: Hono) {
  return {
    call: async (
      method: string,
      path: string,
      body?: Json,
      headers: Record<string, string> = {},
    ): Promise<Answer> => {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      return read(await app.request(path, { method, headers: { ...type, ...headers }, ...sent }));
    },
    form: async (path: string, fields: Record<string, string>): Promise<Answer> =>
      read(await app.request(path, { method: 'POST', body: new URLSearchParams(fields) })),
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? (JSON.parse(text) as Json) : null,
  };
}

/** A clock that moves only when told to; whoever sleeps is woken in time. */
function standingClock(start: number): Clock & { advance(ms: number): Promise<void> } {
  let now = start;
  const sleepers = new Set<{ until: number; wake(): void }>();
  return {
    now: () => now,
    monotonic: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake() {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        if (signal?.aborted) return resolve();
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => sleeper.wake(), { once: true });
      }),
    async advance(ms) {
      now += ms;
      for (const sleeper of [...sleepers]) if (sleeper.until <= now) sleeper.wake();
      await settled();
    },
  };
}

/** The text at a path of an answer's body; an empty one when there is none. */
export function textAt(body: unknown, path: string): string {
  const value = at(body, path);
  return typeof value === 'string' ? value : '';
}

/** Lets everything that waits for no clock and no network run to its end. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
