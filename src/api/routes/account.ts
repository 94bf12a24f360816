import type { Context } from 'hono';
import { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import { readId } from '#std/id.ts';
import { changeAccount, readAccount } from '../auth/accounts.ts';
import type { Own } from '../auth/own-account.ts';
import { endSession, endSessions, listSessions } from '../auth/sessions.ts';
import type { Account, Language } from '../contract.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import {
  account,
  accountChange,
  backupCodes,
  code,
  ownSession,
  passwordChange,
  proof,
  twoFactorSecret,
} from '../schemas/people.ts';
import { setCookies } from '../session-answer.ts';

type Parts = Pick<ApiParts, 'auth' | 'pool' | 'clock'>;
const nothing = z.object({});

/** What people see and change of their own account. For sessions: a key stands for no person. */
export function accountRoutes(parts: Parts): Route[] {
  const made = table('account');
  selfRoutes(made, parts);
  twoFactorRoutes(made, parts);
  sessionRoutes(made, parts);
  return made.routes;
}

function selfRoutes({ open }: Table, parts: Parts): void {
  const { auth, pool } = parts;
  open({
    method: 'get',
    path: '/account',
    summary: 'The account of whoever is signed in',
    answer: account,
    handle: async ({ context }) => viewOf(parts, await ownOf(parts, context)),
  });
  open({
    method: 'patch',
    path: '/account',
    summary: 'Change your name, or the language of mails to you',
    body: accountChange,
    answer: account,
    handle: async ({ context, body }) => {
      const own = await ownOf(parts, context, { notDemo: true });
      await changeAccount(pool, own.userId, body);
      return viewOf(parts, own);
    },
  });
  open({
    method: 'post',
    path: '/account/password',
    summary: 'Change your password; your other sessions end',
    body: passwordChange,
    answer: null,
    handle: async ({ context, body }) =>
      auth.own.changePassword(await ownOf(parts, context), body.current, body.password),
  });
}

function twoFactorRoutes({ open }: Table, parts: Parts): void {
  const { own } = parts.auth;
  open({
    method: 'post',
    path: '/account/two-factor',
    summary: 'Make the secret for an authenticator app; nothing changes until a code confirms it',
    body: proof,
    answer: twoFactorSecret,
    status: 201,
    handle: async ({ context, body }) => own.startTwoFactor(await ownOf(parts, context), body.password),
  });
  open({
    method: 'post',
    path: '/account/two-factor/confirm',
    summary: 'Ask for a code at every sign-in from now on; your other sessions end',
    body: code,
    answer: account,
    handle: async ({ context, body }) => {
      const asked = await ownOf(parts, context);
      setCookies(context, await own.confirmTwoFactor(asked, body.code));
      return viewOf(parts, asked);
    },
  });
  open({
    method: 'post',
    path: '/account/two-factor/off',
    summary: 'Ask for no code at sign-in any more',
    body: proof,
    answer: account,
    handle: async ({ context, body }) => {
      const asked = await ownOf(parts, context);
      setCookies(context, await own.endTwoFactor(asked, body.password));
      return viewOf(parts, asked);
    },
  });
  open({
    method: 'post',
    path: '/account/two-factor/backup-codes',
    summary: 'Make ten new backup codes; those before are void',
    body: proof,
    answer: backupCodes,
    status: 201,
    handle: async ({ context, body }) => ({
      backupCodes: await own.renewBackupCodes(await ownOf(parts, context), body.password),
    }),
  });
}

function sessionRoutes({ open }: Table, parts: Parts): void {
  const { pool, clock } = parts;
  open({
    method: 'get',
    path: '/account/sessions',
    summary: 'Where you are signed in; this one first, then the last used',
    answer: z.array(ownSession),
    handle: async ({ context }) => {
      const { userId, sessionId } = await ownOf(parts, context, { notDemo: true });
      return listSessions(pool, userId, sessionId, clock.now());
    },
  });
  open({
    method: 'delete',
    path: '/account/sessions/{session}',
    summary: 'End one of your sessions at once',
    answer: null,
    handle: async ({ context, params }) => {
      const { userId } = await ownOf(parts, context, { notDemo: true });
      const id = readId('session', params['session']!);
      if (id !== null && (await endSession(pool, userId, id))) return;
      throw new AppError('not_found', 'You have no such session. It may have ended.');
    },
  });
  open({
    method: 'post',
    path: '/account/sessions/end-others',
    summary: 'End all your sessions but this one',
    body: nothing,
    answer: null,
    handle: async ({ context }) => {
      const { userId, sessionId } = await ownOf(parts, context, { notDemo: true });
      await endSessions(pool, userId, sessionId);
    },
  });
}

/** Whoever asks. Throws `unauthenticated`, and `forbidden` for the demo's account where it is not to be touched: many share it. */
async function ownOf({ auth }: Parts, c: Context, options: { notDemo?: boolean } = {}): Promise<Own> {
  const { headers } = c.req.raw;
  const found = await auth.session(headers);
  if (!found) throw new AppError('unauthenticated', 'Sign in first.');
  if (options.notDemo && auth.isDemo(found.person)) {
    throw new AppError('forbidden', 'The demo has no account of its own. Make one with "Connect for real".', {
      params: { reason: 'demo_account' },
    });
  }
  return { userId: found.person.id, sessionId: found.sessionId, headers };
}

async function viewOf({ pool }: Parts, { userId }: Own): Promise<Account> {
  const found = await readAccount(pool, { id: userId });
  if (!found) throw new AppError('unauthenticated', 'Sign in first.');
  const { name, email, language, twoFactor, passwordHash } = found;
  return {
    ...{ name, email, twoFactor, hasPassword: passwordHash !== null },
    language: language as Language | null,
  };
}
