/** What the API asks of other rooms: only what it uses, so that tests and processes can bring their own. */
import type { Pool } from 'pg';
import type { ConnectionView } from '#connections/view.ts';
import type { Definition } from '#domain/workflow.ts';
import type { History } from '#history/history.ts';
import type { Connector } from '#kit/connector.ts';
import type { Option } from '#kit/field.ts';
import type { Clock } from '#std/clock.ts';
import type { Fault } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import type { Json, JsonObject } from '#std/json.ts';
import type { Auth } from './auth/auth.ts';
import type { Backfill, Choice, ConnectionTest } from './contract.ts';
import type { ErrorLog } from './problem.ts';

/** Changing workflows; reading them is the history's. */
export interface CatalogRoom {
  create(workspaceId: Id, input: { name: string; definition: Definition }): Promise<{ id: Id }>;
  saveDraft(workspaceId: Id, id: Id, input: { name: string; definition: Definition; revision: number }): Promise<unknown>;
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
  retry(workspaceId: Id, runId: Id, by: string): Promise<unknown>;
  retryFrom(workspaceId: Id, runId: Id, stepId: string, by: string): Promise<unknown>;
  /** Gives the new run's id. */
  repeat(workspaceId: Id, runId: Id, by: string): Promise<Id>;
  cancel(workspaceId: Id, runId: Id, by: string): Promise<unknown>;
  decide(workspaceId: Id, runId: Id, choice: Choice, externalId: string | null, by: string): Promise<unknown>;
  /** Gives how many changed; those the action does not fit are left as they are. */
  bulk(workspaceId: Id, action: BulkAction, runIds: Id[], by: string): Promise<number>;
  skipBlocked(workspaceId: Id, orderKey: string, by: string): Promise<unknown>;
}

export interface ConnectionInput {
  connector: string;
  name: string;
  environment: string;
  authMethod: string;
  credentials: Record<string, string>;
  settings?: JsonObject;
}

/** Connections as the API uses them. */
export interface ConnectionRoom {
  list(workspaceId: Id): Promise<ConnectionView[]>;
  get(workspaceId: Id, id: Id): Promise<ConnectionView>;
  create(workspaceId: Id, input: ConnectionInput): Promise<ConnectionView>;
  rename(workspaceId: Id, id: Id, name: string): Promise<unknown>;
  updateSettings(workspaceId: Id, id: Id, settings: JsonObject): Promise<unknown>;
  updateCredentials(workspaceId: Id, id: Id, credentials: Record<string, string>): Promise<unknown>;
  remove(workspaceId: Id, id: Id): Promise<unknown>;
  test(workspaceId: Id, id: Id): Promise<ConnectionTest>;
  subscribe(workspaceId: Id, id: Id): Promise<unknown>;
  addSecret(workspaceId: Id, id: Id, secret: string): Promise<unknown>;
  removeSecret(workspaceId: Id, id: Id, secretId: Id): Promise<unknown>;
  options(workspaceId: Id, id: Id, loader: string, params: Record<string, string>, search: string): Promise<Option[]>;
  startAuthorize(workspaceId: Id, input: ConnectionInput): Promise<string>;
  finishAuthorize(state: string, code: string): Promise<{ workspaceId: Id; id: Id }>;
}

/** Bringing in what happened before: counts and shows, or starts runs. */
export type BackfillRoom = (
  workspaceId: Id,
  connectionId: Id,
  input: { workflowId: Id; from: number; to: number; confirm: boolean; by: string },
) => Promise<Backfill>;

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

/** Everything the API is made of. */
export interface ApiParts {
  history: History;
  catalog: CatalogRoom;
  runs: RunRoom;
  connections: ConnectionRoom;
  backfill: BackfillRoom;
  auth: Auth;
  pool: Pool;
  config: ApiConfig;
  clock: Clock;
  /** By key. */
  connectors: Record<string, Connector>;
  log: ErrorLog;
}

export type { Json };
