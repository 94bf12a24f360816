import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Hono } from 'hono';
import type { Session } from './contract.ts';
import { furnish } from './furnished.fixture.ts';
import type { Things } from './furnished.fixture.ts';
import { cookieOf, openHouse, publicUrl } from './house.fixture.ts';
import type { Ask, House, Workspace } from './house.fixture.ts';
import { problemOf } from './problem.ts';
import { readOperations, requestOf } from './requests.fixture.ts';
import type { Operations } from './requests.fixture.ts';
import { sameOrigin } from './security.ts';

const password = 'correct horse battery';
const email = 'owner@acme.example';
let house: House;
let acme: Workspace;
let things: Things;
let operations: Operations;

before(async () => {
  house = await openHouse();
  acme = await house.workspace('Acme');
  things = await furnish(house, acme, 'Acme');
  operations = await readOperations(house);
});
beforeEach(() => house.database.pool.query('delete from tries'));
after(() => house[Symbol.asyncDispose]());

const signIn = (ask: Ask = house.nobody, given = { email, password }) =>
  ask('POST', '/api/session/sign-in', given);
const userOf = async (cookie: string) =>
  ((await (await house.with({ cookie })('GET', '/api/session')).json()) as Session).user?.email ?? null;
const changing = () => house.api.routes.filter(({ method }) => method !== 'get');

/** What a page of somebody else can have a browser send along with our cookie. */
const otherSites: [what: string, headers: Record<string, string>][] = [
  ['no origin', { origin: '' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['another site', { origin: 'https://evil.example' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:4001' }],
  ['another site that asks for our host', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['our origin, sent by another site', { origin: publicUrl, 'sec-fetch-site': 'cross-site' }],
  ['our origin, sent by a sister site', { origin: publicUrl, 'sec-fetch-site': 'same-site' }],
  ['a name that leads here', { origin: 'http://evil.example:4000', host: 'evil.example:4000' }],
];
const formTypes = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];

describe('a page of another site', () => {
  test('changes nothing with our cookie, by any route', async () => {
    const cookie = cookieOf(await signIn());
    let tried = 0;
    for (const route of changing()) {
      for (const [what, headers] of otherSites) {
        const [method, path, body] = requestOf(operations, route, things);
        const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
        const answer = await raw(method, path, JSON.stringify(body), { cookie, ...sent });
        assert.equal(answer.status, 403, `${what}: ${method} ${path}`);
        assert.deepEqual(answer.headers.getSetCookie(), [], `${what}: ${method} ${path}`);
        tried++;
      }
    }
    assert.ok(tried > 150);
    assert.equal(await userOf(cookie), email);
  });

  test('gets no form through, even one that says it comes from us', async () => {
    const cookie = cookieOf(await signIn());
    for (const route of changing().filter(({ method }) => method !== 'delete')) {
      for (const type of formTypes) {
        const [method, path, body] = requestOf(operations, route, things);
        const headers = { cookie, origin: publicUrl, 'content-type': type };
        const answer = await raw(method, path, JSON.stringify(body), headers);
        assert.equal(answer.status, 415, `${type}: ${method} ${path}`);
      }
    }
  });

  test('is never told by CORS that it may, whatever it asks before', async () => {
    const cookie = cookieOf(await signIn());
    for (const route of house.api.routes.filter(({ path }) => !path.endsWith('/live'))) {
      const [, path] = requestOf(operations, route, things);
      const asked = { 'access-control-request-method': route.method.toUpperCase() };
      const origin = 'https://evil.example';
      const before = await raw('OPTIONS', path, null, { cookie, origin, ...asked });
      assert.ok(before.status >= 400, path);
      const read = await raw('GET', path, null, { cookie, origin });
      await read.body?.cancel();
      for (const { headers } of [before, read]) {
        assert.deepEqual(
          [...headers.keys()].filter((name) => name.startsWith('access-control')),
          [],
          path,
        );
      }
    }
  });

  test('cannot pass a method off as another', async () => {
    const cookie = cookieOf(await signIn());
    const path = `${acme.path}/connections/${things['connection']}`;
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      const answer = await raw('GET', `${path}?_method=DELETE`, null, {
        cookie,
        origin: publicUrl,
        [name]: 'DELETE',
      });
      assert.equal(answer.status, 200, name);
    }
    assert.equal((await acme.as.owner('GET', path)).status, 200);
  });
});

/** The whole request as given. */
async function raw(
  method: string,
  path: string,
  body: string | null | undefined,
  headers: Record<string, string>,
): Promise<Response> {
  const bodiless = body === undefined || body === null || method === 'GET';
  const all = {
    host: '127.0.0.1:4000',
    ...(!bodiless && { 'content-type': 'application/json' }),
    ...headers,
  };
  return house.api.app.request(`${publicUrl}${path}`, { method, headers: all, ...(!bodiless && { body }) });
}

const hub = 'https://hub.example.com';
const origins: [origin: string | null, host: string, site: string | null, may: boolean][] = [
  [hub, 'hub.example.com', 'same-origin', true],
  [hub, 'hub.example.com', null, true],
  [hub, '10.0.0.7:4000', 'same-origin', true],
  ['http://127.0.0.1:4000', '127.0.0.1:4000', 'same-origin', true],
  ['http://[::1]:4000', '[::1]:4000', null, true],
  ['http://localhost:4000', 'localhost:4000', null, true],
  [null, 'hub.example.com', null, false],
  [null, 'hub.example.com', 'same-origin', false],
  ['null', 'hub.example.com', null, false],
  ['', 'hub.example.com', null, false],
  [hub, 'hub.example.com', 'cross-site', false],
  [hub, 'hub.example.com', 'same-site', false],
  [hub, 'hub.example.com', 'none', false],
  ['http://hub.example.com', 'hub.example.com', null, false],
  ['https://hub.example.com:8443', 'hub.example.com', null, false],
  ['https://evil.hub.example.com', 'hub.example.com', null, false],
  ['https://example.com', 'hub.example.com', null, false],
  ['https://hub.example.com.evil.example', 'hub.example.com', null, false],
  ['https://hub.example.com.evil.example', 'hub.example.com.evil.example', null, false],
  ['https://hub.example.comevil.example', 'hub.example.com', null, false],
  ['https://evil.example#hub.example.com', 'hub.example.com', null, false],
  ['https://hub.example.com@evil.example', 'evil.example', null, false],
  ['https://evil.example', 'evil.example', null, false],
  ['http://127.0.0.1.evil.example:4000', '127.0.0.1.evil.example:4000', null, false],
  ['http://localhost.evil.example', 'localhost.evil.example', null, false],
  ['http://127.0.0.1:4001', '127.0.0.1:4000', null, false],
  ['http://127.0.0.1', '127.0.0.1:4000', null, false],
  ['http://localhost:4000', '127.0.0.1:4000', null, false],
  ['http://10.0.0.8:4000', '10.0.0.7:4000', null, false],
];

test('who counts as us, by origin, host and what the browser says', async () => {
  const app = new Hono();
  app.onError((error, c) => problemOf(error, c, { error: () => undefined }));
  app.use('*', sameOrigin(hub));
  app.post('/', (c) => c.text('changed'));
  for (const [origin, host, site, may] of origins) {
    const headers = {
      host,
      ...(origin !== null && { origin }),
      ...(site !== null && { 'sec-fetch-site': site }),
    };
    const answer = await app.request(`${hub}/`, { method: 'POST', headers });
    assert.equal(answer.status, may ? 200 : 403, `${origin} to ${host} (${site})`);
  }
});

describe('a session', () => {
  test('is a cookie that no script reads and no other host gets', async () => {
    const answers = [await signIn(), await signIn(house.nobody, { email, password: 'wrong' })];
    answers.push(await house.with({ cookie: cookieOf(answers[0]!) })('POST', '/api/session/sign-out', {}));
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie());
    assert.ok(cookies.length >= 2);
    for (const cookie of cookies) {
      assert.match(cookie, /; HttpOnly/i);
      assert.match(cookie, /; SameSite=(Lax|Strict)/i);
      assert.match(cookie, /; Path=\//i);
      assert.doesNotMatch(cookie, /; Domain=/i);
    }
  });

  test('that somebody was given before signing in is not theirs afterwards', async () => {
    const planted = cookieOf(await signIn(house.nobody, { email: 'viewer@acme.example', password }));
    const own = cookieOf(await signIn(house.with({ cookie: planted })));
    assert.notEqual(own, planted);
    assert.equal(await userOf(own), email);
    assert.notEqual(await userOf(planted), email);
    const invented = planted.replace(/=.*/, '=invented-by-somebody');
    assert.notEqual(cookieOf(await signIn(house.with({ cookie: invented }))), invented);
    assert.equal(await userOf(invented), null);
  });

  test('that was signed out is over, on every copy of it, and no other is', async () => {
    const [one, other] = [cookieOf(await signIn()), cookieOf(await signIn())];
    assert.equal((await house.with({ cookie: one })('POST', '/api/session/sign-out', {})).status, 200);
    assert.deepEqual([await userOf(one), await userOf(other)], [null, email]);
    assert.equal((await house.with({ cookie: one })('GET', acme.path)).status, 401);
  });

  test('that was tampered with is none', async () => {
    const cookie = cookieOf(await signIn());
    const viewer = cookieOf(await signIn(house.nobody, { email: 'viewer@acme.example', password }));
    const [name, value] = [cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1)];
    const [token, signature] = decodeURIComponent(value).split('.', 2) as [string, string];
    const [theirs, theirSignature] = decodeURIComponent(viewer.slice(viewer.indexOf('=') + 1)).split('.', 2);
    const forged = [
      token,
      `${token}.`,
      `.${signature}`,
      `${theirs}.${signature}`,
      `${token}.${theirSignature}`,
    ];
    forged.push(
      `${token}.${signature.slice(0, -2)}`,
      `${token}.${'A'.repeat(44)}`,
      '',
      '.',
      '__proto__',
      '%',
      '%00',
    );
    for (let place = 0; place < token.length; place += 3) {
      const other = token[place] === 'a' ? 'b' : 'a';
      forged.push(`${token.slice(0, place)}${other}${token.slice(place + 1)}.${signature}`);
    }
    for (const one of forged) {
      assert.equal(await userOf(`${name}=${encodeURIComponent(one)}`), null, one);
      assert.equal(await userOf(`${name}=${one}`), null, one);
    }
    assert.equal(await userOf(`${name}=${encodeURIComponent(`${token}.${signature}`)}`), email);
  });

  test('that has run out, or whose person is gone, is none', async () => {
    const { pool } = house.database;
    const cookie = cookieOf(await signIn());
    await pool.query(`update "session" set "expiresAt" = now() - interval '1 second'`);
    assert.equal(await userOf(cookie), null);
    const later = cookieOf(await signIn(house.nobody, { email: 'editor@acme.example', password }));
    await pool.query(`delete from "user" where "email" = 'editor@acme.example'`);
    assert.equal(await userOf(later), null);
    assert.equal((await house.with({ cookie: later })('GET', acme.path)).status, 401);
  });

  test('is not what the database keeps: its rows alone let nobody in', async () => {
    const cookie = cookieOf(await signIn());
    const { rows } = await house.database.pool.query<{ token: string }>(
      'select "token" as token from "session"',
    );
    const name = cookie.slice(0, cookie.indexOf('='));
    for (const { token } of rows) assert.equal(await userOf(`${name}=${token}`), null);
  });
});
