import { messageOf } from '#std/errors.ts';
import { readAccount } from '../auth/accounts.ts';
import { invitedBy } from '../auth/invitations.ts';
import { acceptInvitation } from '../auth/joining.ts';
import { openReset, resetOf, useReset } from '../auth/resets.ts';
import { accountKey, addressKey, countTry, limits, refuseFor } from '../auth/tries.ts';
import { mailLink } from '../link-mail.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import { acceptance, forgotten, invited, newPassword, resetView, tokenOnly } from '../schemas/people.ts';
import { clientAddress } from '../security.ts';
import { answerWith } from '../session-answer.ts';
import { session } from '../schemas/session.ts';

type Parts = Pick<ApiParts, 'auth' | 'pool' | 'clock' | 'config' | 'mailer' | 'log'>;

/** What the links of invitations and forgotten passwords lead to. Tokens travel in bodies, which no log keeps. */
export function linkRoutes(parts: Parts): Route[] {
  const made = table('session');
  invitationLinks(made, parts);
  passwordLinks(made, parts);
  return made.routes;
}

function invitationLinks({ open }: Table, parts: Parts): void {
  const { auth, pool, clock } = parts;
  open({
    method: 'post',
    path: '/session/invitation/look',
    readsOnly: true,
    summary: 'What an invitation’s link leads to',
    body: tokenOnly,
    answer: invited,
    handle: async ({ body }) => {
      const { workspace, email, role, inviter, expiresAt, hasAccount } = await invitedBy(
        pool,
        body.token,
        clock.now(),
      );
      return { workspace, email, role, inviter, expiresAt: expiresAt.toISOString(), hasAccount };
    },
  });
  open({
    method: 'post',
    path: '/session/invitation/accept',
    summary: 'Accept an invitation, as whoever is signed in or as somebody new, who is signed in by it',
    body: acceptance,
    answer: session,
    handle: async ({ body, context }) => {
      const found = await auth.person(context.req.raw.headers);
      const person = found && !auth.isDemo(found) ? found : null;
      const fresh = body.account ? { language: null, ...body.account } : null;
      const hashPassword = (password: string) => auth.hashPassword(password);
      const joining = { pool, hashPassword, now: clock.now() };
      const id = await acceptInvitation(joining, body.token, person, fresh);
      return answerWith(parts, context, person ? [] : await auth.startSession(id));
    },
  });
}

function passwordLinks({ open }: Table, parts: Parts): void {
  const { auth, pool, clock, config, log } = parts;
  open({
    method: 'post',
    path: '/session/forgot',
    summary: 'Ask for a link to a new password; the answer never tells whether there is such an account',
    body: forgotten,
    answer: null,
    handle: async ({ body, context }) => {
      const address = addressKey('forgot', clientAddress(context, config.trustProxy));
      refuseFor(await countTry(pool, address, limits.asking, clock.now()));
      // Answered before it is looked up, so that neither the answer nor its time tells anything.
      void mailReset(parts, body.email, body.language ?? null).catch((error: unknown) =>
        log.error({ error: messageOf(error) }, 'a link to a new password was not made'),
      );
    },
  });
  open({
    method: 'post',
    path: '/session/reset/look',
    readsOnly: true,
    summary: 'Whose password a link changes',
    body: tokenOnly,
    answer: resetView,
    handle: async ({ body }) => ({ email: (await resetOf(pool, body.token, clock.now())).email }),
  });
  open({
    method: 'post',
    path: '/session/reset',
    summary: 'Set a new password with a link, once; all sessions of the account end',
    body: newPassword,
    answer: null,
    handle: async ({ body }) => {
      // Hashing takes a while on purpose: not for whoever guesses at links.
      await resetOf(pool, body.token, clock.now());
      await useReset(pool, body.token, await auth.hashPassword(body.password), clock.now());
    },
  });
}

async function mailReset(parts: Parts, email: string, language: string | null): Promise<void> {
  const { pool, clock, config, mailer } = parts;
  const account = await readAccount(pool, { email });
  if (!mailer || !account?.passwordHash) return;
  if ((await countTry(pool, accountKey('reset-mail', email), limits.mails, clock.now())) > 0) return;
  const { token, expiresAt } = await openReset(pool, account.id, clock.now());
  await mailLink(parts, {
    ...{ to: account.email, template: 'password-reset', expiresAt, timeZone: 'UTC' },
    locale: account.language ?? language ?? 'en',
    link: `${config.publicUrl}/reset?token=${token}`,
  });
}
