import assert from 'node:assert/strict';
import { chmod, chown, mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isRoot, nobody, query, serverPid, start, startApart, tempFolder } from './embedded.fixture.ts';
import { closedFolder } from './home.ts';

describe('as root', { skip: !isRoot && 'needs root' }, () => {
  test('the server runs as an unprivileged user, in the data folder when that user can reach it', async () => {
    await using folder = await tempFolder();
    await using server = await start(folder.data);
    const pid = await serverPid(folder.data);
    assert.match(await readFile(`/proc/${pid}/status`, 'utf8'), /^Uid:\t65534\t65534\t65534\t65534$/m);
    await query(server.connectionString, 'SELECT 1');
  });

  test('in a folder closed to others the database lives elsewhere, and is found again', async () => {
    await using folder = await tempFolder('closed/data');
    await mkdir(join(folder.root, 'closed'), { mode: 0o700 });
    const first = await startApart(folder.data);
    const { home } = JSON.parse(await readFile(join(folder.data, 'postgres.json'), 'utf8')) as {
      home: string;
    };
    assert.match(home, /^\/(var\/lib|srv|opt)\/countersign-/);
    assert.ok(first.lines[0]?.includes(home));
    await query(first.connectionString, 'CREATE TABLE box ()');
    await first.stop();
    const second = await start(folder.data);
    await query(second.connectionString, 'SELECT FROM box');
    await second.stop();
    assert.equal((await stat(home)).mode & 0o777, 0o700);
    await rm(home, { recursive: true });
  });

  test('an empty data folder that only its own mode closes is made passable', async () => {
    await using folder = await tempFolder();
    await mkdir(folder.data, { mode: 0o700 });
    await using server = await start(folder.data);
    await query(server.connectionString, 'SELECT 1');
    assert.equal((await stat(folder.data)).mode & 0o777, 0o711);
    assert.ok((await readdir(folder.data)).includes('postgres'));
  });

  test('a data folder that was moved to a closed place is refused by name', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data)).stop();
    await chmod(folder.root, 0o700);
    await assert.rejects(start(folder.data), {
      code: 'forbidden',
      message: new RegExp(`cannot reach .* because ${folder.root} is closed to others\\. Run "chmod o\\+x`),
    });
  });
});

const unreachable = isRoot && (await closedFolder(import.meta.dirname, nobody)) !== null;
const cannot =
  (!isRoot && 'needs root to become another user') || (unreachable && 'the sources are closed to others');

describe('as an ordinary user', { skip: cannot }, () => {
  test('a folder closed to everybody else is fine, and root may take it over and give it back', async () => {
    await using folder = await tempFolder();
    await chmod(folder.root, 0o700);
    await chown(folder.root, nobody.uid, nobody.gid);
    const first = await startApart(folder.data, { as: nobody });
    assert.equal(first.fault, undefined);
    await query(first.connectionString, 'CREATE TABLE box ()');
    await first.stop();
    const asRoot = await start(folder.data);
    await query(asRoot.connectionString, 'SELECT FROM box');
    await asRoot.stop();
    await chown(join(folder.data, 'in-use.json'), nobody.uid, nobody.gid);
    const again = await startApart(folder.data, { as: nobody });
    assert.equal(again.fault, undefined);
    await again.stop();
  });

  test('a folder it may not write ends in a sentence', async () => {
    await using folder = await tempFolder();
    const refused = await startApart(folder.data, { as: nobody });
    assert.match(
      refused.fault?.message ?? '',
      /^Countersign cannot use .* \(EACCES\)\. Start it as the user who owns/,
    );
    await mkdir(folder.data, { mode: 0o700 });
    const closed = await startApart(folder.data, { as: nobody });
    assert.match(closed.fault?.message ?? '', /^Countersign cannot use .* \(EACCES\)\./);
  });
});
