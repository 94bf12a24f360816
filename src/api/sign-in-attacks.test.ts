import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { systemClock } from '#std/clock.ts';
import { createAuth } from './auth/auth.ts';
import type { Auth } from './auth/auth.ts';
import { addressKey, countTry } from './auth/tries.ts';
import type { OwnSession } from './contract.ts';
import { cheapPasswords, cookieOf, openHouse, publicUrl } from './house.fixture.ts';
import type { House } from './house.fixture.ts';
import { bodyOf, browserOf, forgetAllTries, password, signInAs } from './people.fixture.ts';

const email = 'viewer@acme.example';

/** Another process on the same database. */
function anotherProcess(house: House): Auth {
  const { pool } = house.database;
  const options = { pool, clock: systemClock, secret: 'a secret of the tests', publicUrl, demo: false };
  return createAuth({ ...options, warn: () => undefined, passwords: cheapPasswords });
}
const guess = (auth: Auth, who: string, address: string, secret = 'a wrong guess') =>
  auth.signIn({ email: who, password: secret }, { address, userAgent: null }).then(
    () => 'in',
    (error: { code: string }) => error.code,
  );

describe('guessing passwords', () => {
  test('one account, from ever new addresses and over several processes, takes ten wrong ones', async () => {
    await using house = await openHouse();
    await house.workspace('Acme');
    const processes = [house.auth, anotherProcess(house)];
    for (let tries = 0; tries < 10; tries++) {
      assert.equal(await guess(processes[tries % 2]!, email, `198.51.100.${tries}`), 'unauthenticated');
    }
    assert.equal(await guess(processes[0]!, email, '203.0.113.1', password), 'rate_limited');
    assert.equal(await guess(processes[1]!, 'editor@acme.example', '203.0.113.2', password), 'in');
  });

  test('thirty at once do not slip through between looking and counting', async () => {
    await using house = await openHouse();
    await house.workspace('Acme');
    const guesses = Array.from({ length: 30 }, (_, index) => guess(house.auth, email, `198.51.100.${index}`));
    const outcomes = await Promise.all(guesses);
    assert.equal(outcomes.filter((one) => one === 'unauthenticated').length, 10);
    assert.equal(outcomes.filter((one) => one === 'rate_limited').length, 20);
  });

  test('an unknown email is limited like a known one, so that the limit tells nothing', async () => {
    await using house = await openHouse();
    for (let tries = 0; tries < 10; tries++) {
      assert.equal(await guess(house.auth, 'nobody@x.example', `198.51.100.${tries}`), 'unauthenticated');
    }
    assert.equal(await guess(house.auth, 'NOBODY@x.example ', '203.0.113.1'), 'rate_limited');
  });

  test('spraying one password over many accounts ends at ten a minute, for a whole IPv6 network too', async () => {
    await using house = await openHouse();
    for (const addresses of [() => '198.51.100.7', (tries: number) => `2001:db8:1:2:${tries}::9`]) {
      for (let tries = 0; tries < 10; tries++) {
        assert.equal(await guess(house.auth, `${tries}@x.example`, addresses(tries)), 'unauthenticated');
      }
      assert.equal(await guess(house.auth, 'last@x.example', addresses(11)), 'rate_limited');
      await forgetAllTries(house);
    }
    assert.equal(addressKey('a', '::ffff:198.51.100.7'), addressKey('a', '198.51.100.7'));
  });

  test('a right password gives the account its tries back, and the address none', async () => {
    await using house = await openHouse();
    await house.workspace('Acme');
    for (let tries = 0; tries < 9; tries++) await guess(house.auth, email, `198.51.100.${tries}`);
    assert.equal(await guess(house.auth, email, '203.0.113.1', password), 'in');
    assert.equal(await guess(house.auth, email, '203.0.113.2'), 'unauthenticated');
    for (let tries = 0; tries < 9; tries++) await guess(house.auth, email, '203.0.113.1', password);
    assert.equal(await guess(house.auth, email, '203.0.113.1', password), 'rate_limited');
  });

  test('a window ends, and what ran out is swept', async () => {
    await using house = await openHouse();
    const { pool } = house.database;
    const limit = { most: 2, windowMs: 60_000 };
    const now = Date.now();
    const waits = [];
    for (const at of [0, 1_000, 2_000, 60_001]) waits.push(await countTry(pool, 'k', limit, now + at));
    assert.deepEqual(waits, [0, 0, 58_000, 0]);
    await countTry(pool, 'other', limit, now + 200_000);
    const { rows } = await pool.query<{ key: string }>('select key from tries');
    assert.deepEqual(rows, [{ key: 'other' }]);
  });
});

describe('sessions', () => {
  test('each sign-in makes a new one and ends the one the browser came with: none can be planted', async () => {
    await using house = await openHouse();
    await house.workspace('Acme');
    const first = cookieOf(await signInAs(house.nobody, email));
    const second = cookieOf(await signInAs(house.with({ cookie: first }), email));
    assert.notEqual(first, second);
    assert.equal((await house.with({ cookie: first })('GET', '/api/account')).status, 401);
    assert.equal((await house.with({ cookie: second })('GET', '/api/account')).status, 200);
  });

  test('they are listed with device and address, and end one by one or all others at once', async () => {
    await using house = await openHouse();
    await house.workspace('Acme');
    const [here, there] = [await browserOf(house, email), await browserOf(house, email)];
    const list = () => here('GET', '/api/account/sessions').then((answer) => bodyOf<OwnSession[]>(answer));
    const sessions = await list();
    assert.deepEqual(
      sessions.map(({ current }) => current),
      [true, false, false],
    );
    assert.equal((await here('DELETE', `/api/account/sessions/${sessions[1]!.id}`)).status, 204);
    assert.equal((await list()).length, 2);
    assert.equal((await here('POST', '/api/account/sessions/end-others', {})).status, 204);
    assert.equal((await there('GET', '/api/account')).status, 401);
    assert.deepEqual(
      (await list()).map(({ id }) => id),
      [sessions[0]!.id],
    );
  });

  test('nobody ends a session of somebody else, and one that ran out opens nothing', async () => {
    await using house = await openHouse();
    const { as } = await house.workspace('Acme');
    const [own] = await bodyOf<OwnSession[]>(await as.owner('GET', '/api/account/sessions'));
    assert.equal((await as.admin('DELETE', `/api/account/sessions/${own!.id}`)).status, 404);
    assert.equal((await as.owner('GET', '/api/account')).status, 200);
    await house.database.pool.query(`update "session" set "expiresAt" = now() - interval '1 second'`);
    assert.equal((await as.owner('GET', '/api/account')).status, 401);
  });
});
