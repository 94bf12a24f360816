/**
 * What the API answers and takes: the only thing of the hub the console may import, and only as types. Every time is
 * ISO 8601 in UTC, every id is shown with its prefix (`run_…`), every text for people is a code with parameters.
 */
import type { ErrorCode, Fault } from '../std/errors.ts';
import type { Json, JsonObject } from '../std/json.ts';
import type { Field, Option, OutputField } from '../kit/field.ts';
import type { AttemptStatus, ConnectionStatus, Reason, RunStatus, WorkflowStatus } from '../domain/status.ts';
import type { Definition } from '../domain/workflow.ts';

export type { ErrorCode, Fault, Json, JsonObject, Field, Option, OutputField };
export type { AttemptStatus, ConnectionStatus, Definition, Reason, RunStatus, WorkflowStatus };

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

/** A page of a list, newest first. `cursor` asks for the next one; null at the end. */
export interface Page<Item> {
  items: Item[];
  cursor: string | null;
}

// GET /api/session
export interface Session {
  user: { id: string; name: string; email: string } | null;
  /** Whether "enter the demo" is offered. */
  demo: boolean;
  /** Whether nobody has an account yet: the set-up link makes the first. */
  needsSetup: boolean;
  workspaces: { id: string; name: string; demo: boolean; role: Role; timeZone: string }[];
}
export type Role = 'owner' | 'admin' | 'editor' | 'viewer';

// GET /api/w/:workspace/home
export interface Home {
  workflows: { published: number; paused: number; draft: number };
  attention: number;
  /** Runs of the last 24 hours, one entry an hour, oldest first. */
  hours: { hour: string; completed: number; failed: number; waiting: number; other: number }[];
  sources: { connection: ConnectionRef; completeUpTo: string | null; checkedAt: string | null; foundLate: number }[];
  /** Whether vendors can reach us, or polling does the work. */
  reachable: boolean;
  emulators: { key: string; name: string; url: string }[];
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
}

export interface ConnectionRef {
  id: string;
  name: string;
  connector: string;
  environmentKind: 'live' | 'sandbox' | 'emulator';
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
export interface WorkflowSummary {
  id: string;
  name: string;
  status: WorkflowStatus;
  trigger: { connector: string; key: string; connection: ConnectionRef | null } | null;
  actions: { connector: string; key: string }[];
  version: number | null;
  /** The draft differs from what is published. */
  changed: boolean;
  updatedAt: string;
  lastRunAt: string | null;
  attention: number;
}
export interface Workflow extends WorkflowSummary {
  draft: Definition;
  draftRevision: number;
  published: Definition | null;
  /** What stands in the way of publishing. */
  faults: Fault[];
}
// POST /workflows {name, definition} → Workflow · PUT /workflows/:id/draft {name, definition, revision} → Workflow (409 when somebody else saved)
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

// GET /runs?status=&workflow=&connection=&from=&to=&q=&cursor=&limit=
export interface RunSummary {
  id: string;
  title: string;
  trigger: string;
  status: RunStatus;
  reason: Reason | null;
  workflow: { id: string; name: string };
  source: ConnectionRef | null;
  startedAt: string;
  restedAt: string | null;
  /** When the next attempt is due. */
  nextAt: string | null;
}

// GET /runs/:id
export interface Run extends RunSummary {
  version: { id: string; number: number };
  event: EventSummary & { body: string | null; headers: Record<string, string> | null };
  data: JsonObject;
  definition: Definition;
  steps: RunStep[];
  repeats: string | null;
  repeatedBy: string[];
  /** Another run or a blocked key that this one waits behind. */
  waitsFor: { runId: string; title: string } | null;
  /** For `parked`: what a person can choose. */
  decision: { code: string; params: JsonObject; candidates: { id: string; title: string; url?: string }[]; choices: Choice[] } | null;
}
export type Choice = 'adopt' | 'send_again' | 'give_up' | 'retry';

export interface RunStep {
  id: string;
  connector: string;
  action: string;
  connection: ConnectionRef | null;
  status: 'pending' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'canceled';
  input: JsonObject | null;
  output: JsonObject | null;
  attempts: Attempt[];
}
export interface Attempt {
  n: number;
  status: AttemptStatus;
  trigger: 'scheduled' | 'manual';
  startedAt: string;
  ms: number | null;
  nextAt: string | null;
  error: Reason | null;
  notes: { code: string; params: JsonObject }[];
  touched: { object: string; id: string; title: string; outcome: string; url: string | null }[];
  calls: Call[];
}
/** One request of an attempt with its answer, secrets masked. */
export interface Call {
  method: string;
  url: string;
  startedAt: string;
  ms: number;
  requestHeaders: Record<string, string>;
  requestBody: CapturedBody | null;
  status: number | null;
  responseHeaders: Record<string, string>;
  responseBody: CapturedBody | null;
  error: string | null;
}
export interface CapturedBody {
  text: string;
  /** Bytes as sent; `text` is cut when it is shorter. */
  bytes: number;
  cut: boolean;
}

// POST /runs/:id/retry {} · POST /runs/:id/retry-from {stepId} · POST /runs/:id/repeat {} → Run (the new one) · POST /runs/:id/cancel {}
// POST /runs/:id/decide {choice, externalId?} → Run
// POST /runs/bulk {action: 'retry'|'cancel'|'repeat', ids?: string[], filter?: same as the list} → {changed: number}
// GET /attention?cursor= → Page<RunSummary> with `status` in failed, parked; and connections that need reconnecting
export interface Attention {
  runs: Page<RunSummary>;
  connections: Connection[];
  /** Order keys whose head job waits, with jobs behind it. */
  blocked: { orderKey: string; runId: string; title: string; behind: number; nextAt: string | null }[];
}

// GET /events?connection=&outcome=&from=&to=&cursor= · GET /events/:id
export interface EventSummary {
  id: string;
  title: string;
  trigger: string | null;
  outcome: 'recognized' | 'ignored' | 'unrecognized';
  via: 'webhook' | 'changes' | 'backfill' | 'manual';
  source: ConnectionRef | null;
  receivedAt: string;
  occurredAt: string | null;
  runs: { id: string; status: RunStatus; workflow: string }[];
}
// GET /live → server-sent events: `changed` {topics: ('runs'|'connections'|'workflows')[], sequence}
