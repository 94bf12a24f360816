import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Session } from './contract.ts';
import { cookieOf, openHouse } from './house.fixture.ts';
import type { House } from './house.fixture.ts';
import {
  bodyOf,
  browserOf,
  codeAt,
  forgetAllTries,
  otherPassword,
  password,
  refusalOf,
  signInAs,
  turnOnCodes,
} from './people.fixture.ts';

const email = 'editor@acme.example';
/** A code nobody used: the one of the next half minute, which is taken too. */
const nextCode = (secret: string) => codeAt(secret, Date.now() + 30_000);
const wrong = (right: string) => String((Number(right) + 1) % 1_000_000).padStart(6, '0');

/** A browser between password and code. */
async function half(house: House): Promise<ReturnType<House['with']>> {
  const answer = await signInAs(house.nobody, email);
  const session = await bodyOf<Session>(answer);
  assert.deepEqual([session.user, session.codeNeeded, session.workspaces], [null, true, []]);
  return house.with({ cookie: cookieOf(answer) });
}

describe('signing in with a code', () => {
  test('the password alone opens nothing, and the code finishes the sign-in', async () => {
    await using house = await openHouse();
    const { secret } = await turnOnCodes(house, await house.workspace('Acme'));
    const ask = await half(house);
    assert.equal((await ask('GET', '/api/account')).status, 401);
    const answer = await ask('POST', '/api/session/code', { code: nextCode(secret.secret) });
    assert.equal((await bodyOf<Session>(answer)).user?.email, email);
    const inside = house.with({ cookie: cookieOf(answer) });
    assert.equal((await inside('GET', '/api/account')).status, 200);
  });

  test('a backup code works once, and so does a code of the app', async () => {
    await using house = await openHouse();
    const { secret } = await turnOnCodes(house, await house.workspace('Acme'));
    const backup = { code: secret.backupCodes[0]!, backup: true };
    const code = { code: nextCode(secret.secret) };
    assert.equal(secret.backupCodes.length, 10);
    for (const body of [backup, code]) {
      assert.equal((await (await half(house))('POST', '/api/session/code', body)).status, 200);
      const again = await (await half(house))('POST', '/api/session/code', body);
      assert.equal(await refusalOf(again), '401 unauthenticated wrong_code');
    }
  });

  test('an attacker with the password guesses five codes, then needs the password again', async () => {
    await using house = await openHouse();
    const { secret } = await turnOnCodes(house, await house.workspace('Acme'));
    const ask = await half(house);
    const right = nextCode(secret.secret);
    for (let tries = 0; tries < 5; tries++) {
      const answer = await ask('POST', '/api/session/code', { code: wrong(right) });
      assert.equal(await refusalOf(answer), '401 unauthenticated wrong_code');
    }
    const late = await ask('POST', '/api/session/code', { code: right });
    assert.equal(await refusalOf(late), '410 gone code_expired');
  });

  test('from many addresses, with a new password each time, ten wrong codes lock the account', async () => {
    await using house = await openHouse();
    const { secret } = await turnOnCodes(house, await house.workspace('Acme'));
    const right = nextCode(secret.secret);
    for (let tries = 0; tries < 10; tries++) {
      await forgetAllTries(house);
      await (
        await half(house)
      )('POST', '/api/session/code', { code: wrong(right) });
    }
    await forgetAllTries(house);
    for (const body of [{ code: right }, { code: secret.backupCodes[0]!, backup: true }]) {
      const answer = await (await half(house))('POST', '/api/session/code', body);
      assert.ok(Number(answer.headers.get('retry-after')) > 60);
      assert.match(await refusalOf(answer), /^429 rate_limited/);
    }
  });

  test('from one address no more than ten codes in five minutes are looked at', async () => {
    await using house = await openHouse();
    await turnOnCodes(house, await house.workspace('Acme'));
    const ask = await half(house);
    for (let tries = 0; tries < 10; tries++) await ask('POST', '/api/session/code', { code: '000000' });
    const answer = await ask('POST', '/api/session/code', { code: '000000' });
    assert.match(await refusalOf(answer), /^429 rate_limited/);
  });

  test('the session of somebody else in the same browser does not stand in for the code', async () => {
    await using house = await openHouse();
    await turnOnCodes(house, await house.workspace('Acme'));
    const viewer = cookieOf(await signInAs(house.nobody, 'viewer@acme.example'));
    const pending = cookieOf(await signInAs(house.nobody, email));
    const both = house.with({ cookie: `${viewer}; ${pending}` });
    assert.equal((await both('POST', '/api/session/code', { code: '123456' })).status, 401);
    assert.equal((await both('POST', '/api/session/code', { code: '123456', backup: true })).status, 401);
  });
});

describe('turning codes on and off', () => {
  test('takes the password, a fitting code, and ends what the password alone had opened', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const elsewhere = await browserOf(house, email);
    const { editor } = workspace.as;
    const bad = await editor('POST', '/api/account/two-factor', { password: otherPassword });
    assert.equal(await refusalOf(bad), '422 unprocessable password:wrong');
    await bodyOf(await editor('POST', '/api/account/two-factor', { password }));
    const misread = await editor('POST', '/api/account/two-factor/confirm', { code: '000000' });
    assert.equal(await refusalOf(misread), '422 unprocessable code:wrong');
    assert.equal((await signInAs(house.nobody, email)).status, 200);
    const { ask } = await turnOnCodes(house, workspace);
    assert.equal((await elsewhere('GET', '/api/account')).status, 401);
    assert.equal((await ask('GET', '/api/account')).status, 200);
  });

  test('whoever finds an open screen can neither replace the secret nor turn codes off', async () => {
    await using house = await openHouse();
    const { ask } = await turnOnCodes(house, await house.workspace('Acme'));
    const again = await ask('POST', '/api/account/two-factor', { password });
    assert.equal(await refusalOf(again), '409 conflict two_factor_on');
    for (let tries = 0; tries < 9; tries++) {
      const answer = await ask('POST', '/api/account/two-factor/off', { password: `guess number ${tries}` });
      assert.equal(await refusalOf(answer), '422 unprocessable password:wrong');
    }
    await ask('POST', '/api/account/two-factor/off', { password: 'the tenth' });
    const eleventh = await ask('POST', '/api/account/two-factor/backup-codes', { password });
    assert.match(await refusalOf(eleventh), /^429 rate_limited/);
  });

  test('new backup codes void the old, and off means the password is enough', async () => {
    await using house = await openHouse();
    const { secret, ask } = await turnOnCodes(house, await house.workspace('Acme'));
    await bodyOf(await ask('POST', '/api/account/two-factor/backup-codes', { password }));
    const old = await (
      await half(house)
    )('POST', '/api/session/code', {
      ...{ code: secret.backupCodes[1]!, backup: true },
    });
    assert.equal(await refusalOf(old), '401 unauthenticated wrong_code');
    assert.equal((await ask('POST', '/api/account/two-factor/off', { password })).status, 200);
    await browserOf(house, email);
  });

  test('neither the secret nor a backup code is kept in clear', async () => {
    await using house = await openHouse();
    const { secret } = await turnOnCodes(house, await house.workspace('Acme'));
    const { rows } = await house.database.pool.query<{ dump: string }>(
      'select t::text as dump from "twoFactor" t',
    );
    for (const text of [secret.secret, ...secret.backupCodes]) assert.ok(!rows[0]!.dump.includes(text));
  });
});
