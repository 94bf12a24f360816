import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { countOf, legacyContext, withAccount } from '../../../test/support/clicksign-account.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { readWebhooks } from './v3/webhooks.ts';
import { readV2Webhooks } from './v1/webhooks.ts';
import { webhooks } from './webhooks.ts';

const url = 'https://hub.example/hooks/1/secret';

describe('subscribing', () => {
  test('keeps the secret Clicksign signs with', () =>
    withAccount(async (world) => {
      const { ids, secret } = await webhooks.subscribe(world.context(), { url, events: ['sign'] });
      const [known] = await readWebhooks(world.context());
      assert.deepEqual([ids, secret, known?.events], [[known?.id], known?.secret, ['sign']]);
      assert.match(secret!, /^[0-9a-f]{32}$/);
    }));

  test('takes over an address that is registered already, and adds the events it lacks', () =>
    withAccount(async (world) => {
      const first = await webhooks.subscribe(world.context(), { url, events: ['upload', 'sign'] });
      const second = await webhooks.subscribe(world.context(), { url, events: ['sign', 'cancel'] });
      assert.deepEqual(second, first);
      const [known, ...others] = await readWebhooks(world.context());
      assert.deepEqual([known?.events, others], [['upload', 'sign', 'cancel'], []]);
    }));

  test('finds what a call made whose answer was cut off', () =>
    withAccount(async (world) => {
      world.parts.faults.add({ match: { method: 'POST', path: '/webhooks$' }, kind: 'cut_after', times: 1 });
      await assert.rejects(webhooks.subscribe(world.context(), { url, events: ['sign'] }), VendorError);
      assert.notEqual((await webhooks.subscribe(world.context(), { url, events: ['sign'] })).secret, null);
      assert.equal(countOf(world, 'webhook.created'), 1);
    }));

  test('passes on any other refusal', () =>
    withAccount(async (world) => {
      const wrong = webhooks.subscribe(world.context(), { url, events: ['teleported'] });
      await assert.rejects(wrong, (error) => error instanceof VendorError && error.kind === 'invalid');
    }));

  test('uses API v2 in an account without v3, there and back, and twice as well as once', () =>
    withAccount(async (world) => {
      const context = legacyContext(world);
      const first = await webhooks.subscribe(context, { url, events: ['sign'] });
      assert.match(first.secret!, /^[0-9a-f]{32}$/);
      assert.deepEqual(await webhooks.subscribe(context, { url, events: ['cancel'] }), first);
      await webhooks.unsubscribe(context, first.ids);
      assert.deepEqual(await readV2Webhooks(context), []);
      await webhooks.unsubscribe(context, first.ids);
    }));
});
