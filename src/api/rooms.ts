/** What the API asks of other rooms: only what it uses, so that tests and processes can bring their own. */
import type { Pool } from 'pg';
import type { Audit } from '../audit/audit.ts';
import type { Connections } from '#connections/connections.ts';
import type { Actor } from '#domain/actor.ts';
import type { Definition } from '#domain/workflow.ts';
import type { History } from '#history/history.ts';
import type { Connector, ConnectionContext } from '#kit/connector.ts';
import type { Mailer } from '#notices/mail/mailer.ts';
import type { Notices } from '#notices/notices.ts';
import type { Mirror } from '#records/mirror/mirror.ts';
import type { Records } from '#records/records.ts';
import type { Clock } from '#std/clock.ts';
import type { Fault } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import type { Auth } from './auth/auth.ts';
import type { Backfill, Choice, WorkspaceDeleted } from './contract.ts';
import type { ErrorLog } from './problem.ts';

/** Changing workflows; reading them is the history's. */
export interface CatalogRoom {
  create(workspaceId: Id, input: { name: string; definition: Definition }): Promise<{ id: Id }>;
  saveDraft(
    workspaceId: Id,
    id: Id,
    input: { name: string; definition: Definition; revision: number },
  ): Promise<unknown>;
  duplicate(workspaceId: Id, id: Id, name: string): Promise<{ id: Id }>;
  setTags(workspaceId: Id, id: Id, tags: string[]): Promise<unknown>;
  publish(workspaceId: Id, id: Id, input: { revision: number; by: string | null }): Promise<unknown>;
  pause(workspaceId: Id, id: Id): Promise<unknown>;
  resume(workspaceId: Id, id: Id): Promise<unknown>;
  remove(workspaceId: Id, id: Id): Promise<unknown>;
  validate(workspaceId: Id, definition: Definition): Promise<Fault[]>;
  versions(workspaceId: Id, id: Id): Promise<Version[]>;
}
interface Version {
  id: Id;
  number: number;
  definition: Definition;
  publishedAt: Date;
  publishedBy: string | null;
}

export type BulkAction = 'retry' | 'cancel' | 'repeat';

/** What people do with runs. `by` is who asked. */
export interface RunRoom {
  retry(workspaceId: Id, runId: Id, by: Actor): Promise<unknown>;
  retryFrom(workspaceId: Id, runId: Id, stepId: string, by: Actor): Promise<unknown>;
  /** Gives the new run's id. */
  repeat(workspaceId: Id, runId: Id, by: Actor): Promise<Id>;
  cancel(workspaceId: Id, runId: Id, by: Actor): Promise<unknown>;
  decide(workspaceId: Id, runId: Id, choice: Choice, externalId: string | null, by: Actor): Promise<unknown>;
  /** Gives how many changed; those the action does not fit are left as they are. */
  bulk(workspaceId: Id, action: BulkAction, runIds: Id[], by: Actor): Promise<number>;
  skipBlocked(workspaceId: Id, orderKey: string, by: Actor): Promise<unknown>;
}

/** Connections as the API uses them. */
export type ConnectionRoom = Pick<
  Connections,
  | 'list'
  | 'get'
  | 'create'
  | 'updateCredentials'
  | 'finishAuthorize'
  | 'change'
  | 'setEnabled'
  | 'remove'
  | 'test'
  | 'subscribe'
  | 'addSecret'
  | 'removeSecret'
  | 'options'
>;

/** Bringing in what happened before: counts and shows, or starts runs. */
export type BackfillRoom = (
  workspaceId: Id,
  connectionId: Id,
  input: { workflowId: Id; from: number; to: number; confirm: boolean; by: string },
) => Promise<Backfill>;

/** A connection's context for a person who looks at what a workflow would do, until the signal. */
export type RehearsalContextOf = (
  workspaceId: Id,
  connectionId: Id,
  signal: AbortSignal,
) => Promise<ConnectionContext>;

/** Deletes a workspace at once for people; gives the connections whose webhooks their vendors still have. */
export type DeleteWorkspace = (workspaceId: Id) => Promise<WorkspaceDeleted['leftAtVendor']>;

/** The secret that posts of `webhook.send` of a workspace are signed with: `whsec_…`. */
export type SigningSecretOf = (workspaceId: Id) => string;

export interface ApiConfig {
  /** Where people reach us, without a trailing slash. */
  publicUrl: string;
  demo: boolean;
  /** Addresses and networks of proxies whose `x-forwarded-for` is believed. */
  trustProxy: string[];
  /** The emulators' pages for people; empty without the demo. */
  emulators: { key: string; name: string; url: string }[];
  /** Shown in the OpenAPI document. */
  version: string;
}

/** Telling people, as the API uses it; the work behind it is the worker's. */
export type NoticeRoom = Omit<Notices, 'watch' | 'deliver' | 'sweep'>;

/** Everything the API is made of. */
export interface ApiParts {
  audit: Audit;
  history: History;
  catalog: CatalogRoom;
  runs: RunRoom;
  connections: ConnectionRoom;
  records: Records;
  mirror: Pick<Mirror, 'progress' | 'pause'>;
  backfill: BackfillRoom;
  deleteWorkspace: DeleteWorkspace;
  rehearsalContext: RehearsalContextOf;
  signingSecret: SigningSecretOf;
  /** Sends mails; null when the operator named no mail server. */
  mailer: Mailer | null;
  notices: NoticeRoom;
  auth: Auth;
  pool: Pool;
  config: ApiConfig;
  clock: Clock;
  /** By key. */
  connectors: Record<string, Connector>;
  log: ErrorLog;
}
