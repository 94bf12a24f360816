import type { Pool } from 'pg';
import type { Clock } from '#std/clock.ts';
import { AppError } from '#std/errors.ts';
import { clientHeader, codeLockSeconds } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Cookies } from './passwords.ts';
import { endSession, ownerOfCookie } from './sessions.ts';
import { accountKey, addressKey, countTry, forgetTries, limits, refuseFor } from './tries.ts';

/** Where a sign-in comes from. */
export interface Client {
  address: string | null;
  userAgent: string | null;
  /** The browser's own cookies, as sent; null for none. */
  cookie?: string | null;
}

/** How a sign-in ended: in a session, or in the question for a code. */
export interface SignedIn {
  cookies: Cookies;
  /** The password was right, and the account asks for a second factor. */
  codeNeeded: boolean;
}

interface Parts {
  engine: Engine;
  pool: Pool;
  clock: Clock;
}

/** A code is good for half a minute, and for those beside it. */
const codeLivesMs = 90_000;
const codeCookie = /(?:^|\.)two_factor$/;

/**
 * Email and password. Each try counts before it is looked at, so that many at once cannot slip through; a right one gives the
 * account its tries back, never the address. Throws `rate_limited` and `unauthenticated`.
 */
export async function signIn(
  { engine, pool, clock }: Parts,
  input: { email: string; password: string },
  client: Client,
): Promise<SignedIn> {
  const now = clock.now();
  const account = accountKey('sign-in', input.email);
  await countAddress(pool, client, now);
  refuseFor(await countTry(pool, account, limits.account, now));
  const answer = await engine.api.signInEmail({
    body: { email: input.email, password: input.password },
    headers: headersOf(client, ''),
    asResponse: true,
  });
  if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status} to a sign-in`);
  if (!answer.ok) {
    throw new AppError('unauthenticated', 'This email and password do not belong together.', {
      params: { reason: 'wrong_password' },
    });
  }
  await forgetTries(pool, account);
  const body = (await answer.json()) as { twoFactorRedirect?: boolean };
  const codeNeeded = body.twoFactorRedirect === true;
  if (!codeNeeded) await endOldSession({ engine, pool }, client);
  return { cookies: answer.headers.getSetCookie(), codeNeeded };
}

/**
 * The second factor: a code of the app, or one of the backup codes. Five tries for each password entered and ten in a row for
 * an account are better-auth's limits; those of an address are ours. Throws `rate_limited`, `unauthenticated` for a wrong code,
 * and `gone` when the password must be entered again.
 */
export async function confirmCode(
  { engine, pool, clock }: Parts,
  input: { code: string; backup: boolean },
  client: Client,
): Promise<Cookies> {
  refuseFor(await countTry(pool, addressKey('code', client.address), limits.codes, clock.now()));
  const asked = {
    body: { code: input.backup ? input.code.trim() : input.code.replaceAll(/\D/g, '') },
    headers: headersOf(client, onlyCode(client.cookie ?? '')),
    asResponse: true as const,
  };
  const answer = input.backup ? await engine.api.verifyBackupCode(asked) : await engine.api.verifyTOTP(asked);
  if (!answer.ok) throw await codeProblem(answer);
  const cookies = answer.headers.getSetCookie();
  const session = await ownerOfCookie(engine, cookies);
  const used = `used-code:${session.userId}:${asked.body.code}`;
  // Somebody who saw the code over a shoulder comes second.
  if ((await countTry(pool, used, { most: 1, windowMs: codeLivesMs }, clock.now())) > 0) {
    await endSession(pool, session.userId, session.id);
    throw wrongCode();
  }
  await endOldSession({ engine, pool }, client);
  return cookies;
}

async function countAddress(pool: Pool, client: Client, now: number): Promise<void> {
  refuseFor(await countTry(pool, addressKey('sign-in', client.address), limits.address, now));
  refuseFor(await countTry(pool, addressKey('sign-in-hour', client.address), limits.addressPerHour, now));
}

/** The session this browser had before is over: its cookie is replaced, and a copy of it must be worth nothing. */
async function endOldSession(
  { engine, pool }: Pick<Parts, 'engine' | 'pool'>,
  client: Client,
): Promise<void> {
  if (!client.cookie) return;
  const old = await engine.api.getSession({ headers: new Headers({ cookie: client.cookie }) });
  if (old) await endSession(pool, old.user.id, old.session.id);
}

function headersOf(client: Client, cookie: string): Headers {
  const headers = new Headers();
  if (client.address) headers.set(clientHeader, client.address);
  if (client.userAgent) headers.set('user-agent', client.userAgent);
  if (cookie) headers.set('cookie', cookie);
  return headers;
}

/** Only what says that a password was right: with a session beside it better-auth would check that one's owner instead. */
function onlyCode(cookie: string): string {
  return cookie
    .split(';')
    .filter((pair) => codeCookie.test(pair.split('=', 1)[0]!.trim()))
    .join(';');
}

async function codeProblem(answer: Response): Promise<AppError> {
  const { code } = (await answer.json()) as { code?: string };
  if (answer.status === 429) {
    return new AppError('rate_limited', 'Too many wrong codes for this account. Try again later.', {
      params: { retryAfterMs: codeLockSeconds * 1000 },
    });
  }
  if (code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE') return wrongCode();
  if (answer.status < 500) {
    return new AppError('gone', 'This took too long, or too many codes were wrong. Sign in again.', {
      params: { reason: 'code_expired' },
    });
  }
  return new AppError('internal', `better-auth answered ${answer.status} to a code`);
}

function wrongCode(): AppError {
  return new AppError('unauthenticated', 'This code is wrong, used, or too old. Enter a new one.', {
    params: { reason: 'wrong_code' },
    faults: [{ path: 'code', code: 'wrong' }],
  });
}
