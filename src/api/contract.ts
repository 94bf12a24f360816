/**
 * What the API answers and takes: the only thing of the hub the console may import, and only as types. Every time is
 * ISO 8601 in UTC, every id is shown with its prefix (`run_…`), every text for people is a code with parameters.
 */
import type { ErrorCode, Fault } from '../std/errors.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { Field, Option, OutputField } from '../kit/field.ts';
import type { RehearsedChange, RehearsedRecord } from '../kit/rehearsal.ts';
import type { AttemptStatus, ConnectionStatus, Reason, RunStatus, WorkflowStatus } from '../domain/status.ts';
import type { Definition } from '../domain/workflow.ts';
import type { Cause, ConnectionRef, Page, RunSummary, WorkflowSummary } from '../history/views.ts';

export type { ErrorCode, Fault, Json, JsonObject, Field, Option, OutputField };
export type { RehearsedChange, RehearsedRecord };
export type { AttemptStatus, ConnectionStatus, Definition, Reason, RunStatus, WorkflowStatus };
/** Page, Home, Run, RunSummary, RunStep, Attempt, Call, EventSummary, EventDetail, WorkflowSummary, ConnectionRef …: what reading gives. */
export type * from '../history/views.ts';
/** AuditEntry, ConnectionDeletion, ConnectionDeleted, WorkspaceDeletion, WorkspaceDeleted: trace and safe endings. */
export type * from './contract-safety.ts';
export type * from './contract-people.ts';

/** RFC 9457 `application/problem+json`, the body of every answer of 400 and above. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  params: Record<string, unknown>;
  faults: Fault[];
}

// GET /api/session
export interface Session {
  user: { id: string; name: string; email: string } | null;
  /** Whether "enter the demo" is offered. */
  demo: boolean;
  /** Whether nobody has an account yet: the set-up link makes the first. */
  needsSetup: boolean;
  workspaces: { id: string; name: string; demo: boolean; role: Role; timeZone: string }[];
  /** The password was right; POST /api/session/code {code, backup} is what is missing. */
  codeNeeded?: true;
}
export type Role = 'owner' | 'admin' | 'editor' | 'viewer';

// All answer with the new Session and set or clear the cookie; wrong credentials are `unauthenticated`, too many tries `rate_limited`.
// POST /api/session/sign-in {email, password} · POST /api/session/sign-out {} · POST /api/session/demo {} ("Enter the demo")
/** POST /api/session/setup: the first owner and workspace, with the token of the one-time link (`/setup?token=…`). */
export interface Setup {
  token: string;
  name: string;
  email: string;
  /** 10 to 200 characters. */
  password: string;
  workspace: string;
  timeZone?: string;
}
/**
 * POST /api/workspaces → Session: "Connect for real". Whoever is in the demo gives an account too, which then is signed in;
 * it stays a member of the demo. `unprocessable` with the fault `account: required` when it is missing.
 */
export interface NewWorkspace {
  name: string;
  timeZone?: string;
  account?: { name: string; email: string; password: string };
}

// GET /api/w/:workspace · PATCH /api/w/:workspace WorkspaceChange → WorkspaceSettings (admins)
export interface WorkspaceSettings {
  id: string;
  name: string;
  demo: boolean;
  /** A name of the IANA database. */
  timeZone: string;
  /** How long events and runs are kept: 1 to 3650 days. */
  retentionDays: number;
  /** How long the audit log is kept: 30 to 3650 days. */
  auditRetentionDays: number;
}
/** What is left out stays. A shorter retention deletes what is older at the next hourly sweep. */
export type WorkspaceChange = Partial<
  Pick<WorkspaceSettings, 'name' | 'timeZone' | 'retentionDays' | 'auditRetentionDays'>
>;

/** GET /api/w/:workspace/signing-secret (admins): what posts of `webhook.send` are signed with, `whsec_…` of Standard Webhooks. */
export interface SigningSecret {
  secret: string;
}

// GET /api/w/:workspace/keys · POST /api/w/:workspace/keys {name, role} · DELETE /api/w/:workspace/keys/:key (admins)
export interface ApiKey {
  id: string;
  name: string;
  /** What the key may do: `Authorization: Bearer csk_…`. */
  role: 'admin' | 'editor' | 'viewer';
  /** Last four characters, to tell keys apart. */
  ending: string;
  createdAt: string;
  lastUsedAt: string | null;
}
/** The only answer that holds the key itself. */
export interface NewApiKey {
  key: ApiKey;
  secret: string;
}

// GET /api/w/:workspace/connectors
export interface ConnectorInfo {
  key: string;
  name: string;
  monogram: { text: string; color: string };
  environments: { key: string; kind: 'live' | 'sandbox' | 'emulator' }[];
  auth: { kind: 'token' | 'oauth2' | 'none'; key: string; fields: Field[] }[];
  /** Settings of a connection beyond its credentials. */
  settings: Field[];
  triggers: { key: string; version: number; fields: Field[]; output: OutputField[] }[];
  /** Triggers that differ in the answer to one question (each signature, or all?); the first is the usual answer. */
  questions: { key: string; triggers: string[] }[];
  actions: {
    key: string;
    version: number;
    fields: Field[];
    output: OutputField[];
    orderBy: string | null;
    needsConnection: boolean;
  }[];
  webhooks: boolean;
  readsChanges: boolean;
  /** Its accounts are CRMs. */
  holdsRecords: boolean;
}

// GET /connections · POST /connections · GET|PATCH|DELETE /connections/:id
export interface Connection extends ConnectionRef {
  environment: string;
  authMethod: string;
  account: string | null;
  status: ConnectionStatus;
  reason: Reason | null;
  settings: JsonObject;
  createdAt: string;
  testedAt: string | null;
  endpoint: Endpoint | null;
  watermark: { completeUpTo: string; checkedAt: string | null; foundLate: number } | null;
  /** What the vendor allows and what is left now; null when this version has no such connector any more. */
  allowance: {
    requests: number;
    perMs: number;
    /** Calls that may go at once when nothing was called lately, and how many could go at once now. */
    atOnce: number;
    leftNow: number;
    /** Until the next call may go; 0 for now. */
    waitMs: number;
  } | null;
  /** For OAuth 2: when access runs out, and whether it is renewed without a person. */
  access: { expiresAt: string | null; renewsItself: boolean } | null;
  /** Published workflows that use it. */
  usedBy: { id: string; name: string }[];
}

export interface Endpoint {
  /** The whole address, its secret included; only for those who may edit. */
  url: string;
  registered: boolean;
  /** Whether the vendor signs; when it does, how many secrets are active. */
  signed: boolean;
  secrets: { id: string; createdAt: string }[];
  received: number;
  refused: number;
  unrecognized: number;
  lastReceivedAt: string | null;
  lastRefusedAt: string | null;
  lastRefusedReason: string | null;
}

/** POST /connections. Credentials are tested before anything is stored. An OAuth2 method answers with `authorizeUrl`. */
export interface NewConnection {
  connector: string;
  name: string;
  environment: string;
  authMethod: string;
  credentials: Record<string, string>;
  settings?: JsonObject;
}
export type NewConnectionAnswer = { connection: Connection } | { authorizeUrl: string };

// POST /connections/:id/test
export interface ConnectionTest {
  ok: boolean;
  account: string | null;
  ms: number;
  error: Reason | null;
}
// POST /connections/:id/subscribe → Connection (registers our endpoint at the vendor) · POST /connections/:id/secrets {secret} → Connection · DELETE /connections/:id/secrets/:secret
// PUT /connections/:id/credentials {credentials} → Connection (reconnect; parked runs go on)
// GET /connections/:id/options/:loader?search=&<param>=… → Option[]
// POST /connections/:id/backfill {workflowId, from, to, confirm} : `confirm: false` counts and shows, `true` brings in
export interface Backfill {
  found: number;
  /** How many would start a run. */
  wouldRun: number;
  samples: { title: string; occurredAt: string | null; trigger: string }[];
  started: number;
  /** More than the preview reads. */
  truncated: boolean;
}

// GET /workflows · GET /workflows/:id
export interface Workflow extends WorkflowSummary {
  draft: Definition;
  draftRevision: number;
  published: Definition | null;
  /** What stands in the way of publishing. */
  faults: Fault[];
}
// POST /workflows {name, definition} → Workflow · PUT /workflows/:id/draft {name, definition, revision} → Workflow (409 when somebody else saved)
// POST /workflows/:id/duplicate {name} → Workflow (201, a draft) · PUT /workflows/:id/tags {tags} → Workflow (no new revision of the draft)
// POST /workflows/:id/publish {revision} → Workflow · POST /workflows/:id/pause · POST /workflows/:id/resume · DELETE /workflows/:id
// GET /workflows/:id/versions → {number, id, publishedAt, publishedBy, definition}[]
// POST /workflows/preview {definition, eventId?} → Preview
export interface Preview {
  /** The event it was rendered from; null for the trigger's sample. */
  event: { id: string; title: string } | null;
  data: JsonObject;
  passes: boolean;
  steps: { id: string; action: string; connector: string; input: JsonObject; faults: Fault[] }[];
}

// POST /workflows/rehearse {definition, limit?, only?} → RehearsalAnswer (editors). Nothing is written at any vendor.
export type RehearsalVerdict = 'create' | 'update' | 'nothing' | 'filtered' | 'ask' | 'cannot' | 'run';
export interface RehearsalAnswer {
  /** Newest first. */
  documents: RehearsedDocument[];
  counts: Record<RehearsalVerdict, number>;
  /** Documents there was no time or no budget to look at. */
  left: number;
  /** Why the look is not whole: `out_of_time`, or what the vendor answered. */
  incomplete: Reason | null;
}
/** One real document and what would become of it. */
export interface RehearsedDocument {
  /** Tells documents apart; `only` takes it. */
  key: string;
  title: string;
  occurredAt: string | null;
  /** Null when it was read from the vendor just now. */
  eventId: string | null;
  verdict: RehearsalVerdict;
  /** Why it would be left alone: `filtered` with the condition, `filtered_by_settings`. */
  reason: Reason | null;
  steps: {
    id: string;
    connector: string;
    action: string;
    would: Exclude<RehearsalVerdict, 'filtered'>;
    records: RehearsedRecord[];
    notes: { code: string; params: JsonObject }[];
    reason: Reason | null;
    candidates: { id: string; title: string; url?: string }[];
  }[];
}

// GET /home → Home
// GET /runs?status=&workflow=&connection=&from=&to=&q=&cursor=&limit= → Page<RunSummary> (a page may be short and still have a cursor) · GET /runs/:id → Run
// POST /runs/:id/retry {} · POST /runs/:id/retry-from {stepId} · POST /runs/:id/repeat {} → Run (the new one) · POST /runs/:id/cancel {}
// POST /runs/:id/decide {choice, externalId?} → Run
// POST /runs/bulk {action: 'retry'|'cancel'|'repeat', ids?: string[], filter?: same as the list} → {changed: number}
/** POST /runs/bulk/preview {action, filter}: which runs of a filter the action fits, changing nothing. */
export interface BulkPreview {
  ids: string[];
  /** There are more than one call may change. */
  more: boolean;
}
// GET /attention?cursor= → Page<RunSummary> with `status` in failed, parked; and connections that need reconnecting
export interface Attention {
  runs: Page<RunSummary>;
  connections: Connection[];
  /** The same runs, put together by why. */
  causes: Cause[];
  /** Order keys whose head job waits, with jobs behind it. */
  blocked: { orderKey: string; runId: string; title: string; behind: number; nextAt: string | null }[];
}

// POST /attention/skip {orderKey} → {} (the blocked head gives its place to the next)

// GET /events?connection=&outcome=&from=&to=&cursor= → Page<EventSummary> · GET /events/:id → EventDetail
// GET /live → server-sent events: `changed` {topics: ('runs'|'connections'|'workflows')[], sequence}

export type * from './contract-notices.ts';
export type * from './contract-records.ts';
