import { createParts, demoControlToken } from '#kit/emulator/emulator.ts';
import type { Clock } from '#std/clock.ts';
import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { DEMO_CLICKSIGN_TOKEN } from './demo.ts';
import { createClicksignEmulator } from './emulator.ts';
import { openStore } from './model/store.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON body; `{}` when it is none. */
  body: JsonObject;
}

/** A webhook the emulator sent. */
export interface Post {
  url: string;
  headers: Headers;
  raw: string;
  event: string;
  body: JsonObject;
}

interface Catch {
  posts: Post[];
  receiver: () => Response;
}

/** Parts whose webhooks are caught, on a clock moved by hand. */
function trialParts(dataFolder: string | null, caught: Catch) {
  const clock = handClock(Date.parse('2026-03-10T17:00:00Z'));
  const parts = createParts({
    key: 'clicksign',
    origin: 'http://127.0.0.1:4001',
    dataFolder,
    clock,
    random: () => 0.123456,
    fetch: (input, init) => {
      const raw = init?.body as string;
      const headers = new Headers(init?.headers);
      const event = headers.get('event') ?? '';
      caught.posts.push({ url: input as string, headers, raw, event, body: JSON.parse(raw) as JsonObject });
      return Promise.resolve(caught.receiver());
    },
  });
  return { clock, parts };
}

/** An emulator on trial: in memory unless a folder is named, on a clock moved by hand, its webhooks caught. */
export type Trial = ReturnType<typeof startTrial>;

/** Starts an emulator for a test; its limits are lifted. */
export function startTrial(options: { dataFolder?: string } = {}) {
  const caught: Catch = { posts: [], receiver: () => new Response('ok') };
  const { clock, parts } = trialParts(options.dataFolder ?? null, caught);
  const { posts } = caught;
  const emulator = createClicksignEmulator(parts);

  async function call(
    method: string,
    path: string,
    body?: Json,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return read(await emulator.app.request(path, { method, headers, ...sent }));
  }
  const json = { 'Content-Type': 'application/json' };
  const apiJson = { 'Content-Type': 'application/vnd.api+json', Accept: 'application/vnd.api+json' };
  return {
    parts,
    clock,
    posts,
    store: openStore(parts),
    app: emulator.app,
    close: () => emulator.close(),
    /** Waits until every webhook was tried that is not waiting for a later time, and at least so many posts were made. */
    async delivered(count = 0): Promise<Post[]> {
      while (
        posts.length < count ||
        parts.deliveries.list().some((row) => row.status === 'pending' && row.nextAt === null)
      ) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      return posts;
    },
    /** The names of the events sent so far. */
    async events(): Promise<string[]> {
      return (await this.delivered()).map((post) => post.event);
    },
    receive: (answer: () => Response) => void (caught.receiver = answer),
    call,
    v1: (method: string, path: string, body?: Json) =>
      call(
        method,
        `/api/v1${path}${path.includes('?') ? '&' : '?'}access_token=${DEMO_CLICKSIGN_TOKEN}`,
        body,
        json,
      ),
    v3: (method: string, path: string, body?: Json, headers: Record<string, string> = {}) =>
      call(method, `/api/v3${path}`, body, { Authorization: DEMO_CLICKSIGN_TOKEN, ...apiJson, ...headers }),
    control: (method: string, path: string, body?: Json) =>
      call(method, `/_emulator${path}`, body, { Authorization: `Bearer ${demoControlToken}`, ...json }),
    form: async (path: string, fields: Record<string, string>) =>
      read(await emulator.app.request(path, { method: 'POST', body: new URLSearchParams(fields) })),
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = isJson ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, body: isObject(body) ? body : {} };
}

/** A clock that moves only by `pass`; those asleep wake up when their time has come. */
function handClock(start: number): Clock & { pass(ms: number): void } {
  let now = start;
  let sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        sleepers.push({ at: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => resolve(), { once: true });
      }),
    pass(ms) {
      now += ms;
      const due = sleepers.filter((sleeper) => sleeper.at <= now);
      sleepers = sleepers.filter((sleeper) => sleeper.at > now);
      for (const sleeper of due) sleeper.wake();
    },
  };
}
