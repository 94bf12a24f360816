import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { showId } from '#std/id.ts';
import type { Account, Problem, Session, TwoFactorSecret } from './contract.ts';
import { cookieOf } from './house.fixture.ts';
import type { Ask, House, Workspace } from './house.fixture.ts';

export const password = 'correct horse battery';
export const otherPassword = 'another horse battery';

/** The body of a good answer. */
export async function bodyOf<Body>(answer: Response): Promise<Body> {
  assert.ok(answer.ok, await answer.clone().text());
  return (await answer.json()) as Body;
}

/** What a refusal says, short: status, code, and the reason or the fault where it has one. */
export async function refusalOf(answer: Response): Promise<string> {
  const { code, params, faults } = (await answer.json()) as Problem;
  const reason = params['reason'];
  const why =
    typeof reason === 'string' ? reason : faults.map((fault) => `${fault.path}:${fault.code}`).join();
  return [answer.status, code, why].filter((part) => part !== '').join(' ');
}

/** Signs in by password alone and gives a browser that holds the cookies. */
export async function browserOf(house: House, email: string, secret = password): Promise<Ask> {
  const answer = await signInAs(house.nobody, email, secret);
  const session = await bodyOf<Session>(answer);
  assert.notEqual(session.user, null, 'the password alone signs in');
  return house.with({ cookie: cookieOf(answer) });
}

/** One try to sign in. */
export function signInAs(ask: Ask, email: string, secret = password): Promise<Response> {
  return ask('POST', '/api/session/sign-in', { email, password: secret });
}

/** The id of a member as the API shows it. */
export async function memberId(house: House, email: string): Promise<string> {
  const { rows } = await house.database.pool.query<{ id: string }>(
    'select "id" as id from "user" where "email" = $1',
    [email],
  );
  return showId('person', rows[0]!.id);
}

/** The token of a link. */
export const tokenOf = (link: string) => new URL(link).searchParams.get('token')!;

/** Forgets how often was tried, for tests of something else. */
export async function forgetAllTries(house: House): Promise<void> {
  await house.database.pool.query('delete from tries');
}

/** Turns sign-in with a code on for somebody; gives the secret and the browser they did it with. */
export async function turnOnCodes(
  house: House,
  workspace: Workspace,
): Promise<{ secret: TwoFactorSecret; ask: Ask }> {
  const secret = await bodyOf<TwoFactorSecret>(
    await workspace.as.editor('POST', '/api/account/two-factor', { password }),
  );
  const confirmed = await workspace.as.editor('POST', '/api/account/two-factor/confirm', {
    code: codeAt(secret.secret, Date.now()),
  });
  assert.equal((await bodyOf<Account>(confirmed.clone())).twoFactor, true);
  return { secret, ask: house.with({ cookie: cookieOf(confirmed) }) };
}

/** The code an authenticator app shows at a time (RFC 6238: SHA-1, 30 seconds, six digits). */
export function codeAt(base32: string, now: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
  const digest = createHmac('sha1', fromBase32(base32)).update(counter).digest();
  const offset = digest.at(-1)! & 15;
  const number = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replace(/=+$/, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
