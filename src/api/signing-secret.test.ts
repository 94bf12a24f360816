import assert from 'node:assert/strict';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { signStandardWebhook } from '#std/standard-webhooks.ts';
import { openHouse } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';

let house: House;
let acme: Workspace;
let other: Workspace;

before(async () => {
  house = await openHouse();
  [acme, other] = [await house.workspace('Acme'), await house.workspace('Other')];
});
after(() => house[Symbol.asyncDispose]());

async function secretOf({ as, path }: Workspace): Promise<string> {
  const answer = await as.admin('GET', `${path}/signing-secret`);
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { secret: string }).secret;
}

interface Post {
  headers: Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;
  body: string;
}
const at = 1_790_000_000;

/** A post as webhook.send makes it. */
function postSignedWith(secret: string): Post {
  const [id, timestamp, body] = ['step_1', String(at), '{"name":"Ana","total":"R$ 10,00"}'];
  const signature = signStandardWebhook(secret, id, timestamp, body);
  return {
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    body,
  };
}

/**
 * What a receiver does, by the specification alone (github.com/standard-webhooks/standard-webhooks, "Verifying webhook
 * authenticity" and "Signature scheme", read 2026-11): the secret is base64 behind `whsec_`, 24 to 64 bytes; the signed
 * content is `id.timestamp.body`; the header is a list with spaces between `v1,<base64>`; the time is within 5 minutes.
 */
function isGenuine(secret: string, { headers, body }: Post, nowSeconds: number): boolean {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (key.length < 24 || key.length > 64) return false;
  if (Math.abs(nowSeconds - Number(headers['webhook-timestamp'])) > 300) return false;
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = createHmac('sha256', key).update(content, 'utf8').digest();
  return headers['webhook-signature'].split(' ').some((each) => {
    const [version, signature] = each.split(',');
    const given = Buffer.from(signature ?? '', 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

describe('the secret that posts are signed with', () => {
  test('a receiver verifies a post with what the API shows', async () => {
    const secret = await secretOf(acme);
    assert.ok(isGenuine(secret, postSignedWith(secret), at + 60));
  });

  test('a changed, an old, and another workspace’s post are not genuine', async () => {
    const secret = await secretOf(acme);
    const post = postSignedWith(secret);
    assert.ok(!isGenuine(secret, { ...post, body: post.body.replace('10', '99') }, at));
    assert.ok(!isGenuine(secret, { ...post, headers: { ...post.headers, 'webhook-id': 'step_2' } }, at));
    assert.ok(!isGenuine(secret, post, at + 301));
    assert.ok(!isGenuine(secret, postSignedWith(await secretOf(other)), at));
  });

  test('it is the same at every look, and for admins alone', async () => {
    assert.equal(await secretOf(acme), await secretOf(acme));
    for (const role of ['editor', 'viewer'] as const) {
      const answer = await acme.as[role]('GET', `${acme.path}/signing-secret`);
      assert.equal(answer.status, 403, role);
    }
  });

  test('no cache keeps it', async () => {
    const answer = await acme.as.owner('GET', `${acme.path}/signing-secret`);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });
});
