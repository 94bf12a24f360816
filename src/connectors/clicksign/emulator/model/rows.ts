import type { JsonObject } from '#std/json.ts';

/** The rows of the emulated vendor. Times are milliseconds since the epoch; ids are the vendor's keys (UUIDs). */
export interface AccountRow {
  id: string;
  name: string;
  /** The envelope API (v3) is on for accounts made since 2024-07-01; without it every v3 call answers 503. */
  envelopesEnabled: boolean;
  /** Signs the links to files. */
  fileSecret: string;
  createdAt: number;
}

export interface UserRow {
  id: string;
  accountId: string;
  name: string;
  email: string;
  phoneNumber: string | null;
  createdAt: number;
  modifiedAt: number;
}

export interface TokenRow {
  id: string;
  accountId: string;
  /** The user in whose name calls with the token are made. */
  userId: string;
  token: string;
  description: string;
  createdAt: number;
}

export interface WebhookRow {
  id: string;
  accountId: string;
  endpoint: string;
  /** 32 hex characters, used as ASCII text. */
  secret: string;
  status: 'active' | 'inactive';
  events: string[];
  createdAt: number;
  modifiedAt: number;
}

export interface FolderRow {
  id: string;
  accountId: string;
  name: string;
  /** The path of the folder it is in; empty at the root. */
  path: string;
  inRoot: boolean;
  createdAt: number;
  modifiedAt: number;
}

export interface FileRow {
  id: string;
  mime: string;
  base64: string;
  size: number;
}

export interface TemplateRow {
  id: string;
  accountId: string;
  name: string;
  color: string;
  fileId: string;
  createdAt: number;
  modifiedAt: number;
}

export type EnvelopeStatus = 'draft' | 'running' | 'closed' | 'canceled';

export interface EnvelopeRow {
  id: string;
  accountId: string;
  userId: string;
  name: string;
  status: EnvelopeStatus;
  /** Where it was made: a v1 document has an envelope of its own that v3 does not show. */
  origin: 'v1' | 'v3';
  deadlineAt: number;
  locale: string;
  autoClose: boolean;
  remindInterval: number | null;
  blockAfterRefusal: boolean;
  defaultSubject: string | null;
  defaultMessage: string | null;
  /** What the deadline does when some have signed. */
  partialAction: 'closed' | 'canceled';
  /** Whether groups of signers sign one after the other. */
  sequence: boolean;
  folderId: string | null;
  /** Whether the signers were asked; the next group is then asked by itself. */
  notified: boolean;
  /** No mails at all: envelopes made in numbers by the control door. */
  quiet: boolean;
  createdAt: number;
  modifiedAt: number;
}

export interface DocumentEvent {
  id: string;
  name: string;
  data: JsonObject | null;
  occurredAt: number;
}

export interface DocumentRow {
  id: string;
  accountId: string;
  envelopeId: string;
  /** Folder and file name, from "/". */
  path: string;
  filename: string;
  fileId: string;
  template: { key: string; data: JsonObject } | null;
  metadata: JsonObject;
  status: EnvelopeStatus;
  uploadedAt: number;
  updatedAt: number;
  finishedAt: number | null;
  /** Oldest first. */
  events: DocumentEvent[];
}

export interface SignerRow {
  id: string;
  accountId: string;
  /** Null for signers made by v1, who belong to the account. */
  envelopeId: string | null;
  name: string | null;
  email: string | null;
  phoneNumber: string | null;
  birthday: string | null;
  documentation: string | null;
  hasDocumentation: boolean;
  locationRequired: boolean;
  refusable: boolean;
  group: number;
  /** Means of evidence named at once (v1); v3 names them per document. */
  auths: string[];
  delivery: 'email' | 'none';
  communicateBy: string;
  communicateEvents: { signature_request: string; signature_reminder: string; document_signed: string };
  /** Extra evidence of v1: selfie_enabled and its like. */
  flags: Record<string, boolean>;
  /** For signing by API: the text both sides compute the HMAC with. */
  secret: string;
  createdAt: number;
  modifiedAt: number;
}

/** A signer on a document: the vendor's "list". */
export interface LinkRow {
  id: string;
  accountId: string;
  envelopeId: string;
  documentId: string;
  signerId: string;
  requestSignatureKey: string;
  signAs: string[];
  auths: string[];
  refusable: boolean;
  group: number;
  message: string | null;
  status: 'pending' | 'signed' | 'refused';
  startedAt: number | null;
  endedAt: number | null;
  /** The address the signature came from, and what the signer confirmed. */
  evidence: {
    address: string;
    name: string | null;
    documentation: string | null;
    birthday: string | null;
  } | null;
  createdAt: number;
  updatedAt: number;
}

export interface RequirementRow {
  id: string;
  envelopeId: string;
  documentId: string;
  signerId: string;
  action: 'agree' | 'provide_evidence' | 'rubricate';
  role: string | null;
  auth: string | null;
  pages: string | null;
  kind: string | null;
  createdAt: number;
  modifiedAt: number;
}

export interface WatcherRow {
  id: string;
  envelopeId: string;
  email: string;
  kind: 'all_steps' | 'on_finished';
  attachDocuments: boolean;
  createdAt: number;
  modifiedAt: number;
}

export interface BatchRow {
  id: string;
  accountId: string;
  signerId: string;
  documentIds: string[];
  summary: boolean;
  createdAt: number;
}

/** A message that would have been sent: shown in the inbox. */
export interface MailRow {
  id: string;
  accountId: string;
  channel: 'email' | 'sms' | 'whatsapp';
  to: string;
  subject: string;
  /** Paragraphs. */
  body: string[];
  /** A button: text and path under the vendor's prefix. */
  link: { text: string; path: string } | null;
  /** A token to type in while signing. */
  code: string | null;
  at: number;
}

/** How far a person is in the signing page; its id is the key in the page's address. */
export interface SessionRow {
  id: string;
  name: string | null;
  documentation: string | null;
  birthday: string | null;
  /** The token last sent. */
  code: string;
}

/** What the vendor's material leaves open, settable through the control door. */
export interface SettingsRow {
  id: 'settings';
  /** Recorded as 403 in 2018, documented as 401. */
  v1BadTokenStatus: 401 | 403;
}
