import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ApiKey, NewApiKey } from './contract.ts';
import { openHouse } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';

let house: House;
let acme: Workspace;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
});
after(() => house[Symbol.asyncDispose]());

async function makeKey(role: string, workspace = acme): Promise<NewApiKey> {
  const answer = await workspace.as.admin('POST', `${workspace.path}/keys`, { name: `a ${role}`, role });
  assert.equal(answer.status, 201);
  return (await answer.json()) as NewApiKey;
}
const bearer = (secret: string) =>
  house.with({ authorization: `Bearer ${secret}`, origin: 'https://elsewhere.example' });

test('a key does what its role may do, from anywhere, and nothing more', async () => {
  const { secret } = await makeKey('viewer');
  assert.equal((await bearer(secret)('GET', `${acme.path}/runs`)).status, 200);
  const answer = await bearer(secret)('POST', `${acme.path}/runs/bulk`, { action: 'retry', filter: {} });
  assert.equal(answer.status, 403);
});

test('a key opens its own workspace only', async () => {
  const other = await house.workspace('Other');
  const { secret } = await makeKey('admin', other);
  assert.equal((await bearer(secret)('GET', `${acme.path}/runs`)).status, 404);
  assert.equal((await bearer(secret)('GET', `${other.path}/runs`)).status, 200);
});

test('a key is shown once and kept as a hash', async () => {
  const { key, secret } = await makeKey('editor');
  assert.match(secret, /^csk_[\w-]{43}$/);
  assert.equal(key.ending, secret.slice(-4));
  const listed = (await (await acme.as.admin('GET', `${acme.path}/keys`)).json()) as ApiKey[];
  assert.ok(listed.some(({ id }) => id === key.id));
  const { rows } = await house.database.pool.query<{ dump: string }>(
    `select string_agg(k::text, ' ') as dump from api_keys k`,
  );
  assert.ok(!`${JSON.stringify(listed)} ${rows[0]!.dump}`.includes(secret));
});

test('using a key is noted', async () => {
  const { key, secret } = await makeKey('viewer');
  await bearer(secret)('GET', `${acme.path}/home`);
  const listed = (await (await acme.as.admin('GET', `${acme.path}/keys`)).json()) as ApiKey[];
  assert.notEqual(listed.find(({ id }) => id === key.id)?.lastUsedAt, null);
});

test('a removed key stops at once, and an unknown one never worked', async () => {
  const { key, secret } = await makeKey('viewer');
  assert.equal((await acme.as.admin('DELETE', `${acme.path}/keys/${key.id}`)).status, 204);
  assert.equal((await bearer(secret)('GET', `${acme.path}/home`)).status, 401);
  assert.equal((await bearer('csk_nonsense')('GET', `${acme.path}/home`)).status, 401);
});
