import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { VendorError } from '#kit/vendor-error.ts';
import { newId, type Id } from '#std/id.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { startHub, startVendor, tokenInput, type Hub, type Vendor } from './vendor.fixture.ts';

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

const isAuth = (error: unknown) =>
  error instanceof VendorError && error.kind === 'auth' && error.reach === 'not_sent';

async function deals({ connections, workspaceId }: Hub, id: Id) {
  return connections.options(workspaceId, id, 'deals', {}, '');
}

describe('a connection that needs reconnecting', () => {
  test('stops, and goes on with new credentials in every process at once', async () => {
    await using vendor = await startVendor();
    const resumed: Id[] = [];
    const onReconnected = async (_tx: unknown, _workspace: Id, id: Id) => void resumed.push(id);
    await using hub = await connected(vendor, { onReconnected });
    const { connections, workspaceId, id } = hub;
    await using worker = await startHub(database.pool, vendor, { workspaceId });
    await worker.connections.context(workspaceId, id, {});
    await worker.connections.markNeedsReconnect(workspaceId, id, { code: 'vendor_auth' });
    await assert.rejects(worker.connections.context(workspaceId, id, {}), isAuth);
    vendor.token = 'token-2-canary';
    const answer = await connections.updateCredentials(workspaceId, id, { access_token: vendor.token });
    assert.ok('connection' in answer && answer.connection.status === 'active');
    assert.deepEqual(resumed, [id]);
    const context = await worker.connections.context(workspaceId, id, {});
    assert.equal(context.credentials['access_token'], vendor.token);
  });

  test('keeps its old credentials when the new ones are refused', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const wrong = hub.connections.updateCredentials(hub.workspaceId, hub.id, { access_token: 'wrong' });
    await assert.rejects(wrong, { code: 'connection_refused_credentials' });
    assert.deepEqual(await deals(hub, hub.id), [{ value: '1', label: 'ACME' }]);
  });

  test('is found by a test, and goes on when a later test works', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const { connections, workspaceId, id } = hub;
    const { token } = vendor;
    vendor.token = 'token-3-canary';
    const refused = await connections.test(workspaceId, id);
    assert.deepEqual([refused.ok, refused.error?.code], [false, 'vendor_auth']);
    assert.equal((await connections.get(workspaceId, id)).status, 'needs_reconnect');
    vendor.token = token;
    assert.equal((await connections.test(workspaceId, id)).account, 'ACME');
    assert.equal((await connections.get(workspaceId, id)).status, 'active');
  });

  test('a worker with credentials from a moment ago takes the new ones after a 401', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    await using worker = await startHub(database.pool, vendor, { workspaceId: hub.workspaceId });
    await deals(worker, hub.id);
    vendor.token = 'token-4-canary';
    await hub.connections.updateCredentials(hub.workspaceId, hub.id, { access_token: vendor.token });
    assert.deepEqual(await deals(worker, hub.id), [{ value: '1', label: 'ACME' }]);
  });

  test('a disabled connection stops too, and enabling lets it go on', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const { connections, workspaceId, id } = hub;
    assert.equal((await connections.setEnabled(workspaceId, id, false)).status, 'disabled');
    await assert.rejects(connections.context(workspaceId, id, {}), isAuth);
    await connections.markNeedsReconnect(workspaceId, id, { code: 'vendor_auth' });
    assert.equal((await connections.get(workspaceId, id)).status, 'disabled');
    assert.equal((await connections.setEnabled(workspaceId, id, true)).status, 'active');
    await connections.context(workspaceId, id, {});
  });
});

describe('a context', () => {
  test('asks the database once for many runs', async (t) => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    await hub.connections.context(hub.workspaceId, hub.id, {});
    const query = t.mock.method(database.pool, 'query');
    await Promise.all(Array.from({ length: 20 }, () => hub.connections.context(hub.workspaceId, hub.id, {})));
    assert.equal(query.mock.callCount(), 0);
  });

  test('belongs to its workspace: nothing of a connection is reached from another', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    await hub.connections.context(hub.workspaceId, hub.id, {});
    const { connections, id } = hub;
    const other = newId();
    const attempts = [
      () => connections.get(other, id),
      () => connections.context(other, id, {}),
      () => connections.test(other, id),
      () => connections.options(other, id, 'deals', {}, ''),
      () => connections.updateCredentials(other, id, {}),
      () => connections.change(other, id, { name: 'Mine' }),
      () => connections.setEnabled(other, id, false),
      () => connections.subscribe(other, id),
      () => connections.addSecret(other, id, 'mine'),
      () => connections.removeSecret(other, id, hub.made.endpoint!.secrets[0]!.id),
      () => connections.remove(other, id),
    ];
    for (const attempt of attempts) await assert.rejects(attempt, { code: 'not_found' }, String(attempt));
    assert.deepEqual(await connections.get(hub.workspaceId, id), hub.made);
  });

  test('of an emulator reaches the emulator alone', async () => {
    await using vendor = await startVendor();
    await using other = await startVendor();
    await using hub = await connected(vendor);
    const context = await hub.connections.context(hub.workspaceId, hub.id, {});
    for (const url of [`${other.origin}/fake/me`, 'https://example.com/']) {
      await assert.rejects(context.http({ method: 'GET', url }), { kind: 'invalid', reach: 'not_sent' });
    }
    assert.deepEqual(other.seen, []);
  });

  test('after a 429 leaves the account alone for as long as the vendor asked', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    vendor.statuses = [429];
    await assert.rejects(deals(hub, hub.id), { code: 'rate_limited' });
    const seen = vendor.seen.length;
    const { rows } = await database.pool.query<{ ms: number }>(
      `select extract(epoch from next_at - now())::float8 * 1000 as ms from budgets where account_key like '%' || $1 || '%' and account_key not like 'trial%'`,
      [hub.workspaceId],
    );
    assert.ok(rows[0]!.ms > 1_000, String(rows[0]!.ms));
    assert.equal(vendor.seen.length, seen);
  });

  test('remembers what was read from the account, and forgets a read that failed', async () => {
    await using vendor = await startVendor();
    await using hub = await connected(vendor);
    const context = await hub.connections.context(hub.workspaceId, hub.id, {});
    let reads = 0;
    await assert.rejects(context.cached('fields', 60_000, () => Promise.reject(new Error('down'))));
    const load = async () => ++reads;
    const other = await hub.connections.context(hub.workspaceId, hub.id, {});
    const values = [context.cached('fields', 60_000, load), other.cached('fields', 60_000, load)];
    assert.deepEqual(await Promise.all(values), [1, 1]);
  });
});
