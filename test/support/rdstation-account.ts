import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { Effects } from '#kit/effects.ts';
import type { VendorHttp } from '#kit/http.ts';
import type { Clock } from '#std/clock.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { at } from '#std/json.ts';
import { memoryEffects } from '#kit/conformance/memory-effects.ts';
import { createParts, type EmulatorParts } from '#kit/emulator/emulator.ts';
import { VendorResponse } from '#kit/http.ts';
import {
  DEMO_RDSTATION_CLIENT_ID,
  DEMO_RDSTATION_CLIENT_SECRET,
  DEMO_RDSTATION_REFRESH_TOKEN,
  DEMO_RDSTATION_TOKEN,
} from '#connectors/rdstation/emulator/demo.ts';
import { createRdStationEmulator } from '#connectors/rdstation/emulator/emulator.ts';

/** The demo account at RD's emulator, in this process, with the doors a test needs. */
export interface RdStationAccount {
  parts: EmulatorParts;
  effects: Effects;
  /** Calls made by actions since the last `quiet()`, as `METHOD /path`. */
  calls: string[];
  quiet(): void;
  /** Runs an action as one step of one run; `step` is the same for every try of it. */
  run(
    action: Action,
    input: JsonObject,
    step?: string,
  ): Promise<ActionResult & { notes: { code: string; params: JsonObject }[] }>;
  context(step?: string): ActionContext & { notes: { code: string; params: JsonObject }[] };
  /** Calls API v1 as a person looking after it. */
  v1(method: 'GET' | 'POST' | 'PUT', path: string, body?: JsonObject): Promise<Json>;
  /** How many ledger entries of a kind there are. */
  count(kind: string): number;
  close(): Promise<void>;
}

const origin = 'http://emulator.test';
const json = { 'content-type': 'application/json' };

/** Opens a fresh demo account. `auth` chooses the API the actions use: `token` is v1, `oauth2` is v2. */
export async function openRdStationAccount(auth: 'token' | 'oauth2' = 'token'): Promise<RdStationAccount> {
  const clock = tickingClock(Date.parse('2026-11-20T12:00:00Z'));
  const parts = createParts({ key: 'rdstation', origin, dataFolder: null, clock, random: () => 0.5 });
  const emulator = createRdStationEmulator(parts);
  const effects = memoryEffects(clock);
  const calls: string[] = [];
  const send = async (url: string, init: RequestInit): Promise<Response> =>
    emulator.app.request(url.replace(`${origin}/rdstation`, ''), init);
  const http = emulatorHttp(send, calls);
  const credentials: Record<string, string> =
    auth === 'token' ? { token: DEMO_RDSTATION_TOKEN } : { access_token: await accessToken(send) };

  const context: RdStationAccount['context'] = (step = 'run-1/deal') => {
    const notes: { code: string; params: JsonObject }[] = [];
    return {
      connection: { id: 'c', workspaceId: 'w', name: 'RD ACME', environment: 'emulator', auth, settings: {} },
      credentials,
      origins: Object.fromEntries(
        ['v1', 'v2', 'accounts', 'app'].map((name) => [name, `${origin}/rdstation`]),
      ),
      http,
      clock,
      cached: (_key, _ttlMs, load) => load(),
      effects,
      idempotencyKey: step,
      notes,
      note: (code, params = {}) => void notes.push({ code, params }),
    };
  };
  return {
    parts,
    effects,
    calls,
    quiet: () => void calls.splice(0),
    async run(action, input, step) {
      const given = context(step);
      const result = await action.run(given, action.input.parse(input) as never);
      return { ...result, notes: given.notes };
    },
    context,
    async v1(method, path, body) {
      const url = `/api/v1${path}${path.includes('?') ? '&' : '?'}token=${DEMO_RDSTATION_TOKEN}`;
      const answer = await send(url, {
        method,
        ...(body ? { headers: json, body: JSON.stringify(body) } : {}),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Json;
    },
    count: (kind) => parts.journal.ledger().filter((entry) => entry.kind === kind).length,
    close: () => emulator.close(),
  };
}

function emulatorHttp(
  send: (url: string, init: RequestInit) => Promise<Response>,
  calls: string[],
): VendorHttp {
  return async (request) => {
    const url = new URL(request.url);
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    calls.push(`${request.method} ${url.pathname.replace('/rdstation', '')}`);
    const answer = await send(url.toString(), {
      method: request.method,
      headers: { ...(request.json === undefined ? {} : json), ...request.headers },
      ...(request.json === undefined ? {} : { body: JSON.stringify(request.json) }),
    });
    const headers = Object.fromEntries(answer.headers);
    return new VendorResponse(answer.status, headers, Buffer.from(await answer.arrayBuffer()));
  };
}

async function accessToken(send: (url: string, init: RequestInit) => Promise<Response>): Promise<string> {
  const answer = await send('/oauth2/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      client_id: DEMO_RDSTATION_CLIENT_ID,
      client_secret: DEMO_RDSTATION_CLIENT_SECRET,
      refresh_token: DEMO_RDSTATION_REFRESH_TOKEN,
      grant_type: 'refresh_token',
    }).toString(),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** A clock that goes on by a second at every look, so that later is always later. */
export function tickingClock(start: number): Clock {
  let now = start;
  return {
    now: () => (now += 1_000),
    monotonic: () => now,
    sleep: () => Promise.resolve(),
  };
}

/** The text at a path of an answer; fails the test when there is none. */
export function textIn(value: Json, path: string): string {
  const found = at(value, path);
  if (typeof found !== 'string') throw new Error(`no text at ${path} of ${JSON.stringify(value)}`);
  return found;
}
