import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at, type Json, type JsonObject } from '#std/json.ts';
import { DEMO_HUBSPOT_APP_ID, DEMO_HUBSPOT_CLIENT_SECRET, DEMO_HUBSPOT_DEVELOPER_KEY } from './demo.ts';
import { settled, startTrial, textAt, type Trial } from './trial.ts';
import { signatureV1, signatureV2, signatureV3 } from './webhooks/signature.ts';

const contacts = '/crm/v3/objects/contacts';
const target = 'https://hooks.example.test/hubspot/events';
const developer = (trial: Trial, method: string, path: string, body?: Json) =>
  trial.call(
    method,
    `/webhooks/v3/${DEMO_HUBSPOT_APP_ID}${path}?hapikey=${DEMO_HUBSPOT_DEVELOPER_KEY}`,
    body,
  );

async function subscribed(...types: (string | JsonObject)[]): Promise<Trial> {
  const trial = startTrial();
  const settings = { targetUrl: target, throttling: { maxConcurrentRequests: 10 } };
  assert.equal((await developer(trial, 'PUT', '/settings', settings)).status, 200);
  for (const type of types) {
    const given = typeof type === 'string' ? { eventType: type } : type;
    const made = await developer(trial, 'POST', '/subscriptions', { ...given, active: true });
    assert.equal(made.status, 201, made.text);
  }
  return trial;
}
const create = (trial: Trial, email: string) => trial.api('POST', contacts, { properties: { email } });
async function sent(trial: Trial): Promise<JsonObject[]> {
  await trial.clock.advance(200);
  await settled();
  return trial.posts.flatMap((post) => post.events);
}

describe('signatures', () => {
  const [Y, T] = ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy', 'test-secret-0001'];
  const wf = 'https://hooks.example.test/wf';
  const umlauts = '{"firstname":"Zoë","city":"Köln"}';
  test('version 1 and 2 are those of HubSpot’s own examples', () => {
    const events = `[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]`;
    assert.equal(signatureV1(Y, events), '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de');
    const request = {
      method: 'POST',
      uri: 'https://www.example.com/webhook_uri',
      body: '{"example_field":"example_value"}',
    };
    assert.equal(signatureV2(Y, request), '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900');
    const v2 = signatureV2(T, { method: 'POST', uri: wf, body: umlauts });
    assert.equal(v2, 'fb39854c70c3d1dce8a4ca81eff6a699e3aa06476434ddb6cd5bb75c4b160aac');
  });

  test('version 3 decodes a few characters of the address', () => {
    const uri = 'https://hooks.example.test/fetch?portalId=33&userEmail=a%40b.com&appId=7&tags=x%2Cy%20z%26w';
    const timestamp = 1790000001000;
    const get = signatureV3(T, { method: 'GET', uri, body: '', timestamp });
    assert.equal(get, 'JyTikL5ymkzDhCO9/UfCSu7shroC/sJpGw9tepQKKXI=');
    const post = signatureV3(T, { method: 'POST', uri: wf, body: umlauts, timestamp });
    assert.equal(post, 'BjJwDnDZLhAahwzFpw+lQeSRiWN8+FpJaCasA39IEWU=');
  });
});

describe('webhooks', () => {
  test('what happens together goes out together, signed in both ways', async () => {
    const trial = await subscribed('contact.creation', {
      eventType: 'contact.propertyChange',
      propertyName: 'email',
    });
    const inputs = ['a@example.com', 'b@example.com'].map((email) => ({
      properties: { email, city: 'Lund' },
    }));
    await trial.api('POST', `${contacts}/batch/create`, { inputs });
    const events = await sent(trial);
    assert.equal(trial.posts.length, 1);
    const types = events.map((event) => event['subscriptionType']);
    assert.deepEqual(types, [
      'contact.creation',
      'contact.propertyChange',
      'contact.creation',
      'contact.propertyChange',
    ]);
    assert.equal(events[1]!['propertyValue'], 'a@example.com');
    assert.deepEqual(
      [events[0]!['changeFlag'], events[0]!['attemptNumber'], events[0]!['portalId']],
      ['NEW', 0, 4001001],
    );
    const { headers, text, url } = trial.posts[0]!;
    assert.equal(headers.get('x-hubspot-signature'), signatureV1(DEMO_HUBSPOT_CLIENT_SECRET, text));
    const timestamp = Number(headers.get('x-hubspot-request-timestamp'));
    const signed = signatureV3(DEMO_HUBSPOT_CLIENT_SECRET, {
      method: 'POST',
      uri: url,
      body: text,
      timestamp,
    });
    assert.equal(headers.get('x-hubspot-signature-v3'), signed);
  });

  test('a post holds at most 100 events', async () => {
    const trial = await subscribed('contact.creation');
    for (let batch = 0; batch < 3; batch++) {
      const inputs = Array.from({ length: 50 }, (_, place) => ({
        properties: { firstname: `${batch} ${place}` },
      }));
      await trial.api('POST', `${contacts}/batch/create`, { inputs });
    }
    assert.equal((await sent(trial)).length, 150);
    assert.deepEqual(
      trial.posts.map((post) => post.events.length).sort((a, b) => a - b),
      [50, 100],
    );
  });

  test('a refused post comes again with the next attempt number and a time and signature of its own', async () => {
    const trial = await subscribed('contact.creation');
    trial.receiveWith(() => new Response('no', { status: 500 }));
    await create(trial, 'a@example.com');
    await sent(trial);
    trial.receiveWith(() => new Response('ok'));
    await trial.clock.advance(60_000);
    await settled();
    const [first, second] = trial.posts;
    assert.deepEqual([first!.events[0]!['attemptNumber'], second!.events[0]!['attemptNumber']], [0, 1]);
    assert.notEqual(
      first!.headers.get('x-hubspot-signature-v3'),
      second!.headers.get('x-hubspot-signature-v3'),
    );
  });

  test('merging, deleting, linking and privacy deletion are told', async () => {
    const kinds = ['merge', 'deletion', 'associationChange', 'privacyDeletion'].map(
      (kind) => `contact.${kind}`,
    );
    const trial = await subscribed(...kinds, { eventType: 'object.associationChange', objectTypeId: '0-2' });
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => create(trial, `${name}@example.com`)));
    const id = (answer: typeof a) => textAt(answer!.body, 'id');
    await trial.api('PUT', `/crm/v4/objects/contacts/${id(a)}/associations/default/companies/101`);
    await trial.api('POST', `${contacts}/merge`, { primaryObjectId: id(a), objectIdToMerge: id(b) });
    await trial.api('POST', `${contacts}/gdpr-delete`, { objectId: id(c) });
    const events = await sent(trial);
    const of = (type: string) => events.filter((event) => event['subscriptionType'] === type);
    assert.deepEqual(of('contact.merge')[0]!['mergedObjectIds'], [Number(id(b))]);
    assert.equal(of('contact.deletion').length, 1);
    assert.equal(of('contact.privacyDeletion')[0]!['objectId'], Number(id(c)));
    const links = of('contact.associationChange').map((event) => [
      event['associationType'],
      event['isPrimaryAssociation'],
    ]);
    assert.deepEqual(links, [
      ['CONTACT_TO_COMPANY', false],
      ['CONTACT_TO_COMPANY', true],
    ]);
    assert.equal(
      of('object.associationChange').every((event) => event['objectTypeId'] === '0-2'),
      true,
    );
  });

  test('single events are lost, doubled and moved by fault rules', async () => {
    const trial = await subscribed('contact.creation');
    const match = { event: 'contact.creation' };
    await trial.control('POST', '/faults', { match, kind: 'hook_drop', times: 1 });
    await trial.control('POST', '/faults', { match, kind: 'hook_duplicate', times: 1 });
    await trial.control('POST', '/faults', { match, kind: 'hook_reorder', times: 1 });
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) {
      ids.push(textAt((await create(trial, `${name}@example.com`)).body, 'id'));
    }
    const told = (await sent(trial)).map((event) => JSON.stringify(event['objectId']));
    assert.deepEqual(told, [ids[1], ids[1], ids[3], ids[2]]);
  });

  test('subscriptions can be listed, paused and removed, and wrong ones are refused', async () => {
    const trial = await subscribed('deal.creation');
    const [one] = at((await developer(trial, 'GET', '/subscriptions')).body, 'results') as { id: string }[];
    const paused = await developer(trial, 'PATCH', `/subscriptions/${one!.id}`, { active: false });
    assert.equal(at(paused.body, 'active'), false);
    assert.equal(
      (await developer(trial, 'POST', '/subscriptions', { eventType: 'deal.signed' })).status,
      400,
    );
    assert.equal(
      (await developer(trial, 'POST', '/subscriptions', { eventType: 'deal.propertyChange' })).status,
      400,
    );
    assert.equal((await developer(trial, 'DELETE', `/subscriptions/${one!.id}`)).status, 204);
    assert.equal((await trial.api('GET', `/webhooks/v3/${DEMO_HUBSPOT_APP_ID}/subscriptions`)).status, 401);
  });
});
