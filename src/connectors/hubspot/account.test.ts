import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { connectPrivately, openAccount } from './account.fixture.ts';
import { testConnection } from './account.ts';
import { missingScopes, optionalScopes, requiredScopes } from './scopes.ts';

describe('testing a connection', () => {
  test('names the account by its domain and number, and what was granted', async () => {
    await using world = await openAccount();
    const { account, details } = await testConnection(world.context());
    assert.equal(account, 'fjordlys.example (4001001)');
    assert.deepEqual([details['portalId'], details['timeZone']], ['4001001', 'Europe/Stockholm']);
    assert.deepEqual(details['missingScopes'], {});
  });

  test('a private app is named by its number, also where HubSpot does not tell its scopes', async () => {
    await using world = await openAccount(connectPrivately);
    const { account, details } = await testConnection(world.context());
    assert.equal(account, '4001001');
    assert.equal(details['missingScopes'], null);
  });
});

describe('scopes', () => {
  test('are named by the feature that lacks them, and one of several is enough', () => {
    const granted = [...requiredScopes, ...optionalScopes].filter(
      (scope) => scope !== 'timeline' && scope !== 'crm.objects.line_items.read',
    );
    assert.deepEqual(missingScopes(granted), {
      timeline: ['timeline'],
      line_items: ['crm.objects.line_items.read'],
    });
    assert.deepEqual(missingScopes([...granted, 'e-commerce', 'timeline']), {});
  });
});
