import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { connectByOauth, startHub, startVendor } from '../vendor.fixture.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

describe('removing a connection made by consent', () => {
  test('ends its refresh token, but not while another connection opens the same account', async () => {
    await using vendor = await startVendor();
    await using hub = await startHub(database.pool, vendor);
    const first = await connectByOauth(hub);
    await database.pool.query(`update connections set name = 'First' where id = $1`, [first]);
    const second = await connectByOauth(hub);
    await hub.connections.remove(hub.workspaceId, first);
    assert.deepEqual(vendor.revoked, []);
    await hub.connections.remove(hub.workspaceId, second);
    assert.deepEqual(vendor.revoked, [vendor.refreshToken]);
  });

  test('says that the token lives on when the vendor could not be asked, and removes it all the same', async () => {
    await using vendor = await startVendor();
    await using hub = await startHub(database.pool, vendor);
    const id = await connectByOauth(hub);
    await hub.connections.subscribe(hub.workspaceId, id);
    vendor.statuses = [200, 503];
    const { leftAtVendor } = await hub.connections.remove(hub.workspaceId, id);
    assert.equal(leftAtVendor?.code, 'vendor_unavailable');
    assert.deepEqual(await hub.connections.list(hub.workspaceId), []);
  });
});
