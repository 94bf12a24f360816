import { z } from '@hono/zod-openapi';
import type {
  Account,
  AccountChange,
  Invitation,
  InvitationLink,
  Invited,
  LinkMail,
  Member,
  OwnSession,
  ResetLink,
  TwoFactorSecret,
} from '../contract.ts';
import { passwordLength } from '../auth/engine.ts';
import { roles } from '../auth/roles.ts';
import { shownId, time } from './common.ts';

export const email = z.string().trim().max(320).pipe(z.email());
export const password = z.string().min(passwordLength.min).max(passwordLength.max);
/** A password as given to prove oneself: whatever it is, it is only compared. */
export const anyPassword = z.string().max(1_000);
export const personName = z.string().trim().min(1).max(200);
const token = z.string().max(200);
const role = z.enum(roles);
const language = z.enum(['en', 'sv', 'nb', 'pt-BR', 'de']);

export const member: z.ZodType<Member> = z
  .object({
    id: shownId,
    name: z.string(),
    email: z.string(),
    role,
    joinedAt: time,
    twoFactor: z.boolean().nullable(),
    lastSeenAt: time.nullable(),
    you: z.boolean(),
  })
  .openapi('Member');
export const roleChange = z.strictObject({ role });

const mail: z.ZodType<LinkMail> = z.enum(['sent', 'failed', 'off']);
export const invitation: z.ZodType<Invitation> = z
  .object({
    id: shownId,
    email: z.string(),
    role,
    inviter: z.string(),
    createdAt: time,
    expiresAt: time,
    expired: z.boolean(),
  })
  .openapi('Invitation');
export const invitationInput = z.strictObject({ email, role });
export const invitationLink: z.ZodType<InvitationLink> = z
  .object({ invitation, link: z.string(), mail })
  .openapi('InvitationLink');
export const resetLink: z.ZodType<ResetLink> = z
  .object({ link: z.string(), expiresAt: time })
  .openapi('ResetLink');

export const tokenOnly = z.object({ token });
export const invited: z.ZodType<Invited> = z
  .object({
    workspace: z.string(),
    email: z.string(),
    role,
    inviter: z.string(),
    expiresAt: time,
    hasAccount: z.boolean(),
  })
  .openapi('Invited');
export const acceptance = z.object({
  token,
  account: z.object({ name: personName, password, language: language.exactOptional() }).exactOptional(),
});

export const forgotten = z.object({ email: z.string().max(320), language: language.exactOptional() });
export const newPassword = z.object({ token, password });
export const resetView = z.object({ email: z.string() });
export const codeInput = z.object({ code: z.string().max(50), backup: z.boolean().default(false) });

export const account: z.ZodType<Account> = z
  .object({
    name: z.string(),
    email: z.string(),
    language: language.nullable(),
    twoFactor: z.boolean(),
    hasPassword: z.boolean(),
  })
  .openapi('Account');
/** Strict, so that a misspelt name does not pass as "nothing to change". */
export const accountChange: z.ZodType<AccountChange> = z.strictObject({
  name: personName.exactOptional(),
  language: language.exactOptional(),
});
export const passwordChange = z.strictObject({ current: anyPassword, password });
export const proof = z.strictObject({ password: anyPassword });
export const code = z.strictObject({ code: z.string().max(50) });
export const twoFactorSecret: z.ZodType<TwoFactorSecret> = z
  .object({ uri: z.string(), secret: z.string(), backupCodes: z.array(z.string()) })
  .openapi('TwoFactorSecret');
export const backupCodes = z.object({ backupCodes: z.array(z.string()) });
export const ownSession: z.ZodType<OwnSession> = z
  .object({
    id: shownId,
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
    createdAt: time,
    lastUsedAt: time,
    current: z.boolean(),
  })
  .openapi('OwnSession');
