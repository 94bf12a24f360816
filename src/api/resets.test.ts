import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mail } from '#notices/mail/mailer.ts';
import type { ResetLink } from './contract.ts';
import { openHouse } from './house.fixture.ts';
import type { House, Workspace } from './house.fixture.ts';
import {
  bodyOf,
  browserOf,
  memberId,
  otherPassword,
  password,
  refusalOf,
  signInAs,
  tokenOf,
  turnOnCodes,
} from './people.fixture.ts';

const email = 'editor@acme.example';
const set = (house: House, token: string, secret = otherPassword) =>
  house.nobody('POST', '/api/session/reset', { token, password: secret });
const forgot = (house: House, who: string) => house.nobody('POST', '/api/session/forgot', { email: who });

async function linkBy(house: House, workspace: Workspace, who: string, by: 'owner' | 'admin' = 'admin') {
  const at = `${workspace.path}/members/${await memberId(house, who)}/reset-link`;
  return workspace.as[by]('POST', at, {});
}

describe('a link to a new password', () => {
  test('sets it once, ends every session and gives back the tries that somebody else used up', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const elsewhere = await browserOf(house, email);
    const { link } = await bodyOf<ResetLink>(await linkBy(house, workspace, email));
    await house.database.pool.query(`update tries set count = 1000 where key like 'sign-in:%'`);
    const look = await house.nobody('POST', '/api/session/reset/look', { token: tokenOf(link) });
    assert.deepEqual(await look.json(), { email });
    assert.equal((await set(house, tokenOf(link))).status, 204);
    assert.equal(
      await refusalOf(await set(house, tokenOf(link), 'a third battery staple')),
      '410 gone reset_gone',
    );
    for (const ask of [elsewhere, workspace.as.editor]) {
      assert.equal((await ask('GET', '/api/account')).status, 401);
    }
    await house.database.pool.query(`delete from tries where key like 'sign-in%:unknown'`);
    assert.equal((await signInAs(house.nobody, email)).status, 401);
    await browserOf(house, email, otherPassword);
  });

  test('ends after an hour, with every other link of the account when one is used, and is kept as a hash', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    const [first, second, third] = await Promise.all(
      [1, 2, 3].map(async () =>
        tokenOf((await bodyOf<ResetLink>(await linkBy(house, workspace, email))).link),
      ),
    );
    const { pool } = house.database;
    const { rows } = await pool.query<{ dump: string }>(
      `select string_agg(r::text, '') as dump from reset_links r`,
    );
    assert.ok(
      !rows[0]!.dump.includes(first!) && !rows[0]!.dump.includes(Buffer.from(first!).toString('hex')),
    );
    assert.equal((await set(house, second!)).status, 204);
    assert.equal((await set(house, third!)).status, 410);
    const { link } = await bodyOf<ResetLink>(await linkBy(house, workspace, email));
    await pool.query('update reset_links set expires_at = now()');
    assert.equal((await set(house, tokenOf(link))).status, 410);
  });

  test('does not stand in for the second factor', async () => {
    await using house = await openHouse();
    const workspace = await house.workspace('Acme');
    await turnOnCodes(house, workspace);
    const { link } = await bodyOf<ResetLink>(await linkBy(house, workspace, email));
    assert.equal((await set(house, tokenOf(link))).status, 204);
    const signedIn = await bodyOf<{ user: unknown; codeNeeded: boolean }>(
      await signInAs(house.nobody, email, otherPassword),
    );
    assert.deepEqual([signedIn.user, signedIn.codeNeeded], [null, true]);
  });
});

describe('a link made by an admin', () => {
  test('never opens more than the admin has: no owner, no other workspace, not their own account', async () => {
    await using house = await openHouse();
    const [acme, other] = [await house.workspace('Acme'), await house.workspace('Other')];
    assert.equal(
      await refusalOf(await linkBy(house, acme, 'owner@acme.example')),
      '403 forbidden reset_owner',
    );
    assert.equal(
      await refusalOf(await linkBy(house, acme, 'admin@acme.example')),
      '403 forbidden reset_self',
    );
    await house.database.pool.query(
      `insert into "member" ("organizationId", "userId", "role", "createdAt")
       select $1, "id", 'viewer', now() from "user" where "email" = $2`,
      [other.id, email],
    );
    for (const by of ['admin', 'owner'] as const) {
      assert.equal(await refusalOf(await linkBy(house, acme, email, by)), '403 forbidden reset_elsewhere');
    }
    assert.equal((await linkBy(house, acme, 'viewer@acme.example')).status, 201);
    assert.equal((await linkBy(house, acme, 'viewer@other.example')).status, 404);
  });
});

describe('"Forgot your password?"', () => {
  test('answers the same for anybody, and mails the one who has an account, three times an hour', async () => {
    const mails: Mail[] = [];
    await using house = await openHouse({ mailer: { send: async (mail) => void mails.push(mail) } });
    await house.workspace('Acme');
    for (const who of [email, 'nobody@acme.example', 'no address']) {
      const answer = await forgot(house, who);
      assert.deepEqual([answer.status, await answer.text()], [204, '']);
    }
    for (let tries = 0; tries < 4; tries++) await forgot(house, email.toUpperCase());
    while (mails.length < 3) await pause(20);
    assert.deepEqual(
      new Set(mails.map(({ to, template }) => `${to} ${template}`)),
      new Set([`${email} password-reset`]),
    );
    assert.equal((await set(house, tokenOf(mails[0]!.params['link']!))).status, 204);
    assert.equal(mails.length, 3);
  });

  test('without a mail server nothing is made that could be found', async () => {
    await using house = await openHouse();
    await house.workspace('Acme');
    assert.equal((await forgot(house, email)).status, 204);
    const { rows } = await house.database.pool.query('select from reset_links');
    assert.equal(rows.length, 0);
  });

  test('one address asks ten times in ten minutes', async () => {
    await using house = await openHouse();
    for (let tries = 0; tries < 10; tries++) {
      assert.equal((await forgot(house, `${tries}@x.example`)).status, 204);
    }
    assert.match(await refusalOf(await forgot(house, 'eleven@x.example')), /^429 rate_limited/);
  });
});

test('changing the password takes the old one and ends the other sessions', async () => {
  await using house = await openHouse();
  const { as } = await house.workspace('Acme');
  const elsewhere = await browserOf(house, email);
  const change = (current: string) =>
    as.editor('POST', '/api/account/password', { current, password: otherPassword });
  assert.equal(await refusalOf(await change('a wrong old password')), '422 unprocessable current:wrong');
  assert.equal((await change(password)).status, 204);
  assert.equal((await elsewhere('GET', '/api/account')).status, 401);
  assert.equal((await as.editor('GET', '/api/account')).status, 200);
  await browserOf(house, email, otherPassword);
});
