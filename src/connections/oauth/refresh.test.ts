import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import type { Call } from '../../domain/call.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { connectByOauth, startHub, startVendor, type Hub, type Vendor } from '../vendor.fixture.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

const runOut = (id: string) =>
  database.pool.query(`update credentials set expires_at = now() - interval '1 s' where connection_id = $1`, [
    id,
  ]);

function me(context: Awaited<ReturnType<Hub['connections']['context']>>) {
  const headers = { authorization: `Bearer ${context.credentials['access_token'] ?? ''}` };
  return context.http({ method: 'GET', url: `${context.origins['api'] ?? ''}/me`, headers });
}

/** A process that has not read the connection yet. */
const anotherProcess = (vendor: Vendor, workspaceId: string) =>
  startHub(database.pool, vendor, { workspaceId });

async function askedForTokens(vendor: Vendor): Promise<void> {
  const giveUpAt = performance.now() + 10_000;
  while (vendor.refreshes === 0) {
    assert.ok(performance.now() < giveUpAt, 'the token endpoint was never asked');
    await new Promise(setImmediate);
  }
}

async function connected(vendor: Vendor) {
  const hub = await startHub(database.pool, vendor);
  return { hub, id: await connectByOauth(hub), [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

describe('refreshing', () => {
  test('many runs in two processes that find the token run out make one refresh', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    const { workspaceId } = made.hub;
    await runOut(made.id);
    let go = (): void => undefined;
    vendor.hold = new Promise((resolve) => (go = resolve));
    // Who has to wait for another's refresh asks again after this long; then both processes have tried.
    const sleep = (ms: number, signal?: AbortSignal) =>
      ms === 225 ? Promise.resolve(go()) : systemClock.sleep(ms, signal);
    const clock = { ...systemClock, sleep };
    await using one = await startHub(database.pool, vendor, { workspaceId, clock });
    await using other = await startHub(database.pool, vendor, { workspaceId, clock });
    const asked = [one, other, one, other, one].map((hub) =>
      hub.connections.context(workspaceId, made.id, {}),
    );
    const tokens = (await Promise.all(asked)).map(({ credentials }) => credentials['access_token']);
    assert.deepEqual([vendor.refreshes, new Set(tokens)], [1, new Set([vendor.token])]);
  });

  test('no transaction is open while the vendor is asked', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    await runOut(made.id);
    let go = (): void => undefined;
    vendor.hold = new Promise((resolve) => (go = resolve));
    await using fresh = await anotherProcess(vendor, made.hub.workspaceId);
    const context = fresh.connections.context(made.hub.workspaceId, made.id, {});
    await askedForTokens(vendor);
    const { rows } = await database.pool.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() and backend_type = 'client backend'`,
    );
    go();
    await context;
    assert.equal(rows[0]!.n, 0);
  });

  test('the rotated refresh token is stored: the next refresh works too', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    for (const turn of [1, 2, 3]) {
      await runOut(made.id);
      await using fresh = await anotherProcess(vendor, made.hub.workspaceId);
      const context = await fresh.connections.context(made.hub.workspaceId, made.id, {});
      assert.equal((await me(context)).status, 200);
      assert.equal(vendor.refreshes, turn);
    }
  });

  test('after a 401 the token is refreshed once and the call sent again with it', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    const capture: { calls: Call[] } = { calls: [] };
    const context = await made.hub.connections.context(made.hub.workspaceId, made.id, { capture });
    vendor.token = 'token-40-canary';
    assert.equal((await me(context)).status, 200);
    assert.equal(context.credentials['access_token'], 'token-41-canary');
    assert.equal(vendor.refreshes, 1);
    assert.deepEqual(
      capture.calls.map(({ status }) => status),
      [401, 200],
    );
    assert.doesNotMatch(JSON.stringify(capture), /canary|app-secret/);
  });

  test('a token read before it was renewed is replaced in later calls of the same attempt', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    const context = await made.hub.connections.context(made.hub.workspaceId, made.id, {});
    const stale = { ...context, credentials: { ...context.credentials } };
    vendor.token = 'token-50-canary';
    const seen = vendor.seen.length;
    assert.deepEqual([(await me(stale)).status, (await me(stale)).status], [200, 200]);
    assert.deepEqual(vendor.seen.slice(seen), [
      'GET /fake/me',
      'POST /fake/oauth2/token',
      'GET /fake/me',
      'GET /fake/me',
    ]);
  });

  test('a vendor that answers 401 whatever the token is asked twice and no more', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    const context = await made.hub.connections.context(made.hub.workspaceId, made.id, {});
    vendor.statuses = [401, 401];
    assert.equal((await me(context)).status, 401);
    assert.deepEqual([vendor.refreshes, vendor.statuses], [1, []]);
  });

  test('credentials that a person replaced meanwhile are not overwritten', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    await runOut(made.id);
    let go = (): void => undefined;
    vendor.hold = new Promise((resolve) => (go = resolve));
    await using fresh = await anotherProcess(vendor, made.hub.workspaceId);
    const context = fresh.connections.context(made.hub.workspaceId, made.id, {});
    await askedForTokens(vendor);
    const replace =
      'update credentials set revision = revision + 1, updated_at = now() where connection_id = $1';
    await database.pool.query(replace, [made.id]);
    go();
    assert.equal((await context).credentials['access_token'], 'token-1-canary');
    const text = 'select revision from credentials where connection_id = $1';
    const { rows } = await database.pool.query<{ revision: number }>(text, [made.id]);
    assert.equal(rows[0]!.revision, 2);
  });

  test('a token endpoint that is down fails the call as not sent, and the connection stays active', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    await runOut(made.id);
    vendor.tokenAnswer = { status: 503, body: {} };
    await using fresh = await anotherProcess(vendor, made.hub.workspaceId);
    const isPassing = (error: unknown) =>
      error instanceof VendorError && error.kind === 'unavailable' && error.reach === 'not_sent';
    await assert.rejects(fresh.connections.context(made.hub.workspaceId, made.id, {}), isPassing);
    vendor.tokenAnswer = null;
    assert.equal((await me(await fresh.connections.context(made.hub.workspaceId, made.id, {}))).status, 200);
  });
});

describe('invalid_grant', () => {
  test('for the stored token stops the connection until a person reconnects it', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    const { connections, workspaceId } = made.hub;
    await runOut(made.id);
    vendor.refreshToken = 'another-canary';
    await using fresh = await anotherProcess(vendor, workspaceId);
    const isAuth = (error: unknown) => error instanceof VendorError && error.kind === 'auth';
    await assert.rejects(fresh.connections.context(workspaceId, made.id, {}), isAuth);
    const stopped = await connections.get(workspaceId, made.id);
    assert.deepEqual([stopped.status, stopped.reason?.code], ['needs_reconnect', 'access_not_renewed']);
    assert.deepEqual(stopped.reason?.params, { error: 'invalid_grant' });
  });

  test('for a token that was replaced meanwhile is no failure', async () => {
    await using vendor = await startVendor();
    await using made = await connected(vendor);
    const { connections, workspaceId } = made.hub;
    await runOut(made.id);
    let go = (): void => undefined;
    vendor.hold = new Promise((resolve) => (go = resolve));
    await using slow = await anotherProcess(vendor, workspaceId);
    const context = slow.connections.context(workspaceId, made.id, {});
    await askedForTokens(vendor);
    // The slow process loses its lease, another one refreshes, and then the vendor refuses the slow one.
    await database.pool.query(`update credentials set refresh_until = now() - interval '1 s'`);
    const held = vendor.hold;
    vendor.hold = Promise.resolve();
    await using quick = await anotherProcess(vendor, workspaceId);
    await quick.connections.context(workspaceId, made.id, {});
    go();
    await held;
    assert.equal((await context).credentials['access_token'], vendor.token);
    assert.equal((await connections.get(workspaceId, made.id)).status, 'active');
  });
});
