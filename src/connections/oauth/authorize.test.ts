import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { oauthInput, startHub, startVendor } from '../vendor.fixture.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

describe('connecting by consent', () => {
  test('sends the person to the vendor with everything it needs and a state of its own', async () => {
    await using vendor = await startVendor();
    await using hub = await startHub(database.pool, vendor);
    const started = await hub.connections.create(hub.workspaceId, oauthInput);
    assert.ok('authorizeUrl' in started);
    const url = new URL(started.authorizeUrl);
    assert.equal(url.origin + url.pathname, `${vendor.origin}/fake/oauth/authorize`);
    const { state, ...rest } = Object.fromEntries(url.searchParams);
    assert.match(state!, /^[\w-]{32}$/);
    const redirect_uri = 'http://127.0.0.1:4000/oauth/callback';
    assert.deepEqual(rest, {
      response_type: 'code',
      client_id: 'app-1',
      redirect_uri,
      scope: 'deals contacts',
      prompt: 'consent',
    });
    assert.deepEqual(await hub.connections.list(hub.workspaceId), []);
  });

  test('a state is good once, and only one we gave', async () => {
    await using vendor = await startVendor();
    await using hub = await startHub(database.pool, vendor);
    const started = await hub.connections.create(hub.workspaceId, oauthInput);
    assert.ok('authorizeUrl' in started);
    const state = new URL(started.authorizeUrl).searchParams.get('state')!;
    const gone = { name: 'AppError', code: 'gone' };
    await assert.rejects(hub.connections.finishAuthorize('made-up', 'code-1'), gone);
    const { connectionId } = await hub.connections.finishAuthorize(state, 'code-1');
    await assert.rejects(hub.connections.finishAuthorize(state, 'code-1'), gone);
    const made = await hub.connections.get(hub.workspaceId, connectionId);
    assert.deepEqual([made.status, made.account, made.authMethod], ['active', 'ACME', 'oauth2']);
  });

  test('a code the vendor does not take stores nothing', async () => {
    await using vendor = await startVendor();
    await using hub = await startHub(database.pool, vendor);
    const started = await hub.connections.create(hub.workspaceId, oauthInput);
    assert.ok('authorizeUrl' in started);
    const state = new URL(started.authorizeUrl).searchParams.get('state')!;
    await assert.rejects(hub.connections.finishAuthorize(state, 'other'), {
      code: 'connection_refused_credentials',
    });
    assert.deepEqual(await hub.connections.list(hub.workspaceId), []);
  });
});
