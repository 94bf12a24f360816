import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '#std/errors.ts';
import { readIfThere, writePrivateFile } from './data-folder.ts';
import type { RunAs } from './process.ts';

/** Where the embedded PostgreSQL of a data folder lives, and as whom it runs. */
export interface Home {
  /** Holds the cluster, its log, its socket and, where needed, a copy of the programs. */
  folder: string;
  password: string;
  /** Null: the user of this process. */
  runAs: RunAs | null;
}

interface Remembered {
  /** Relative to the data folder when inside it, so that a data folder can be moved. */
  home: string;
  password: string;
}

// PostgreSQL refuses to run as root. This id is "nobody" nearly everywhere and needs no useradd.
const unprivileged: RunAs = { uid: 65_534, gid: 65_534 };

/** Places for a cluster when the data folder is closed to the unprivileged user; temporary folders are not safe enough. */
const openPlaces = ['/var/lib', '/srv', '/opt'];

/**
 * Finds the home of the data folder's PostgreSQL, or founds one: `<data>/postgres`, or, when we are root and the data
 * folder lies in a folder closed to others, `/var/lib/countersign-…`. The place and the password are remembered in
 * `<data>/postgres.json` (0600).
 */
export async function openHome(dataFolder: string, log: (line: string) => void): Promise<Home> {
  const isRoot = process.getuid?.() === 0;
  const remembered = await recall(dataFolder);
  const { home, password } = remembered ?? (await found(dataFolder, isRoot ? unprivileged : null, log));
  const folder = resolve(dataFolder, home);
  if (remembered) await mustExist(folder, dataFolder);
  const runAs = isRoot ? await ownerOf(folder) : null;
  await own(folder, runAs);
  const closed = runAs && (await closedFolder(folder, runAs));
  if (closed) {
    throw new AppError(
      'forbidden',
      `PostgreSQL does not run as root, and the user it runs as (uid ${runAs.uid}) cannot reach ${folder} because ${closed} is closed to others. Run "chmod o+x ${closed}", or move the data folder and set COUNTERSIGN_DATA.`,
    );
  }
  return { folder, password, runAs };
}

async function recall(dataFolder: string): Promise<Remembered | null> {
  const path = join(dataFolder, 'postgres.json');
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    const { home, password } = JSON.parse(text) as Partial<Remembered>;
    if (typeof home === 'string' && typeof password === 'string') return { home, password };
  } catch {
    // Said below, with what to do.
  }
  throw new AppError(
    'invalid',
    `${path} is damaged; it holds the password of the database. Restore it from a backup.`,
  );
}

async function found(
  dataFolder: string,
  runAs: RunAs | null,
  log: (line: string) => void,
): Promise<Remembered> {
  const beside = join(dataFolder, 'postgres');
  if ((await readIfThere(join(beside, 'cluster', 'PG_VERSION'))) !== null) {
    throw new AppError(
      'invalid',
      `${dataFolder} holds a database, but ${join(dataFolder, 'postgres.json')} with its password is missing. Restore that file from a backup, or move ${beside} away to start with an empty database.`,
    );
  }
  const closed = runAs && (await closedPath(dataFolder, runAs));
  const home = closed ? await openPlace(dataFolder) : 'postgres';
  if (closed) {
    log(`The database lives in ${home}, because the user PostgreSQL runs as cannot reach ${closed}.`);
  }
  await mkdir(resolve(dataFolder, home), { recursive: true, mode: 0o700 });
  if (runAs) await chown(resolve(dataFolder, home), runAs.uid, runAs.gid).catch(explainChown);
  const remembered = { home, password: randomBytes(24).toString('hex') };
  await writePrivateFile(join(dataFolder, 'postgres.json'), JSON.stringify(remembered, null, 2) + '\n');
  return remembered;
}

function explainChown(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'EPERM' && cause.code !== 'EINVAL') throw cause;
  throw new AppError(
    'unavailable',
    `PostgreSQL does not run as root, and this system does not let root hand files to another user (${cause.code}). Start Countersign as an ordinary user, or set DATABASE_URL.`,
    { cause },
  );
}

// What may lie in a data folder before its database is founded; all of it closed by its own mode.
const ownFile = /^(in-use\..+|version\.json|secret)$/;

/**
 * What keeps the user from the data folder, or null. A data folder that only its own mode closes (0700, as mkdtemp
 * makes it) and that is still empty is made passable, like the ones we make.
 */
async function closedPath(dataFolder: string, user: RunAs): Promise<string | null> {
  const closed = await closedFolder(dataFolder, user);
  const isEmpty = async () => (await readdir(dataFolder)).every((name) => ownFile.test(name));
  if (closed !== dataFolder || !(await isEmpty())) return closed;
  await chmod(dataFolder, 0o711);
  return closedFolder(dataFolder, user);
}

/** Makes a folder for a cluster outside the data folder, and notes in it whose it is. */
async function openPlace(dataFolder: string): Promise<string> {
  let last: unknown;
  for (const place of openPlaces) {
    try {
      await mkdir(place, { recursive: true });
      const folder = await mkdtemp(join(place, 'countersign-'));
      await writeFile(join(folder, 'README'), `The database of the Countersign data folder ${dataFolder}\n`);
      return folder;
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/**
 * The folder on the way to `path` (itself included, when it is not theirs) that the user cannot pass, or null. Reads
 * owner and mode bits only.
 */
export async function closedFolder(path: string, user: RunAs): Promise<string | null> {
  const way: string[] = [];
  for (let at = await realpath(path); ; at = dirname(at)) {
    way.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const folder of way) {
    const { uid, gid, mode } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return null;
}

async function mustExist(folder: string, dataFolder: string): Promise<void> {
  if ((await readdir(folder).catch(() => null)) !== null) return;
  throw new AppError(
    'not_found',
    `The database of ${dataFolder} is missing: ${join(dataFolder, 'postgres.json')} says it is in ${folder}. Restore that folder, or delete postgres.json to start with an empty database.`,
  );
}

/** Started as root on a data folder that an ordinary user made: PostgreSQL keeps running as that user. */
async function ownerOf(folder: string): Promise<RunAs> {
  const { uid, gid } = await stat(folder);
  return uid === 0 ? unprivileged : { uid, gid };
}

/** Lets nobody else in. */
async function own(folder: string, runAs: RunAs | null): Promise<void> {
  if (runAs) await chown(folder, runAs.uid, runAs.gid).catch(explainChown);
  await chmod(folder, 0o700);
}
