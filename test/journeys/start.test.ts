import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';
import { freePorts } from '#std/ports.ts';
import { createTestDatabase } from '../support/database.ts';
import { childrenOf, running, serversIn } from './process-table.ts';
import { launch, makeDataFolder, startProduct, type Settings } from './product.ts';
import { eventually } from './waiting.ts';

const data = makeDataFolder();
after(() => {
  for (const pid of serversIn(data.path)) process.kill(pid, 'SIGQUIT');
  data.remove();
});

/** A start that must end by itself: its exit code, and what it said. */
async function refused(settings: Settings): Promise<{ code: number | null; said: string }> {
  const start = launch({ COUNTERSIGN_DATA: data.path, ...settings });
  return { code: await start.ended, said: start.said() };
}

describe('a start that cannot be is refused with a sentence', () => {
  test('when a setting is unknown', async () => {
    const { code, said } = await refused({ COUNTERSIGN_PROT: '4000' });
    assert.equal(said, 'COUNTERSIGN_PROT is not a setting of Countersign. Did you mean COUNTERSIGN_PORT?\n');
    assert.equal(code, 1);
  });

  test('when nothing listens at DATABASE_URL, without its password', async () => {
    const port = await freePorts(3);
    const url = `postgres://ana:hunter22@127.0.0.1:${port}/hub`;
    const { code, said } = await refused({ DATABASE_URL: url, COUNTERSIGN_SECRET: 's'.repeat(40) });
    assert.match(
      said,
      new RegExp(`^No PostgreSQL answers at 127\\.0\\.0\\.1:${port} .*DATABASE_URL.*\\.\\n$`),
    );
    assert.doesNotMatch(said, /hunter22/);
    assert.equal(code, 1);
  });

  test('when the port is in use, and it leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, said } = await refused({ COUNTERSIGN_PORT: String(port), COUNTERSIGN_DEMO: 'off' });
    other.close();
    const sentence = `Port ${port} is in use. Stop what uses it, or set COUNTERSIGN_PORT to a free one.`;
    assert.ok(said.includes(`\n${sentence}\n`), said);
    assert.equal(code, 1);
    assert.deepEqual(serversIn(data.path), []);
  });
});

describe('a running hub', () => {
  test('stops everything it started at Ctrl-C, which reaches all processes at once', async () => {
    await using product = await startProduct({ COUNTERSIGN_DATA: data.path });
    const all = [product.process.pid!, ...childrenOf(product.process.pid!), ...serversIn(data.path)];
    assert.equal(all.length, 5, 'main, emulators, worker, web and the database');
    for (const pid of all.slice(0, 4)) process.kill(pid, 'SIGINT');
    assert.equal(await product.ended, 0);
    assert.deepEqual(running(all), []);
  });

  test('that is killed takes its children along, and the next start adopts its database', async (t) => {
    await using killed = await startProduct({ COUNTERSIGN_DATA: data.path });
    const children = childrenOf(killed.process.pid!);
    t.after(() => running(children).forEach((pid) => process.kill(pid, 'SIGKILL')));
    const [server] = serversIn(data.path);
    killed.process.kill('SIGKILL');
    await eventually('the children are gone', async () => running(children).length === 0);
    assert.deepEqual(serversIn(data.path), [server], 'the database is left running');
    await using next = await startProduct({ COUNTERSIGN_DATA: data.path });
    assert.match(next.said(), new RegExp(`Adopted the PostgreSQL .*process ${server}`));
    assert.equal(await (await fetch(`${next.hub}/readyz`)).text(), 'ready');
    await next.stop();
    assert.deepEqual(serversIn(data.path), []);
  });
});

describe('without the demo', () => {
  test('no emulators run, nobody enters, and the printed link makes the first account once', async () => {
    await using database = await createTestDatabase();
    const settings = { DATABASE_URL: database.connectionString, COUNTERSIGN_SECRET: 's'.repeat(40) };
    await using hub = await startProduct({
      COUNTERSIGN_DATA: data.path,
      COUNTERSIGN_DEMO: 'off',
      ...settings,
    });
    assert.equal(childrenOf(hub.process.pid!).length, 2, 'worker and web');
    await assert.rejects(fetch(hub.emulators), 'nothing listens beside the hub');
    const post = (path: string, body: object) =>
      fetch(`${hub.hub}/api/session/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: hub.hub },
        body: JSON.stringify(body),
      });
    assert.equal((await post('demo', {})).status, 404);
    const [, token] = await hub.until(/first one here: \S+token=(\S+)/);
    const person = { name: 'Ana Souza', email: 'ana@acme.com.br', password: 'correct horse battery' };
    const account = { token, ...person, workspace: 'ACME', timeZone: 'America/Sao_Paulo' };
    assert.equal((await post('setup', account)).status, 200);
    const again = await post('setup', { ...account, email: 'eve@acme.com.br' });
    assert.ok(again.status >= 400, `the second time is answered ${again.status}`);
  });
});
