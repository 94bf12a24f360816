import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import pg from 'pg';
import { startEmbeddedPostgres } from './embedded.ts';
import type { EmbeddedOptions, EmbeddedPostgres } from './embedded.ts';
import { systemClock } from '#std/clock.ts';
import { closedFolder } from './home.ts';
import { isAlive } from './process.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const quick = { settings: { fsync: 'off', shared_buffers: '16MB' } };
const log = () => undefined;

type Extra = Partial<Omit<EmbeddedOptions, 'log' | 'dataFolder'>>;
const start = (dataFolder: string, extra: Extra = {}): Promise<EmbeddedPostgres & AsyncDisposable> =>
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
async function startApart(dataFolder: string, extra: Extra & { as?: { uid: number; gid: number } } = {}) {
  const { as, ...options } = extra;
  const argument = JSON.stringify({ dataFolder, ...quick, ...options });
  const child = fork(join(import.meta.dirname, 'embedded.fixture.ts'), [argument], { ...as, cwd: '/' });
  const ended = once(child, 'exit');
  const [told] = (await once(child, 'message')) as [Told];
  const end = (how: () => void) => async () => {
    if (child.exitCode === null && child.signalCode === null) how();
    await ended;
  };
  const stop = end(() => child.connected && child.send('stop'));
  return { ...told, kill: end(() => child.kill('SIGKILL')), stop, [Symbol.asyncDispose]: stop };
}

async function tempFolder(name = 'data'): Promise<AsyncDisposable & { root: string; data: string }> {
  const root = await mkdtemp(join(tmpdir(), 'embedded-'));
  await chmod(root, 0o755);
  return {
    root,
    data: join(root, name),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}

async function query<Row>(connectionString: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const serverPid = async (data: string): Promise<number> =>
  Number.parseInt(await readFile(join(data, 'postgres/cluster/postmaster.pid'), 'utf8'), 10);

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('starting and stopping', () => {
  test('a new folder gets a durable UTF-8 database that is kept from start to start', async () => {
    await using folder = await tempFolder();
    const first = await startEmbeddedPostgres({ dataFolder: folder.data, log });
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

describe('refusals', () => {
  test('the second of two starts on one folder names the process that has it', async () => {
    await using folder = await tempFolder();
    await using first = await startApart(folder.data);
    assert.equal(first.fault, undefined);
    await assert.rejects(start(folder.data), {
      name: 'AppError',
      code: 'conflict',
      message:
        /^Another Countersign \(process \d+\) is using the data folder .*\. Stop it first, or set COUNTERSIGN_DATA/,
    });
  });

  test('of many starts at the same moment one wins, and shared ones all do', async () => {
    await using folder = await tempFolder();
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => start(folder.data)));
    const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    assert.equal(won.length, 1);
    await won[0]!.value.stop();
    const all = await Promise.all([1, 2, 3].map(() => start(folder.data, { shared: true })));
    assert.deepEqual(all.map((server) => server.adopted).sort(), [false, true, true]);
    await all[0]!.stop();
  });

  test('a folder written by a newer Countersign, or with another PostgreSQL, is left alone', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data, { version: '1.10.0' })).stop();
    await assert.rejects(start(folder.data, { version: '1.9.3' }), {
      code: 'conflict',
      message:
        /was written by Countersign 1\.10\.0, and this is the older 1\.9\.3\. Start version 1\.10\.0 or newer/,
    });
    await writeFile(join(folder.data, 'postgres/cluster/PG_VERSION'), '19\n');
    await assert.rejects(start(folder.data, { version: '1.10.0' }), {
      code: 'conflict',
      message:
        /holds a database of PostgreSQL 19, written by a newer Countersign; this one runs PostgreSQL 18\./,
    });
    await writeFile(join(folder.data, 'postgres/cluster/PG_VERSION'), '18\n');
    await (await start(folder.data, { version: '2.0.0' })).stop();
  });

  test('a missing password file, a missing home and a file in place of the folder are named', async () => {
    await using folder = await tempFolder();
    await (await start(folder.data)).stop();
    const memory = join(folder.data, 'postgres.json');
    const text = await readFile(memory, 'utf8');
    await rm(memory);
    await assert.rejects(start(folder.data), {
      message: /holds a database, but .*postgres\.json .* is missing/,
    });
    await writeFile(memory, text.replace('"postgres"', '"/nowhere/at/all"'));
    await assert.rejects(start(folder.data), { message: /says it is in \/nowhere\/at\/all/ });
    await writeFile(memory, '{"home":');
    await assert.rejects(start(folder.data), { message: /postgres\.json is damaged/ });
    await assert.rejects(start(memory), {
      code: 'forbidden',
      message: /^Countersign cannot use .*postgres\.json/,
    });
  });

  test('a setting the server does not know ends the start with the reason from its log', async () => {
    await using folder = await tempFolder();
    await assert.rejects(start(folder.data, { settings: { shared_buffers: 'lots' } }), {
      message: /^The embedded PostgreSQL did not start: .*"lots".*\. Its log is .*postgres\.log\.$/,
    });
    // The folder is free again.
    await (await start(folder.data)).stop();
  });
});

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
