import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hmacSha256Hex } from '#std/hmac.ts';
import { verify } from './signature.ts';

const bodyA =
  '{"event":{"name":"sign","data":{"signer":{"email":"maria@acme.com.br","name":"Maria Silva"}},"occurred_at":"2026-03-10T14:05:00.000-03:00"},"document":{"key":"db4a2cf7-0a48-481f-b669-54f2a2260ac2","filename":"Contrato ACME.pdf","status":"running"}}';
const bodyB =
  '{"event":{"name":"auto_close","data":null,"occurred_at":"2026-03-10T14:05:01.191-03:00"},"document":{"filename":"Prestação de Serviços.pdf"}}';
const secretA = '973d92ca80c2206a0e65b35d2371d595';
const secretB = 'segredo-ção';

function request(body: string | Buffer, hmac?: string) {
  return { headers: hmac === undefined ? {} : { 'content-hmac': `sha256=${hmac}` }, body: Buffer.from(body) };
}

const vectors = [
  [
    'a plain secret',
    'hmac-secret-01',
    '{}',
    'f9d2dc4fa279059b80f0ff252cb01098d13ee3f8afd24a5eac9ef82fa33737c4',
  ],
  [
    'a secret that looks like hex',
    secretA,
    bodyA,
    '6a63b12b5dc94c649c0a3ffecf243e66080d6576880ef58af66be7a5f19aeb67',
  ],
  [
    'accents in secret and body',
    secretB,
    bodyB,
    '45865683d1f5827853986656229a07f51462683de6620acd83a4acb61e20ede5',
  ],
] as const;
for (const [what, secret, body, hmac] of vectors) {
  test(`verify accepts ${what}`, () => {
    assert.equal(verify(request(body, hmac), [secret]), true);
  });
}

test('verify refuses a plain hash of body and secret', () => {
  const hash = '94fa3d63e35018ce16d010d04f6e936a4d69d4b5d33b32c439e43952645dd3be';
  assert.equal(verify(request('{}', hash), ['hmac-secret-01']), false);
});

test('verify refuses the signature of a body printed anew', () => {
  const pretty = '8e6dfe69b7e51682291a7acc24bf38db74854a15561138b832bbff4b9cfcc4bc';
  assert.equal(verify(request(bodyA, pretty), [secretA]), false);
  const original = vectors[1][3];
  assert.equal(verify(request(JSON.stringify(JSON.parse(bodyA), null, 2), original), [secretA]), false);
});

test('verify refuses the signature of a body with escaped accents', () => {
  const escaped = '3892d1bfb429640e8acf369ea46731683502322c52d60cd875d47006ff09f878';
  assert.equal(verify(request(bodyB, escaped), [secretB]), false);
});

test('verify accepts any of several secrets, in any place', () => {
  const [, secret, body, hmac] = vectors[0];
  assert.equal(verify(request(body, hmac), ['old', secret]), true);
  assert.equal(verify(request(body, hmac), [secret, 'new']), true);
  assert.equal(verify(request(body, hmac), ['old', 'new']), false);
  assert.equal(verify(request(body, hmac), []), false);
});

test('verify refuses a missing header, another scheme and an empty secret', () => {
  const [, secret, body, hmac] = vectors[0];
  assert.equal(verify(request(body), [secret]), false);
  assert.equal(verify({ headers: { 'content-hmac': hmac }, body: Buffer.from(body) }, [secret]), false);
  assert.equal(verify(request(body, hmacSha256Hex('', body)), ['']), false);
});

test('verify refuses a body of which any single byte was changed', () => {
  const hmac = vectors[2][3];
  const bytes = Buffer.from(bodyB);
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = changed[index]! ^ 1;
    assert.equal(verify(request(changed, hmac), [secretB]), false, `byte ${index}`);
  }
});
