import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { readEpoch } from '#db/epoch.ts';
import { startHub, startVendor, tokenInput, type Vendor } from './vendor.fixture.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

async function connected(vendor: Vendor, more: Parameters<typeof startHub>[2] = {}) {
  const hub = await startHub(database.pool, vendor, more);
  const made = await hub.connections.create(hub.workspaceId, tokenInput(vendor));
  assert.ok('connection' in made);
  return { ...hub, id: made.connection.id, made: made.connection };
}

describe('connecting an account', () => {
  test('tests the credentials, names the account, and registers the endpoint at the vendor', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const { made } = hub;
    assert.deepEqual([made.status, made.account, made.environmentKind], ['active', 'ACME', 'emulator']);
    assert.match(made.endpoint!.url, /^http:\/\/127\.0\.0\.1:4000\/hooks\/[0-9a-f-]{36}\/[\w-]{32}$/);
    assert.deepEqual([made.endpoint!.registered, made.endpoint!.secrets.length], [true, 1]);
    assert.deepEqual(vendor.hooks, [made.endpoint!.url]);
  });

  test('with a wrong token stores nothing and says so', async () => {
    await using vendor = await startVendor();
    await using hub = await startHub(database.pool, vendor);
    const input = { ...tokenInput(vendor), credentials: { access_token: 'wrong-canary' } };
    const refused = { name: 'AppError', code: 'connection_refused_credentials' };
    await assert.rejects(hub.connections.create(hub.workspaceId, input), refused);
    assert.deepEqual(await hub.connections.list(hub.workspaceId), []);
  });

  test('to a vendor that cannot be reached stores nothing and says so', async () => {
    await using vendor = await startVendor();
    const emulatorOrigin = 'http://127.0.0.1:9';
    await using hub = await startHub(database.pool, vendor, { emulatorOrigin });
    await assert.rejects(hub.connections.create(hub.workspaceId, tokenInput(vendor)), {
      code: 'connection_unreachable',
    });
    assert.deepEqual(await hub.connections.list(hub.workspaceId), []);
  });

  test('names each field that is missing, and a name that is taken', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const empty = { ...tokenInput(vendor), name: ' ', credentials: { access_token: ' ' } };
    await assert.rejects(
      hub.connections.create(hub.workspaceId, empty),
      (error: { faults?: { path: string }[] }) => {
        assert.deepEqual(
          error.faults?.map(({ path }) => path),
          ['name', 'credentials.access_token'],
        );
        return true;
      },
    );
    const again = hub.connections.create(hub.workspaceId, tokenInput(vendor));
    await assert.rejects(again, { code: 'conflict', faults: [{ path: 'name', code: 'taken' }] });
  });

  test('keeps no credential in clear anywhere in the database', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const secret = hub.made.endpoint!.url.split('/').at(-1)!;
    for (const table of ['connections', 'credentials', 'endpoints', 'endpoint_secrets', 'budgets']) {
      const { rows } = await database.pool.query<{ row: string }>(
        `select row_to_json(t)::text as row from ${table} t`,
      );
      const inHex = (text: string) => Buffer.from(text).toString('hex');
      for (const value of [vendor.token, secret, 'hook-secret-canary']) {
        assert.ok(
          rows.every(({ row }) => !row.includes(value) && !row.includes(inHex(value))),
          table,
        );
      }
    }
  });

  test('whose webhooks the vendor refuses is kept, and says that they are not registered', async () => {
    await using vendor = await startVendor();
    vendor.statuses = [200, 422];
    await using hub = await connected(vendor);
    assert.deepEqual([hub.made.status, hub.made.reason?.code], ['active', 'webhooks_not_registered']);
    assert.equal(hub.made.endpoint!.registered, false);
    const mended = await hub.connections.subscribe(hub.workspaceId, hub.id);
    assert.deepEqual([mended.reason, mended.endpoint!.registered], [null, true]);
  });
});

describe('where vendors post to', () => {
  test('an emulator gets the local address even when a public one is set', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor, { publicUrl: 'https://hub.example.com' });
    assert.match(vendor.hooks[0]!, /^http:\/\/127\.0\.0\.1:4000\//);
    assert.equal(hub.made.endpoint!.registered, true);
  });

  test('every change that intake caches moves the epoch', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const { connections, workspaceId, id } = hub;
    const moves = async (work: () => Promise<unknown>) => {
      const before = await readEpoch(database.pool);
      await work();
      return (await readEpoch(database.pool)) > before;
    };
    vendor.statuses = [200, 422];
    assert.ok(await moves(() => connections.create(workspaceId, tokenInput(vendor, 'Unregistered'))));
    assert.ok(await moves(() => connections.subscribe(workspaceId, id)));
    assert.ok(await moves(() => connections.addSecret(workspaceId, id, 'second-secret')));
    const secrets = (await connections.get(workspaceId, id)).endpoint!.secrets;
    assert.ok(await moves(() => connections.removeSecret(workspaceId, id, secrets[0]!.id)));
    const [endpoint] = (await connections.endpointsForIntake()).filter((one) => one.connectionId === id);
    assert.deepEqual(endpoint?.secrets, ['second-secret']);
    assert.ok(await moves(() => connections.change(workspaceId, id, { name: 'Renamed' })));
    assert.ok(await moves(() => connections.remove(workspaceId, id)));
  });

  test('removing a connection takes its webhook off the vendor, or says that it is still there', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    assert.deepEqual(await hub.connections.remove(hub.workspaceId, hub.id), { leftAtVendor: null });
    assert.equal(vendor.seen.at(-1), 'GET /fake/hooks/hook-1/delete');
    const second = await hub.connections.create(hub.workspaceId, tokenInput(vendor));
    assert.ok('connection' in second);
    vendor.token = 'token-9-canary';
    const removed = await hub.connections.remove(hub.workspaceId, second.connection.id);
    assert.equal(removed.leftAtVendor?.code, 'vendor_auth');
    assert.deepEqual(await hub.connections.list(hub.workspaceId), []);
  });
});
