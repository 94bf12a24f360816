import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Signature } from '@hubspot/api-client';
import type { InboundRequest } from '#kit/connector.ts';
import { verify } from './signature.ts';

const y = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const secret = 'test-secret-0001';
const creation =
  '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
const change =
  '[{"eventId":3816279340,"subscriptionId":25,"portalId":33,"appId":1160452,"occurredAt":1462216307945,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":1246965,"propertyName":"lifecyclestage","propertyValue":"subscriber","changeSource":"API"}]';
const events = 'https://hooks.example.test/hubspot/events';
const sentAt = 1_790_000_001_000;

interface Given {
  body: string;
  version?: string;
  older?: string;
  v3?: string;
  time?: string | number;
  address?: string;
  receivedAt?: number;
}

function request(given: Given): InboundRequest {
  const {
    body,
    version,
    older,
    v3,
    time = sentAt,
    address = events,
    receivedAt = Number(time) + 1_000,
  } = given;
  const headers: Record<string, string> = {};
  if (older !== undefined) headers['x-hubspot-signature'] = older;
  if (version !== undefined) headers['x-hubspot-signature-version'] = version;
  if (v3 !== undefined) {
    Object.assign(headers, { 'x-hubspot-signature-v3': v3, 'x-hubspot-request-timestamp': `${time}` });
  }
  return { headers, body: Buffer.from(body), addresses: ['http://127.0.0.1:4000/x', address], receivedAt };
}

const v3 = 'nIYqLono0ncWrg3Q6kc4Y/B90WqrnFpbZDcCSI95w+o=';
const good = { body: change, v3 };

describe('a signature of version 3', () => {
  test('is taken with its secret among others, and with no other', () => {
    assert.equal(verify(request(good), ['another', secret]), true);
    assert.equal(verify(request(good), ['another', '']), false);
    assert.equal(verify(request(good), []), false);
  });

  test('of HubSpot’s own samples is taken', () => {
    const sample = {
      body: '{"example_field":"example_value"}',
      time: 1_693_657_560_000,
      address: 'https://www.example.com/webhook_uri',
    };
    assert.equal(
      verify(request({ ...sample, v3: 'oaA3M5dEtt6kFsseJD/Hv/x+JNl1vsoxFj4oxmwP6Go=' }), [y]),
      true,
    );
    const umlauts = { body: '{"firstname":"Zoë","city":"Köln"}', address: 'https://hooks.example.test/wf' };
    assert.equal(
      verify(request({ ...umlauts, v3: 'BjJwDnDZLhAahwzFpw+lQeSRiWN8+FpJaCasA39IEWU=' }), [secret]),
      true,
    );
  });

  test('covers the address it was sent to, with some of its characters decoded', () => {
    assert.equal(verify(request({ ...good, address: `${events}/` }), [secret]), false);
    const signed = Signature.getSignature('POST', 'v3', {
      ...{
        signatureVersion: 'v3',
        method: 'POST',
        clientSecret: secret,
        requestBody: change,
        timestamp: sentAt,
      },
      url: 'https://h.example/e?to=a@b.c,d&x=%20',
    } as never);
    const address = 'https://h.example/e?to=a%40b.c%2Cd&x=%20';
    assert.equal(verify(request({ ...good, v3: signed, address }), [secret]), true);
  });

  test('holds for five minutes, and needs a time that is digits', () => {
    const at = (receivedAt: number) => verify(request({ ...good, receivedAt }), [secret]);
    assert.deepEqual([at(sentAt + 300_000), at(sentAt - 300_000)], [true, true]);
    assert.deepEqual([at(sentAt + 300_001), at(sentAt - 300_001)], [false, false]);
    assert.equal(verify(request({ ...good, time: `${sentAt}.0` }), [secret]), false);
    assert.equal(verify(request({ ...good, time: '' }), [secret]), false);
  });

  test('decides although an older one beside it fits', () => {
    const older = 'ab0919f21c85535cf770490ce423d078b76b1016bdd53880ca619246eaf04729';
    assert.equal(verify(request({ body: change, version: 'v1', older, v3: 'AAAA' }), [secret]), false);
    assert.equal(verify(request({ body: change, version: 'v1', older }), [secret]), true);
  });
});

describe('an older signature', () => {
  test('of HubSpot’s own samples is taken', () => {
    const v1 = { version: 'v1', older: '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de' };
    assert.equal(verify(request({ body: creation, ...v1 }), [y]), true);
    const v2 = { version: 'v2', older: '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900' };
    const address = 'https://www.example.com/webhook_uri';
    assert.equal(verify(request({ body: '{"example_field":"example_value"}', address, ...v2 }), [y]), true);
  });

  test('with a flipped byte, an unknown version or no signature is refused', () => {
    const older = '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de';
    assert.equal(verify(request({ body: creation.replace('123', '124'), version: 'v1', older }), [y]), false);
    assert.equal(verify(request({ body: creation, version: 'v9', older }), [y]), false);
    assert.equal(verify(request({ body: creation }), [y]), false);
  });
});
