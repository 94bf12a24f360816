import assert from 'node:assert/strict';
import { chown, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '#std/clock.ts';
import { startEmbeddedPostgres } from './embedded.ts';
import {
  isRoot,
  nobody,
  query,
  serverPid,
  start,
  startApart,
  tempFolder,
  untilGone,
} from './embedded.fixture.ts';
import { isAlive } from './process.ts';

describe('starting and stopping', () => {
  test('a new folder gets a durable UTF-8 database that is kept from start to start', async () => {
    await using folder = await tempFolder();
    const first = await startEmbeddedPostgres({ dataFolder: folder.data, log: () => undefined });
    await query(first.connectionString, "CREATE TABLE box AS SELECT 'Åsa Çelik' AS name");
    const [settings] = await query(
      first.connectionString,
      `SELECT current_setting('fsync') fsync, current_setting('synchronous_commit') sync,
       current_setting('server_encoding') encoding, upper('ç') AS upper, current_setting('listen_addresses') net`,
    );
    assert.deepEqual(settings, { fsync: 'on', sync: 'on', encoding: 'UTF8', upper: 'Ç', net: '' });
    const pid = await serverPid(folder.data);
    await first.stop();
    await first.stop();
    assert.equal(isAlive(pid), false);
    await using second = await start(folder.data);
    assert.equal(second.adopted, false);
    assert.deepEqual(await query(second.connectionString, 'SELECT name FROM box'), [{ name: 'Åsa Çelik' }]);
  });

  test('a server left by a killed process is adopted, and stopped by who adopted it', async () => {
    await using folder = await tempFolder();
    const first = await startApart(folder.data);
    await first.kill();
    const pid = await serverPid(folder.data);
    assert.ok(isAlive(pid));
    const second = await start(folder.data);
    assert.equal(second.adopted, true);
    assert.equal(await serverPid(folder.data), pid);
    await query(second.connectionString, 'SELECT 1');
    await second.stop();
    assert.equal(isAlive(pid), false);
  });

  test('the password is asked for, and nobody else may read it', async () => {
    await using folder = await tempFolder();
    await using server = await start(folder.data);
    const wrong = server.connectionString.replace(/:[0-9a-f]{48}@/, ':wrong@');
    await assert.rejects(query(wrong, 'SELECT 1'), { code: '28P01' });
    for (const file of ['postgres.json', 'in-use.lock', 'version.json']) {
      assert.equal((await stat(join(folder.data, file))).mode & 0o777, 0o600, file);
    }
    assert.equal((await stat(join(folder.data, 'postgres'))).mode & 0o777, 0o700);
  });

  test('two data folders run side by side, also when their paths are odd', async () => {
    await using folder = await tempFolder();
    await using one = await start(join(folder.root, "it's, ett höns hus"));
    await using two = await start(join(folder.root, 'b'.repeat(120)));
    await query(one.connectionString, 'CREATE TABLE only_one ()');
    await assert.rejects(query(two.connectionString, 'SELECT FROM only_one'), { code: '42P01' });
  });

  test('a folder for sockets outside the home goes with the server', async () => {
    await using folder = await tempFolder('c'.repeat(120));
    const server = await start(folder.data);
    const socketFolder = decodeURIComponent(new URL(server.connectionString).hostname);
    assert.match(socketFolder, /^\/tmp\/countersign-/);
    assert.equal((await stat(socketFolder)).mode & 0o777, 0o700);
    await server.stop();
    await assert.rejects(stat(socketFolder), { code: 'ENOENT' });
  });

  test('it can listen on a port of 127.0.0.1 instead of a socket, and is adopted there', async () => {
    await using folder = await tempFolder();
    const first = await startApart(folder.data, { transport: 'tcp' });
    await first.kill();
    await using second = await start(folder.data, { transport: 'tcp' });
    assert.equal(second.adopted, true);
    assert.equal(second.connectionString, first.connectionString);
    assert.equal(new URL(second.connectionString).hostname, '127.0.0.1');
    await query(second.connectionString, 'SELECT 1');
  });
});

describe('after a crash', () => {
  test('a killed server recovers what was committed', async () => {
    await using folder = await tempFolder();
    const first = await startApart(folder.data);
    await query(first.connectionString, 'CREATE TABLE box AS SELECT 7 AS n');
    const pid = await serverPid(folder.data);
    await first.kill();
    process.kill(pid, 'SIGKILL');
    await using second = await start(folder.data);
    assert.equal(second.adopted, false);
    assert.deepEqual(await query(second.connectionString, 'SELECT n FROM box'), [{ n: 7 }]);
  });

  test('a postmaster.pid whose number now belongs to another program does not block the start', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data)).stop();
    const path = join(folder.data, 'postgres/cluster/postmaster.pid');
    await writeFile(path, `${process.pid}\n/elsewhere\n1700000000\n5432\n/elsewhere\n\n 1 1\nready   \n`);
    if (isRoot) await chown(path, nobody.uid, nobody.gid);
    await using server = await start(folder.data);
    assert.equal(server.adopted, false);
    await query(server.connectionString, 'SELECT 1');
  });

  test('a server whose socket was cleaned away is started again', { timeout: 60_000 }, async () => {
    await using folder = await tempFolder();
    const first = await startApart(folder.data);
    const pid = await serverPid(folder.data);
    await first.kill();
    await rm(join(folder.data, 'postgres/socket'), { recursive: true });
    // Time is an argument: ten seconds without an answer pass at once.
    let now = 0;
    const clock = { now: () => now, monotonic: () => now, sleep: async () => void (now += 6_000) };
    await using second = await start(folder.data, { clock });
    assert.equal(second.adopted, false);
    await untilGone(pid);
    await query(second.connectionString, 'SELECT 1');
  });

  test('a start waits for the backends of a killed server to leave', async () => {
    await using folder = await tempFolder();
    const first = await startApart(folder.data);
    const client = new pg.Client({ connectionString: first.connectionString });
    client.on('error', () => undefined);
    await client.connect();
    const { pid: backend } = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!;
    const pid = await serverPid(folder.data);
    await first.kill();
    process.kill(backend, 'SIGSTOP');
    process.kill(pid, 'SIGKILL');
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
      process.kill(backend, 'SIGCONT');
      await systemClock.sleep(ms);
    };
    await using second = await start(folder.data, { clock: { ...systemClock, sleep } });
    assert.ok(waits.length > 0);
    await query(second.connectionString, 'SELECT 1');
    await client.end();
  });

  test('a start that was killed while making the database begins anew', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data)).stop();
    await rm(join(folder.data, 'postgres/cluster'), { recursive: true });
    await mkdir(join(folder.data, 'postgres/cluster.new/base'), { recursive: true });
    await using server = await start(folder.data);
    await query(server.connectionString, 'SELECT 1');
    assert.deepEqual((await readdir(join(folder.data, 'postgres'))).sort(), [
      'cluster',
      'postgres.log',
      'socket',
    ]);
  });
});
