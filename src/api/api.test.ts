import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Problem } from './contract.ts';
import { openHouse, publicUrl } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';

let house: House;
let acme: Workspace;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
});
after(() => house[Symbol.asyncDispose]());

async function problemIn(answer: Response): Promise<Problem> {
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  const problem = (await answer.json()) as Problem;
  assert.equal(problem.status, answer.status);
  return problem;
}

describe('problems', () => {
  test('an unknown path is not found', async () => {
    assert.equal((await problemIn(await house.nobody('GET', '/api/nothing'))).code, 'not_found');
    assert.equal((await problemIn(await acme.as.owner('GET', `${acme.path}/nothing`))).code, 'not_found');
  });

  test('a known path with another method says which methods it takes', async () => {
    const answer = await acme.as.owner('PUT', `${acme.path}/runs/bulk`, {});
    assert.equal((await problemIn(answer)).code, 'method_not_allowed');
    assert.equal(answer.headers.get('allow'), 'GET, POST');
  });

  test('a body that is no JSON is refused by its type, and by its contents', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await acme.as.owner('POST', `${acme.path}/keys`, {}, headers);
    assert.equal((await problemIn(answer)).code, 'unsupported_media_type');
    const cut = await house.api.app.request(`${publicUrl}/api/session/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: publicUrl, host: '127.0.0.1:4000' },
      body: '{"email":',
    });
    assert.equal((await problemIn(cut)).code, 'invalid');
  });

  test('a body over 1 MB is refused', async () => {
    const answer = await acme.as.owner('POST', `${acme.path}/keys`, {
      name: 'x'.repeat(1_100_000),
      role: 'admin',
    });
    assert.equal((await problemIn(answer)).code, 'too_large');
  });

  test('every wrong field is named with a code', async () => {
    const answer = await acme.as.owner('POST', `${acme.path}/keys`, { name: '', role: 'king' });
    const { code, faults } = await problemIn(answer);
    assert.equal(code, 'invalid');
    assert.deepEqual(
      faults.map(({ path, code: fault }) => `${path} ${fault}`),
      ['name required', 'role invalid_value'],
    );
  });

  test('a wrong query is refused, not ignored', async () => {
    const answer = await acme.as.owner('GET', `${acme.path}/runs?status=broken&limit=0&from=yesterday`);
    const { faults } = await problemIn(answer);
    assert.deepEqual(faults.map(({ path }) => path).sort(), ['from', 'limit', 'status.0']);
    assert.equal((await problemIn(await acme.as.owner('GET', `${acme.path}/runs?cursor=x`))).code, 'invalid');
  });

  test('what breaks inside is logged and not told', async () => {
    const broken = await openHouse();
    await broken.database.pool.query('drop table "session" cascade');
    const answer = await broken.with({ cookie: 'countersign-4000.session_token=a.b' })('GET', '/api/session');
    const text = JSON.stringify(await problemIn(answer));
    assert.equal(answer.status, 500);
    assert.ok(!text.includes('session" does not exist'), text);
    assert.match(JSON.stringify(broken.runs.errors), /session|Failed/);
    await broken[Symbol.asyncDispose]();
  });
});

describe('security', () => {
  test('every answer forbids framing, sniffing and loading anything from it', async () => {
    for (const path of [
      '/api/session',
      '/api/nothing',
      '/api/openapi.json',
      '/api/docs',
      '/oauth/callback',
      `${acme.path}/home`,
    ]) {
      const { headers } = await house.nobody('GET', path);
      assert.match(
        headers.get('content-security-policy') ?? '',
        /default-src 'none'.*frame-ancestors 'none'/,
        path,
      );
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'same-origin', path);
    }
  });

  test('changes asked by another site are refused, with cookies and without', async () => {
    const attempts: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
      { origin: 'http://evil.example:4000', host: 'evil.example:4000' },
    ];
    for (const headers of attempts) {
      const answer = await acme.as.owner('POST', `${acme.path}/keys`, { name: 'x', role: 'viewer' }, headers);
      assert.equal((await problemIn(answer)).code, 'forbidden', JSON.stringify(headers));
    }
    const without = await house.api.app.request(`${publicUrl}/api/session/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    assert.equal((await problemIn(without)).code, 'forbidden');
  });

  test('our own pages may change things at the public address, at localhost and at an address of the machine', async () => {
    for (const host of ['127.0.0.1:4000', 'localhost:4000', '192.168.1.7:4000']) {
      const headers = { origin: `http://${host}`, host, 'sec-fetch-site': 'same-origin' };
      const answer = await acme.as.owner('POST', `${acme.path}/keys`, { name: 'x', role: 'viewer' }, headers);
      assert.equal(answer.status, 201, host);
    }
  });
});

describe('the document', () => {
  test('it lists every route of the table, and nothing else', async () => {
    const document = (await (await house.nobody('GET', '/api/openapi.json')).json()) as {
      paths: Record<string, object>;
    };
    const listed = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((one) => `${one} ${path}`),
    );
    const routes = house.api.routes.map(({ method, path }) => `${method} /api${path}`);
    assert.deepEqual(listed.sort(), routes.sort());
  });
});
