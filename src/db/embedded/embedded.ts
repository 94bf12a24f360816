import { realpath, rm, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '#std/errors.ts';
import { systemClock } from '#std/clock.ts';
import type { Clock } from '#std/clock.ts';
import { majorVersion, packagedBinaries, usableBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { checkRoom, chooseListen, clusterVersion, initCluster, startServer, stopServer } from './cluster.ts';
import { ensureDataFolder, folderInUse, lockFolder, noteVersion, productVersion } from './data-folder.ts';
import type { FolderLock } from './data-folder.ts';
import { explain } from './faults.ts';
import { openHome } from './home.ts';
import type { Home } from './home.ts';
import { addressOf, ensureDatabase, findRunning, waitForRunning } from './running.ts';
import type { Listen } from './settings.ts';

export interface EmbeddedOptions {
  /** Absolute path; made when missing. */
  dataFolder: string;
  /** Told, in a sentence, what takes time or deserves notice. */
  log: (line: string) => void;
  clock?: Clock;
  /** Settings of the server beyond (or instead of) ours: tests switch `fsync` off. */
  settings?: Record<string, string>;
  /** How the server is reached; a Unix socket wherever there is one. */
  transport?: 'socket' | 'tcp';
  /**
   * Several processes use the server at once (test files run by hand): the folder is held only while starting, and a
   * start that is under way is waited for.
   */
  shared?: boolean;
  /** Version written to and compared with `version.json`; this product's own. */
  version?: string;
}

export interface EmbeddedPostgres {
  /** With user and password; a secret. */
  connectionString: string;
  /** True when the server was running already, left by a process that was killed. */
  adopted: boolean;
  /** Stops the server, adopted or not, and gives the data folder free. May be called twice. */
  stop: () => Promise<void>;
}

/**
 * Starts the PostgreSQL of a data folder, or adopts the one that a killed process left running. The server is a
 * daemon: it outlives a SIGKILL of this process. Throws AppError with a sentence for people when the folder is in use,
 * closed, full, or written by a newer version, or when the machine cannot run the server.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  let dataFolder = resolve(options.dataFolder);
  let lock: FolderLock | null = null;
  try {
    await ensureDataFolder(dataFolder);
    // One folder has one name, or a running server would not be recognised.
    dataFolder = await realpath(dataFolder);
    lock = await takeFolder(dataFolder, options);
    const started = await startIn(dataFolder, options);
    if (options.shared) lock.release();
    return withStop(started, lock);
  } catch (error) {
    lock?.release();
    throw explain(error, dataFolder);
  }
}

async function takeFolder(dataFolder: string, options: EmbeddedOptions): Promise<FolderLock> {
  const clock = options.clock ?? systemClock;
  const deadline = clock.monotonic() + (options.shared ? 60_000 : 0);
  for (;;) {
    const lock = await lockFolder(dataFolder);
    if (lock) return lock;
    if (clock.monotonic() >= deadline) throw await folderInUse(dataFolder);
    await clock.sleep(50);
  }
}

interface Started {
  home: Home;
  binaries: Binaries;
  listen: Listen;
  adopted: boolean;
}

async function startIn(dataFolder: string, options: EmbeddedOptions): Promise<Started> {
  const clock = options.clock ?? systemClock;
  await noteVersion(dataFolder, options.version ?? productVersion);
  const home = await openHome(dataFolder, options.log);
  const packaged = await packagedBinaries();
  const onDisk = await clusterVersion(home);
  requireMajor(onDisk, await majorVersion(packaged), dataFolder);
  const running = onDisk === null ? null : await findRunning(home);
  if (running && (await waitForRunning(home, running, clock))) {
    await ensureDatabase(home, running.listen);
    options.log(`Adopted the PostgreSQL that was left running (process ${running.pid}).`);
    return { home, binaries: packaged, listen: running.listen, adopted: true };
  }
  await requireRoom(home, onDisk === null);
  const binaries = await usableBinaries(packaged, home.folder, home.runAs);
  if (running) await stopServer(home, binaries);
  if (onDisk === null) {
    options.log('Making a new database.');
    await initCluster(home, binaries, options.settings?.fsync !== 'off');
  }
  const listen = await chooseListen(
    home,
    options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket'),
  );
  await startServer(home, binaries, listen, {
    clock,
    ...(options.settings && { settings: options.settings }),
  });
  await ensureDatabase(home, listen);
  return { home, binaries, listen, adopted: false };
}

async function requireRoom(home: Home, isNew: boolean): Promise<void> {
  const { bavail, bsize } = await statfs(home.folder);
  checkRoom(bavail * bsize, isNew, home.folder);
}

function requireMajor(onDisk: number | null, ours: number | null, dataFolder: string): void {
  if (onDisk === null || ours === null || onDisk === ours) return;
  const wanted = onDisk > ours ? 'a newer Countersign' : 'an older Countersign';
  throw new AppError(
    'conflict',
    `The data folder ${dataFolder} holds a database of PostgreSQL ${onDisk}, written by ${wanted}; this one runs PostgreSQL ${ours}. Start the Countersign that wrote it, or set COUNTERSIGN_DATA to another folder.`,
    { params: { folder: dataFolder, found: onDisk, needed: ours } },
  );
}

function withStop(started: Started, lock: FolderLock): EmbeddedPostgres {
  const { home, listen, adopted } = started;
  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    try {
      const binaries = await usableBinaries(started.binaries, home.folder, home.runAs);
      await stopServer(home, binaries);
      if ('socketFolder' in listen && !listen.socketFolder.startsWith(home.folder)) {
        await rm(listen.socketFolder, { recursive: true, force: true });
      }
    } finally {
      lock.release();
    }
  }
  return { connectionString: addressOf(home, listen), adopted, stop: () => (stopping ??= stop()) };
}
