import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoControlToken } from '#kit/emulator/emulator.ts';
import { freePorts } from '#std/ports.ts';

const main = join(import.meta.dirname, '../../src/main.ts');

/** A start of the product by `src/main.ts`, as `npm start` does it. */
export interface Start {
  readonly process: ChildProcess;
  /** Everything it said so far, to people and to its log. */
  said(): string;
  /** Resolves with its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Waits until it said something that matches; fails when it ends before. */
  until(wanted: RegExp): Promise<RegExpExecArray>;
}

/** The product at work, on free ports and in a data folder of its own. */
export interface Product extends Start {
  /** Where the hub is. */
  hub: string;
  /** Where the emulators are. */
  emulators: string;
  /** Calls the control door of an emulator. */
  control<Answer>(vendor: string, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Stops it with a signal and waits for its end; nothing more when it has ended already. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Settings by name; null takes one away that this process has. */
export type Settings = Record<string, string | null>;

/** Starts `src/main.ts` with these settings and nothing else. */
export function launch(settings: Settings): Start {
  const all: Record<string, string | null | undefined> = {
    ...process.env,
    COUNTERSIGN_TEST_DATABASE_URL: null,
    ...settings,
  };
  const given = Object.entries(all).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const env = Object.fromEntries(given);
  const child = spawn(process.execPath, [main], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const heard = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      heard.dispatchEvent(new Event('said'));
    });
  }
  // `close` comes after the last of what it said; children hold the streams until they are gone too.
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    ended,
    said: () => text,
    until: (wanted) =>
      hear(
        heard,
        () => wanted.exec(text),
        ended,
        () => text,
      ),
  };
}

async function hear(
  heard: EventTarget,
  look: () => RegExpExecArray | null,
  ended: Promise<unknown>,
  said: () => string,
): Promise<RegExpExecArray> {
  for (;;) {
    const next = once(heard, 'said').then(() => true);
    const found = look();
    if (found) return found;
    const more = await Promise.race([next, ended.then(() => false)]);
    if (!more && !look()) throw new Error(`It ended and said:\n${said()}`);
  }
}

/** A data folder of its own, gone with `remove`. */
export function makeDataFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'countersign-journeys-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/**
 * Starts the whole product and waits until it is ready.
 * @param settings among them COUNTERSIGN_DATA, when the folder is to outlive the product
 */
export async function startProduct(settings: Settings = {}): Promise<Product> {
  const port = await freePorts(3);
  const data = settings.COUNTERSIGN_DATA ? null : makeDataFolder();
  const start = launch({
    COUNTERSIGN_PORT: String(port),
    ...(data && { COUNTERSIGN_DATA: data.path }),
    ...settings,
  });
  const emulators = `http://127.0.0.1:${port + 1}`;
  await start.until(/Countersign is ready/);
  const stop = async () => {
    const { process: main } = start;
    const exited = main.exitCode === null && main.signalCode === null ? once(main, 'exit') : null;
    main.kill('SIGINT');
    await exited;
    data?.remove();
  };
  return {
    ...start,
    hub: `http://127.0.0.1:${port}`,
    emulators,
    control: controlOf(emulators),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function controlOf(emulators: string): Product['control'] {
  return async (vendor, method, path, body) => {
    const response = await fetch(`${emulators}/${vendor}/_emulator${path}`, {
      method,
      headers: { authorization: `Bearer ${demoControlToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? null : JSON.parse(text)) as never;
  };
}
