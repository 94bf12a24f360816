import type { Pool } from 'pg';
import { transaction } from '#db/pool.ts';
import type { Clock } from '#std/clock.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { readAccount, setPassword } from './accounts.ts';
import type { StoredAccount } from './accounts.ts';
import type { Engine } from './engine.ts';
import { hashPassword, isPassword } from './passwords.ts';
import type { Cookies } from './passwords.ts';
import { endSessions, ownerOfCookie } from './sessions.ts';
import { countTry, forgetTries, limits, refuseFor } from './tries.ts';

/** What an authenticator app is given, and the codes for the day it is lost. */
export interface TwoFactorSecret {
  /** `otpauth://totp/…`, for the QR code. */
  uri: string;
  /** The same secret to type, in base32. */
  secret: string;
  backupCodes: string[];
}

/** A person's session, as proof that they ask. */
export interface Own {
  userId: Id;
  sessionId: Id;
  /** The request's, with the cookie. */
  headers: Headers;
}

/**
 * What people do with their own account beyond its name. Each takes the password, for a session left open is not its owner.
 * They throw `unprocessable` with the fault `password: wrong` (`current: wrong` for the old one), `rate_limited` after ten wrong ones in a quarter of an hour,
 * `forbidden` for the demo's account, which has none.
 */
export interface OwnAccount {
  /** All other sessions end. */
  changePassword(own: Own, current: string, password: string): Promise<void>;
  /** Makes a secret; nothing changes at sign-in until a code confirms it. Throws `conflict` when it is on already. */
  startTwoFactor(own: Own, password: string): Promise<TwoFactorSecret>;
  /** Turns it on; all other sessions end. Throws `unprocessable` with the fault `code: wrong`. */
  confirmTwoFactor(own: Own, code: string): Promise<Cookies>;
  endTwoFactor(own: Own, password: string): Promise<Cookies>;
  /** New backup codes; those before are void. */
  renewBackupCodes(own: Own, password: string): Promise<string[]>;
}

interface Parts {
  engine: Engine;
  pool: Pool;
  clock: Clock;
}

/** The account of whoever is signed in. */
export function createOwnAccount(parts: Parts): OwnAccount {
  const { engine, pool } = parts;
  return {
    async changePassword(own, current, password) {
      await prove(parts, own, current, 'current');
      const passwordHash = await hashPassword(engine, password);
      await transaction(pool, async (tx) => {
        await setPassword(tx, own.userId, passwordHash);
        await endSessions(tx, own.userId, own.sessionId);
      });
    },
    async startTwoFactor(own, password) {
      const account = await prove(parts, own, password);
      if (account.twoFactor) throw alreadyOn();
      const made = await engine.api.enableTwoFactor({ body: { password }, headers: own.headers });
      if (!('totpURI' in made)) throw new Error('better-auth gave no secret for an app');
      const secret = new URL(made.totpURI).searchParams.get('secret') ?? '';
      return { uri: made.totpURI, secret, backupCodes: made.backupCodes };
    },
    async confirmTwoFactor(own, code) {
      await countOwn(parts, own);
      const account = await readAccount(pool, { id: own.userId });
      if (account?.twoFactor) throw alreadyOn();
      const answer = await engine.api.verifyTOTP({
        body: { code: code.replaceAll(/\D/g, '') },
        headers: own.headers,
        asResponse: true,
      });
      if (answer.status >= 500) throw new Error(`better-auth answered ${answer.status} to a code`);
      if (!answer.ok) throw wrong('code', 'This code does not fit. Enter the one the app shows now.');
      await forgetTries(pool, ownKey(own));
      const cookies = answer.headers.getSetCookie();
      // Sessions that the password alone opened end now.
      await endSessions(pool, own.userId, (await ownerOfCookie(engine, cookies)).id);
      return cookies;
    },
    async endTwoFactor(own, password) {
      await prove(parts, own, password);
      const answer = await engine.api.disableTwoFactor({
        body: { password },
        headers: own.headers,
        asResponse: true,
      });
      if (!answer.ok) throw new Error(`better-auth answered ${answer.status} to turning codes off`);
      return answer.headers.getSetCookie();
    },
    async renewBackupCodes(own, password) {
      const account = await prove(parts, own, password);
      if (!account.twoFactor) {
        throw new AppError('conflict', 'Sign-in with a code is off. Turn it on first.', {
          params: { reason: 'two_factor_off' },
        });
      }
      const made = await engine.api.generateBackupCodes({ body: { password }, headers: own.headers });
      return made.backupCodes;
    },
  };
}

const ownKey = ({ userId }: Own) => `own-password:${userId}`;

async function countOwn({ pool, clock }: Parts, own: Own): Promise<void> {
  refuseFor(await countTry(pool, ownKey(own), limits.ownPassword, clock.now()));
}

/** The account, once its password was given. */
async function prove(parts: Parts, own: Own, password: string, field = 'password'): Promise<StoredAccount> {
  const account = await readAccount(parts.pool, { id: own.userId });
  if (!account?.passwordHash) {
    throw new AppError('forbidden', 'The demo has no account of its own. Make one with "Connect for real".', {
      params: { reason: 'demo_account' },
    });
  }
  await countOwn(parts, own);
  if (!(await isPassword(parts.engine, password, account.passwordHash))) {
    throw wrong(field, 'This is not your password.');
  }
  await forgetTries(parts.pool, ownKey(own));
  return account;
}

function alreadyOn(): AppError {
  return new AppError('conflict', 'Sign-in with a code is on already. Turn it off first.', {
    params: { reason: 'two_factor_on' },
  });
}

function wrong(field: string, sentence: string): AppError {
  return new AppError('unprocessable', sentence, { faults: [{ path: field, code: 'wrong' }] });
}
