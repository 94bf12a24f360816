import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';
import { createAuth } from './auth/auth.ts';
import type { Problem, Session } from './contract.ts';
import { cheapPasswords, cookieOf, openHouse, publicUrl } from './house.fixture.ts';
import type { House } from './house.fixture.ts';

const account = { name: 'Ana Souza', email: 'Ana@Acme.example', password: 'correct horse battery' };

async function sessionIn(answer: Response): Promise<Session> {
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as Session;
}
const codeOf = async (answer: Response) => ((await answer.json()) as Problem).code;

async function openSetup(house: House): Promise<string> {
  const path = await house.auth.openSetup();
  return new URL(path!, publicUrl).searchParams.get('token')!;
}

async function setUp(house: House): Promise<Response> {
  const token = await openSetup(house);
  return house.nobody('POST', '/api/session/setup', {
    ...account,
    token,
    workspace: 'Acme',
    timeZone: 'America/Sao_Paulo',
  });
}

describe('the set-up link', () => {
  test('it makes the first owner and workspace, signs in, and works once', async () => {
    await using house = await openHouse();
    assert.equal((await sessionIn(await house.nobody('GET', '/api/session'))).needsSetup, true);
    const token = await openSetup(house);
    const body = { ...account, token, workspace: 'Acme' };
    const session = await sessionIn(await house.nobody('POST', '/api/session/setup', body));
    assert.deepEqual([session.user?.email, session.needsSetup], ['ana@acme.example', false]);
    assert.deepEqual(
      session.workspaces.map(({ name, role, demo }) => [name, role, demo]),
      [['Acme', 'owner', false]],
    );
    const again = await house.nobody('POST', '/api/session/setup', { ...body, email: 'eve@acme.example' });
    assert.equal(await codeOf(again), 'gone');
    assert.equal(await house.auth.openSetup(), null);
  });

  test('it stays the same over restarts, a guess opens nothing, and only a hash is kept', async () => {
    await using house = await openHouse();
    const token = await openSetup(house);
    assert.equal(await openSetup(house), token);
    const body = { ...account, token: token.slice(0, -1), workspace: 'Acme' };
    assert.equal(await codeOf(await house.nobody('POST', '/api/session/setup', body)), 'gone');
    const { rows } = await house.database.pool.query<{ dump: string }>(
      'select string_agg(l::text, $1) as dump from setup_link l',
      [' '],
    );
    assert.ok(!rows[0]!.dump.includes(token));
    assert.equal((await house.nobody('POST', '/api/session/setup', { ...body, token })).status, 200);
  });

  test('two that use it at once make one owner', async () => {
    await using house = await openHouse();
    const body = { ...account, token: await openSetup(house), workspace: 'Acme' };
    const answers = await Promise.all(
      ['one', 'two'].map((name) =>
        house.nobody('POST', '/api/session/setup', { ...body, email: `${name}@acme.example` }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
    const { rows } = await house.database.pool.query<{ users: number }>(
      'select count(*)::int as users from "user"',
    );
    assert.equal(rows[0]!.users, 1);
  });
});

describe('signing in', () => {
  test('email and password open a session that no script can read, until it is signed out', async () => {
    await using house = await openHouse();
    await setUp(house);
    const { email, password } = account;
    const answer = await house.nobody('POST', '/api/session/sign-in', {
      email: email.toUpperCase(),
      password,
    });
    const [cookie] = answer.headers.getSetCookie();
    assert.match(cookie!, /^countersign-4000\.session_token=.*HttpOnly/);
    assert.match(cookie!, /SameSite=Lax/);
    assert.doesNotMatch(cookie!, /Secure/);
    const ana = house.with({ cookie: cookieOf(answer) });
    assert.equal((await sessionIn(await ana('GET', '/api/session'))).user?.name, 'Ana Souza');
    const out = await sessionIn(await ana('POST', '/api/session/sign-out', {}));
    assert.equal(out.user, null);
    assert.equal((await sessionIn(await ana('GET', '/api/session'))).user, null);
  });

  test('a wrong password and an unknown email are refused alike', async () => {
    await using house = await openHouse();
    await setUp(house);
    for (const email of [account.email, 'nobody@acme.example', 'no address']) {
      const answer = await house.nobody('POST', '/api/session/sign-in', { email, password: 'wrong' });
      assert.deepEqual([answer.status, answer.headers.getSetCookie()], [401, []]);
    }
  });

  test('after ten tries from one address the next must wait, right or not', async () => {
    await using house = await openHouse();
    await setUp(house);
    const attempt = (password: string) =>
      house.nobody('POST', '/api/session/sign-in', { email: account.email, password });
    for (let tries = 0; tries < 10; tries++) assert.equal((await attempt('wrong')).status, 401);
    const answer = await attempt(account.password);
    assert.equal(await codeOf(answer), 'rate_limited');
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  });

  test('with https the cookie is for https only', async () => {
    await using house = await openHouse();
    await setUp(house);
    const { pool } = house.database;
    const auth = createAuth({
      pool,
      clock: systemClock,
      secret: 'x',
      publicUrl: 'https://hub.example',
      demo: false,
      warn: () => undefined,
      passwords: cheapPasswords,
    });
    const { cookies } = await auth.signIn(account, { address: null, userAgent: null });
    assert.match(cookies[0]!, /^__Secure-countersign\.session_token=.*Secure/);
  });

  test('a session of one instance is worth nothing at another', async () => {
    await using house = await openHouse();
    const cookie = cookieOf(await setUp(house));
    const { pool } = house.database;
    const other = createAuth({
      pool,
      clock: systemClock,
      secret: 'another',
      publicUrl,
      demo: false,
      warn: () => undefined,
    });
    assert.equal(await other.person(new Headers({ cookie })), null);
    assert.notEqual(await house.auth.person(new Headers({ cookie })), null);
  });

  test('better-auth has no doors of its own', async () => {
    await using house = await openHouse();
    for (const path of ['/sign-up/email', '/sign-in/email', '/organization/create', '/get-session']) {
      assert.equal((await house.nobody('POST', `/api/auth${path}`, account)).status, 404, path);
    }
  });
});

describe('the demo', () => {
  test('entering is one click, as the owner of the demo workspace', async () => {
    await using house = await openHouse({ demo: true });
    await house.auth.ensureWorkspace({ id: newId(), name: 'Demo', demo: true });
    const session = await sessionIn(await house.nobody('POST', '/api/session/demo', {}));
    assert.deepEqual([session.demo, session.needsSetup], [true, false]);
    assert.deepEqual(
      session.workspaces.map(({ role, demo }) => [role, demo]),
      [['owner', true]],
    );
  });

  test('without the demo nothing of it can be entered, with an old session either', async () => {
    await using house = await openHouse({ demo: true });
    await house.auth.ensureWorkspace({ id: newId(), name: 'Demo', demo: true });
    const cookie = cookieOf(await house.nobody('POST', '/api/session/demo', {}));
    const { pool } = house.database;
    const off = createAuth({
      pool,
      clock: systemClock,
      secret: 'a secret of the tests',
      publicUrl,
      demo: false,
      warn: () => undefined,
    });
    assert.notEqual(await house.auth.person(new Headers({ cookie })), null);
    assert.equal(await off.person(new Headers({ cookie })), null);
    await assert.rejects(off.enterDemo(), { code: 'not_found' });
    assert.equal(await off.needsSetup(), true);
  });

  test('"Connect for real" asks for an account, makes a workspace of its own and keeps the demo', async () => {
    await using house = await openHouse({ demo: true });
    await house.auth.ensureWorkspace({ id: newId(), name: 'Demo', demo: true });
    const visitor = house.with({ cookie: cookieOf(await house.nobody('POST', '/api/session/demo', {})) });
    assert.equal(await codeOf(await visitor('POST', '/api/workspaces', { name: 'Acme' })), 'unprocessable');
    const session = await sessionIn(await visitor('POST', '/api/workspaces', { name: 'Acme', account }));
    assert.equal(session.user?.email, 'ana@acme.example');
    assert.deepEqual(
      session.workspaces.map(({ name }) => name),
      ['Acme', 'Demo'],
    );
    const late = await visitor('POST', '/api/workspaces', {
      name: 'Eve',
      account: { ...account, email: 'eve@acme.example' },
    });
    assert.equal(await codeOf(late), 'forbidden');
  });
});

test('somebody with an account makes further workspaces as their owner', async () => {
  await using house = await openHouse();
  const ana = house.with({ cookie: cookieOf(await setUp(house)) });
  const session = await sessionIn(
    await ana('POST', '/api/workspaces', { name: 'Second', timeZone: 'Europe/Oslo' }),
  );
  assert.deepEqual(
    session.workspaces.map(({ name, timeZone }) => [name, timeZone]),
    [
      ['Acme', 'America/Sao_Paulo'],
      ['Second', 'Europe/Oslo'],
    ],
  );
  assert.equal((await house.nobody('POST', '/api/workspaces', { name: 'Third' })).status, 401);
});
