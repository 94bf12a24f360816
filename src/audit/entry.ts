import type { JsonObject } from '../std/json.ts';
import type { Id } from '../std/id.ts';

/** Whoever sent a request. `setup_link`: the one-time link of the first start. `nobody`: not signed in, or not let in. */
export interface AuditActor {
  kind: 'person' | 'key' | 'setup_link' | 'nobody';
  /** With `nobody`: the account they tried to enter. */
  id: Id | null;
  name: string | null;
}

/** A thing that a request names, with the name it had. `id` as shown, `run_…`. */
export interface AuditSubject {
  kind: string;
  id: string;
  name: string | null;
}

/** A field that changed. Without values where they could be secret, or are too long to be read. */
export interface AuditChange {
  field: string;
  from?: string | number | boolean | null;
  to?: string | number | boolean | null;
}

/** A request that may change something, before it is carried out. */
export interface AuditBegin {
  /** Null for what belongs to no workspace. */
  workspaceId: Id | null;
  actor: AuditActor;
  address: string | null;
  /** Method and path template: `POST /w/{workspace}/keys`. */
  route: string;
  /** The noun of the route table. */
  noun: string;
  subjects: AuditSubject[];
}

/** What came of it. */
export interface AuditEnd {
  /** `ok`, or the error's code. */
  outcome: string;
  actor: AuditActor;
  subjects: AuditSubject[];
  changes: AuditChange[];
  params: JsonObject;
}

/** A row as it is read. */
export interface AuditEntry extends AuditEnd {
  id: Id;
  at: Date;
  address: string | null;
  route: string;
  noun: string;
}

/** Which rows are meant. Times in milliseconds since the epoch; `to` is not included. */
export interface AuditFilter {
  /** Part of a name, whatever its case. */
  who?: string;
  noun?: string;
  /** Only what did not go well. */
  refused?: boolean;
  from?: number;
  to?: number;
}
