import { constants, readFileSync } from 'node:fs';
import { access, chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError, messageOf } from '#std/errors.ts';

/** The version of this Countersign, from package.json. */
export const productVersion = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

/**
 * Makes the data folder when it is missing. Started as root it is passable for others (but not listable), because
 * PostgreSQL then runs as another user below it; every file in it is closed by its own mode.
 */
export async function ensureDataFolder(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) === undefined) {
    await access(folder, constants.W_OK | constants.X_OK);
    return;
  }
  // mkdir's mode passes through the umask, chmod does not.
  await chmod(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Writes a file that appears whole or not at all, readable by its owner only. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  try {
    await writeFile(draft, text, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The text of a file, or null when there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export interface FolderLock {
  /** May be called twice. */
  release: () => void;
}

// A lock that is only reachable from its holder would be let go by the garbage collector.
const held = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process, or returns null when another process has it. The lock is the operating
 * system's own on an open file (by way of SQLite), so it ends with its process however that ends: there is no stale
 * lock to detect.
 */
export async function lockFolder(folder: string): Promise<FolderLock | null> {
  const path = join(folder, 'in-use.lock');
  const database = new DatabaseSync(path, { timeout: 0 });
  // Whoever may open the file could hold it.
  await chmod(path, 0o600);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (/locked|busy/i.test(messageOf(error))) return null;
    throw error;
  }
  await writePrivateFile(join(folder, 'in-use.json'), JSON.stringify({ pid: process.pid }) + '\n');
  held.add(database);
  return {
    release: () => {
      if (held.delete(database)) database.close();
    },
  };
}

/** The sentence for a folder that another process holds. */
export async function folderInUse(folder: string): Promise<AppError> {
  const text = await readIfThere(join(folder, 'in-use.json'));
  const pid = text === null ? null : /\d+/.exec(text)?.[0];
  return new AppError(
    'conflict',
    `Another Countersign${pid ? ` (process ${pid})` : ''} is using the data folder ${folder}. Stop it first, or set COUNTERSIGN_DATA (and COUNTERSIGN_PORT) to start a second one beside it.`,
    { params: { folder } },
  );
}

/**
 * Checks that the folder was not written by a newer Countersign, and notes this version in `version.json`.
 * Throws AppError `conflict` for a newer one.
 */
export async function noteVersion(folder: string, version: string): Promise<void> {
  const path = join(folder, 'version.json');
  const text = await readIfThere(path);
  const written = text === null ? null : readVersion(path, text);
  if (written !== null && compareVersions(written, version) > 0) {
    throw new AppError(
      'conflict',
      `The data folder ${dirname(path)} was written by Countersign ${written}, and this is the older ${version}. Start version ${written} or newer, or set COUNTERSIGN_DATA to another folder.`,
      { params: { folder, written, version } },
    );
  }
  if (written !== version) await writePrivateFile(path, JSON.stringify({ countersign: version }) + '\n');
}

function readVersion(path: string, text: string): string {
  try {
    const version = (JSON.parse(text) as { countersign?: unknown }).countersign;
    if (typeof version === 'string') return version;
  } catch {
    // Said below, with what to do.
  }
  throw new AppError(
    'invalid',
    `${path} cannot be read. Delete it if you know which Countersign wrote the folder.`,
  );
}

/** Negative, zero or positive as `a` is older than, as old as, or newer than `b`. Reads the numbers only. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => (text.match(/\d+/g) ?? []).map(Number)) as [number[], number[]];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
