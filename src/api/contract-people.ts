/** The contract's part on people: links, members, invitations, one's own account. */
import type { Role } from './contract.ts';

// POST /api/session/forgot {email, language} → 204, whoever asks about whom · POST /api/session/reset/look {token} → {email}
// POST /api/session/reset {token, password} → 204; all sessions of the account end. A link that is used or too old is `gone`.
// POST /api/session/invitation/look {token} → Invited · POST /api/session/invitation/accept Acceptance → Session
/** What an invitation's link (`/invite?token=…`) leads to. */
export interface Invited {
  workspace: string;
  email: string;
  role: Role;
  /** Name of whoever invited. */
  inviter: string;
  expiresAt: string;
  /** Its owner signs in and accepts; else whoever has the link makes the account. */
  hasAccount: boolean;
}
export interface Acceptance {
  token: string;
  /** For somebody new; whoever is signed in with the invitation's email gives none. */
  account?: { name: string; password: string; language?: Language };
}
/** A language that mails are written in. */
export type Language = 'en' | 'sv' | 'nb' | 'pt-BR' | 'de';

// GET /api/w/:workspace/members · PATCH|DELETE /members/:member {role} (admins; only owners make and unmake owners) · POST /members/leave
// POST /members/:member/reset-link → ResetLink (admins of every workspace the person belongs to)
export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: string;
  /** Whether a code is asked at sign-in, and when they were last here; null for readers who are no admins. */
  twoFactor: boolean | null;
  lastSeenAt: string | null;
  you: boolean;
}
/** Shown once. */
export interface ResetLink {
  link: string;
  expiresAt: string;
}

// GET /api/w/:workspace/invitations · POST {email, role} · POST /invitations/:invitation/renew · DELETE /invitations/:invitation (admins)
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  inviter: string;
  createdAt: string;
  expiresAt: string;
  expired: boolean;
}
/** The only answer that holds the link. */
export interface InvitationLink {
  invitation: Invitation;
  link: string;
  mail: LinkMail;
}
/** Whether a link was mailed too; `off`: the operator named no mail server. */
export type LinkMail = 'sent' | 'failed' | 'off';

// GET /api/account · PATCH /api/account AccountChange → Account · POST /api/account/password {current, password} → 204
// GET /api/account/sessions → OwnSession[] · DELETE /api/account/sessions/:session · POST /api/account/sessions/end-others
// POST /api/account/two-factor {password} → TwoFactorSecret · POST /two-factor/confirm {code} → Account · POST /two-factor/off {password} → Account
// POST /api/account/two-factor/backup-codes {password} → {backupCodes}
export interface Account {
  name: string;
  email: string;
  /** Of mails; null: nobody said. */
  language: Language | null;
  twoFactor: boolean;
  /** False for the demo's account. */
  hasPassword: boolean;
}
export interface AccountChange {
  name?: string;
  language?: Language;
}
/** Shown once. */
export interface TwoFactorSecret {
  /** `otpauth://totp/…`, for the QR code. */
  uri: string;
  /** The same to type. */
  secret: string;
  backupCodes: string[];
}
export interface OwnSession {
  id: string;
  /** The browser's own description of itself. */
  userAgent: string | null;
  address: string | null;
  createdAt: string;
  lastUsedAt: string;
  /** The one that asks. */
  current: boolean;
}
