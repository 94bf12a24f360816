import { chown, mkdir, mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AppError } from '#std/errors.ts';
import type { Clock } from '#std/clock.ts';
import type { Binaries } from './binaries.ts';
import { readIfThere } from './data-folder.ts';
import { noSpace, programFault } from './faults.ts';
import type { Home } from './home.ts';
import { runProgram } from './process.ts';
import type { RunAs } from './process.ts';
import { configurationText } from './settings.ts';
import type { Listen } from './settings.ts';

/** The superuser of the embedded server, and the database of the product. */
export const databaseName = 'countersign';

const socketPort = 5432;
// sockaddr_un holds 107 bytes on Linux and 103 on macOS, ".s.PGSQL.5432" included.
const longestSocketFolder = 103 - '/.s.PGSQL.5432'.length;
const logLimitBytes = 20_000_000;

export const clusterOf = (home: Home): string => join(home.folder, 'cluster');
export const logOf = (home: Home): string => join(home.folder, 'postgres.log');

async function hand(path: string, runAs: RunAs | null): Promise<void> {
  if (runAs) await chown(path, runAs.uid, runAs.gid);
}

/** Major version of the cluster on disk, or null when there is none yet. */
export async function clusterVersion(home: Home): Promise<number | null> {
  const text = await readIfThere(join(clusterOf(home), 'PG_VERSION'));
  return text === null ? null : Number.parseInt(text, 10);
}

/**
 * Makes an empty cluster. It appears under its name only when it is complete, so a killed start leaves nothing odd.
 * @param durable false: the files are not forced to disk (tests)
 */
export async function initCluster(home: Home, binaries: Binaries, durable: boolean): Promise<void> {
  const draft = `${clusterOf(home)}.new`;
  const passwordFile = join(home.folder, 'password.new');
  await rm(draft, { recursive: true, force: true });
  try {
    await writeFile(passwordFile, home.password, { mode: 0o600 });
    await hand(passwordFile, home.runAs);
    const args = [`--pgdata=${draft}`, `--username=${databaseName}`, `--pwfile=${passwordFile}`];
    args.push('--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin');
    args.push('--builtin-locale=C.UTF-8', '--no-instructions');
    if (!durable) args.push('--no-sync');
    const { code, output } = await runProgram(binaries.initdb, args, home.runAs);
    if (code !== 0) {
      throw programFault('PostgreSQL could not make a database', output, { folder: home.folder });
    }
    await writeFile(join(draft, 'postgresql.conf'), "include_if_exists 'countersign.conf'\n", { flag: 'a' });
    await rename(draft, clusterOf(home));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Chooses where the server listens: a socket in the home, or in a short temporary folder when that path is too long. */
export async function chooseListen(home: Home, transport: 'socket' | 'tcp'): Promise<Listen> {
  if (transport === 'tcp') return { port: await freePort() };
  const inside = join(home.folder, 'socket');
  if (Buffer.byteLength(inside) <= longestSocketFolder) {
    // No server runs here now. What one that died left behind would be believed alive if its process id was reused.
    await rm(inside, { recursive: true, force: true });
    await mkdir(inside, { mode: 0o700 });
    await hand(inside, home.runAs);
    return { socketFolder: inside, port: socketPort };
  }
  const folder = await mkdtemp('/tmp/countersign-');
  await hand(folder, home.runAs);
  return { socketFolder: folder, port: socketPort };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts the server as a daemon and returns when it takes connections. Throws AppError with the log's last fault. */
export async function startServer(
  home: Home,
  binaries: Binaries,
  listen: Listen,
  options: { settings?: Record<string, string>; clock: Clock },
): Promise<void> {
  const cluster = clusterOf(home);
  const configuration = join(cluster, 'countersign.conf');
  await writeFile(configuration, configurationText(listen, options.settings), { mode: 0o600 });
  await hand(configuration, home.runAs);
  const deadline = options.clock.monotonic() + 15_000;
  for (;;) {
    const from = await trimLog(home);
    const args = [
      'start',
      '--wait',
      '--timeout=600',
      '--silent',
      `--pgdata=${cluster}`,
      `--log=${logOf(home)}`,
    ];
    const { code, output } = await runProgram(binaries.pgCtl, args, home.runAs);
    if (code === 0) return;
    const said = `${await logFrom(home, from)}\n${output}`;
    // The main process was killed and its children are still on their way out.
    const leaving = /pre-existing shared memory block/.test(said);
    if (!leaving || options.clock.monotonic() > deadline) throw startFault(said, home);
    await options.clock.sleep(250);
  }
}

function startFault(said: string, home: Home): AppError {
  if (/has wrong ownership|Permission denied/.test(said)) {
    return new AppError(
      'forbidden',
      `PostgreSQL cannot use its files in ${home.folder}, which belong to another user. Start Countersign as the user who started it first, or as root.`,
    );
  }
  return programFault('The embedded PostgreSQL did not start', said, {
    folder: home.folder,
    logFile: logOf(home),
  });
}

async function trimLog(home: Home): Promise<number> {
  try {
    const { size } = await stat(logOf(home));
    if (size <= logLimitBytes) return size;
    await truncate(logOf(home));
    return 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function logFrom(home: Home, from: number): Promise<string> {
  const bytes = await readFile(logOf(home)).catch(() => Buffer.alloc(0));
  return bytes.subarray(from).toString('utf8');
}

/** Stops the server and waits until it has gone: open transactions are rolled back, nothing committed is lost. */
export async function stopServer(home: Home, binaries: Binaries): Promise<void> {
  const args = ['stop', '--wait', '--silent', `--pgdata=${clusterOf(home)}`];
  const orderly = await runProgram(binaries.pgCtl, [...args, '--mode=fast', '--timeout=20'], home.runAs);
  if (orderly.code === 0 || /no server running|PID file .* does not exist/i.test(orderly.output)) return;
  const forced = await runProgram(binaries.pgCtl, [...args, '--mode=immediate', '--timeout=10'], home.runAs);
  if (forced.code !== 0) {
    throw programFault('The embedded PostgreSQL did not stop', forced.output, { folder: home.folder });
  }
}

const roomForCluster = 200_000_000;
const roomForStart = 40_000_000;

/** Throws AppError when the disk has too little room to make a cluster (about 60 MB) or to start one. */
export function checkRoom(freeBytes: number, isNew: boolean, folder: string): void {
  if (freeBytes < (isNew ? roomForCluster : roomForStart)) throw noSpace(folder);
}
