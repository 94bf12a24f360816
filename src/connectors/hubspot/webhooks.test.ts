import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Webhooks } from '#kit/connector.ts';
import { connectPrivately, openAccount } from './account.fixture.ts';
import { developerOf, openDeveloper } from './developer.ts';
import { furtherNames } from './subscriptions.ts';
import { webhooks as manifestWebhooks } from './webhooks.ts';

const webhooks: Webhooks = manifestWebhooks;
let world: Awaited<ReturnType<typeof openAccount>>;
before(async () => void (world = await openAccount()));
after(() => world.close());

const hub = 'http://127.0.0.1:4999';
const mine = `${hub}/hooks/end_mine/secret`;
const events = ['contact.creation', 'contact.propertyChange:city'];
const developer = () => openDeveloper(world.context(), developerOf(world.context())!);
const named = async () =>
  (await developer().subscriptions())
    .map(({ eventType, propertyName }) => `${eventType}:${propertyName ?? ''}`)
    .sort();

describe('setting webhooks up', () => {
  test('registers the address and each event once, and takes only its own away', async () => {
    const { ids, secret } = await webhooks.subscribe(world.context(), { url: mine, events });
    assert.equal(secret, world.credentials.values['client_secret']);
    assert.ok(
      ids.every((id) => !id.includes('end_mine')),
      'the address holds a secret',
    );
    assert.deepEqual(await named(), ['contact.creation:', 'contact.propertyChange:city']);
    assert.equal(await developer().target(), mine);
    const other = `${hub}/hooks/end_other/secret`;
    const shared = await webhooks.subscribe(world.context(), {
      url: other,
      events: [...events, 'deal.creation'],
    });
    assert.equal(await developer().target(), mine);
    await webhooks.unsubscribe(world.context(), shared.ids);
    assert.equal((await named()).length, 3);
    const moved = 'http://127.0.0.1:5999/hooks/end_mine/secret';
    const again = await webhooks.subscribe(world.context(), { url: moved, events });
    await webhooks.unsubscribe(world.context(), ids);
    assert.equal(await developer().target(), moved);
    await webhooks.unsubscribe(world.context(), again.ids);
    assert.deepEqual([await developer().target(), await named()], [null, ['deal.creation:']]);
  });

  test('leaves an app alone whose events go to somebody else', async () => {
    await developer().setTarget('http://127.0.0.1:6999/elsewhere');
    const wanted = webhooks.subscribe(world.context(), { url: mine, events });
    await assert.rejects(wanted, { kind: 'conflict', message: /127\.0\.0\.1:6999/ });
    assert.equal(await developer().target(), 'http://127.0.0.1:6999/elsewhere');
    await developer().removeTarget();
  });

  test('without a developer key, and for private apps, calls nobody and gives the secret', async () => {
    const context = world.context();
    delete context.credentials['developer_key'];
    const given = await webhooks.subscribe(context, { url: mine, events });
    assert.deepEqual(given, { ids: [], secret: world.credentials.values['client_secret'] });
    await using own = await openAccount(connectPrivately);
    const { ids, secret } = await webhooks.subscribe(own.context(), { url: mine, events });
    assert.deepEqual([ids, secret], [[], own.credentials.values['client_secret']]);
  });

  test('a developer key that is refused is no reason to connect again', async () => {
    const context = world.context();
    context.credentials['developer_key'] = 'key-of-nobody';
    await assert.rejects(webhooks.subscribe(context, { url: mine, events }), { kind: 'forbidden' });
  });

  test('hears of further properties that the setting names', () => {
    const settings = { webhook_properties: 'contact.industry, deal.description;\nnonsense' };
    assert.deepEqual(furtherNames(settings), [
      'contact.propertyChange:industry',
      'deal.propertyChange:description',
    ]);
  });
});
