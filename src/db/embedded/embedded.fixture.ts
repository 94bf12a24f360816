// What the tests of the embedded PostgreSQL share.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedOptions, EmbeddedPostgres } from './embedded.ts';
import { isAlive } from './process.ts';

export const isRoot = process.getuid?.() === 0;
export const nobody = { uid: 65_534, gid: 65_534 };
const quick = { settings: { fsync: 'off', shared_buffers: '16MB' } };
const log = () => undefined;

/** Options of one trial, beyond a small server that does not wait for the disk. */
type Extra = Partial<Omit<EmbeddedOptions, 'log' | 'dataFolder'>>;
/** Starts the server in this process. */
export const start = (dataFolder: string, extra: Extra = {}): Promise<EmbeddedPostgres & AsyncDisposable> =>
  startEmbeddedPostgres({ dataFolder, log, ...quick, ...extra }).then((server) => ({
    ...server,
    [Symbol.asyncDispose]: server.stop,
  }));

interface Told {
  connectionString: string;
  adopted: boolean;
  lines: string[];
  fault?: { name: string; code: string; message: string };
}

/** Starts the server in a process of its own. `kill` is SIGKILL: the server stays. */
export async function startApart(
  dataFolder: string,
  extra: Extra & { as?: { uid: number; gid: number } } = {},
) {
  const { as, ...options } = extra;
  const argument = JSON.stringify({ dataFolder, ...quick, ...options });
  const child = fork(join(import.meta.dirname, 'holder.fixture.ts'), [argument], { ...as, cwd: '/' });
  const ended = once(child, 'exit');
  const [told] = (await once(child, 'message')) as [Told];
  const end = (how: () => void) => async () => {
    if (child.exitCode === null && child.signalCode === null) how();
    await ended;
  };
  const stop = end(() => child.connected && child.send('stop'));
  return { ...told, kill: end(() => child.kill('SIGKILL')), stop, [Symbol.asyncDispose]: stop };
}

/** A folder that others may pass, with a place for a data folder that is not made yet. */
export async function tempFolder(name = 'data'): Promise<AsyncDisposable & { root: string; data: string }> {
  const root = await mkdtemp(join(tmpdir(), 'embedded-'));
  await chmod(root, 0o755);
  return {
    root,
    data: join(root, name),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

/** Rows of one statement, on a connection of its own. */
export async function query<Row>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** Process id of the server whose home is in the data folder. */
export const serverPid = async (data: string): Promise<number> =>
  Number.parseInt(await readFile(join(data, 'postgres/cluster/postmaster.pid'), 'utf8'), 10);

/** Resolves when the process has ended. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}
