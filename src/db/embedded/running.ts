import { readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { AppError, messageOf } from '#std/errors.ts';
import type { Clock } from '#std/clock.ts';
import { readIfThere } from './data-folder.ts';
import { clusterOf, databaseName } from './cluster.ts';
import type { Home } from './home.ts';
import { isAlive, runProgram } from './process.ts';
import type { Listen } from './settings.ts';

export interface Running {
  pid: number;
  listen: Listen;
}

/**
 * The server that is running on the cluster, from its `postmaster.pid`, or null. A file left by a server that died is
 * taken away: PostgreSQL itself refuses to start when the process id belongs to some other program now, or to a zombie.
 */
export async function findRunning(home: Home): Promise<Running | null> {
  const path = join(clusterOf(home), 'postmaster.pid');
  const text = await readIfThere(path);
  if (text === null) return null;
  const [pidText, , , portText, socketFolder] = text.split('\n').map((line) => line.trim());
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(await isServerOf(pid, clusterOf(home)))) {
    await rm(path, { force: true });
    return null;
  }
  const port = Number(portText);
  return { pid, listen: socketFolder ? { socketFolder, port } : { port } };
}

/**
 * Whether the process is the PostgreSQL of this cluster, by its command line, or by its working folder when the data
 * folder was moved below it. True when that cannot be told.
 */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === 'win32') return true;
  if ((await readlink(`/proc/${pid}/cwd`).catch(() => null)) === cluster) return true;
  const command = await commandLine(pid);
  return command === null || command.includes(cluster);
}

async function commandLine(pid: number): Promise<string | null> {
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
  } catch {
    // No /proc (macOS), or the process has just ended.
    const { code, output } = await runProgram('/bin/ps', ['-o', 'command=', '-ww', '-p', String(pid)], null);
    return code === 0 ? output : null;
  }
}

/** The address of a database on the embedded server, with its password. */
export function addressOf(home: Home, listen: Listen, database = databaseName): string {
  const host = 'socketFolder' in listen ? encodeURIComponent(listen.socketFolder) : '127.0.0.1';
  return `postgres://${databaseName}:${home.password}@${host}:${listen.port}/${database}`;
}

const starting = '57P03';
const wrongPassword = '28P01';

/**
 * Waits until the running server takes our connections (it may be recovering). Returns false when it ended meanwhile,
 * or cannot be reached although it lives (its socket was cleaned away).
 */
export async function waitForRunning(home: Home, running: Running, clock: Clock): Promise<boolean> {
  const unreachableAfter = clock.monotonic() + 10_000;
  while (isAlive(running.pid)) {
    const fault = await tryConnect(addressOf(home, running.listen, 'postgres'));
    if (fault === null) return true;
    if (fault.code === wrongPassword) throw passwordFault(home, fault);
    if (fault.code !== starting && clock.monotonic() > unreachableAfter) return false;
    await clock.sleep(100);
  }
  return false;
}

async function tryConnect(connectionString: string): Promise<{ code?: string; message: string } | null> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return null;
  } catch (error) {
    return { code: (error as { code?: string }).code ?? '', message: messageOf(error) };
  } finally {
    await client.end();
  }
}

function passwordFault(home: Home, fault: { message: string }): AppError {
  return new AppError(
    'invalid',
    `The embedded PostgreSQL in ${home.folder} refuses the password in postgres.json. Restore that file from a backup.`,
    { cause: fault.message },
  );
}

/** Makes the product's database when the cluster is new. */
export async function ensureDatabase(home: Home, listen: Listen): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf(home, listen, 'postgres') });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    if ((error as { code?: string }).code === wrongPassword) {
      throw passwordFault(home, { message: messageOf(error) });
    }
    throw error;
  } finally {
    await client.end();
  }
}
