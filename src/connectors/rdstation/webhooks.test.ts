import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedVendor } from '../../../test/support/scripted-http.ts';
import { rdstation } from './manifest.ts';
import { webhooks } from './webhooks.ts';

const connection = {
  auth: 'token',
  credentials: { token: 't' },
  origins: rdstation.environments[0]!.origins,
};
const url = 'https://hub.example.com/hooks/e/s';
const hook = (uuid: string, event_type: string, status = 'active', to = url) => ({
  uuid,
  event_type,
  status,
  url: to,
});

test('subscribing keeps what is active, replaces what is suspended or double, and leaves other addresses alone', async () => {
  const existing = [
    hook('kept', 'crm_deal_created'),
    hook('double', 'crm_deal_created'),
    hook('suspended', 'crm_deal_updated', 'suspended'),
    hook('theirs', 'crm_deal_updated', 'active', 'https://elsewhere.example.com'),
  ];
  const answers = [
    { json: { webhooks: existing } },
    { status: 204 },
    { status: 204 },
    { json: hook('new', 'crm_deal_updated') },
  ];
  const vendor = scriptedVendor(connection, answers);
  const wanted = { url, events: ['crm_deal_created', 'crm_deal_updated'] };
  assert.deepEqual(await webhooks.subscribe(vendor.context, wanted), { ids: ['kept', 'new'], secret: null });
  const calls = vendor.requests.map((request) => `${request.method} ${request.url.split('/v1')[1]}`);
  assert.deepEqual(calls, [
    'GET /webhooks',
    'DELETE /webhooks/double',
    'DELETE /webhooks/suspended',
    'POST /webhooks',
  ]);
  assert.deepEqual(vendor.requests[3]!.json, { event_type: 'crm_deal_updated', url, http_method: 'POST' });
});

test('unsubscribing is content with hooks that are gone', async () => {
  const vendor = scriptedVendor(connection, [{ status: 404, json: { error: 'not found' } }, { status: 204 }]);
  await webhooks.unsubscribe(vendor.context, ['gone', 'there']);
  assert.equal(vendor.requests.length, 2);
});

test('every event a trigger needs is one RD has', () => {
  const known = ['crm_deal_created', 'crm_deal_updated', 'crm_contact_created', 'crm_contact_updated'];
  for (const trigger of rdstation.triggers) {
    assert.ok(
      trigger.subscribes.length > 0 && trigger.subscribes.every((event) => known.includes(event)),
      trigger.key,
    );
  }
});
