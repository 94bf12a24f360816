/** The part of the contract about who did what, and about deleting. */
import type { Reason } from '../domain/status.ts';
import type { JsonObject } from '../std/json.ts';

/** GET /w/:workspace/audit?who=&noun=&refused=&from=&to=&cursor=&limit= → Page<AuditEntry> (admins) · GET /w/:workspace/audit.csv: the same as a file */
export interface AuditEntry {
  id: string;
  at: string;
  /** `nobody` with a name: somebody who tried to enter that account. */
  actor: { kind: 'person' | 'key' | 'setup_link' | 'nobody'; id: string | null; name: string | null };
  address: string | null;
  /** Method and path template: `POST /w/{workspace}/workflows/{workflow}/pause`. */
  route: string;
  noun: string;
  /** What it names, with the names they had. */
  subjects: { kind: string; id: string; name: string | null }[];
  /** Without `from` and `to` where values could be secret. */
  changes: {
    field: string;
    from?: string | number | boolean | null;
    to?: string | number | boolean | null;
  }[];
  /** Counts and choices: `count`, `action`, `choice`, `step`, `name`. */
  params: JsonObject;
  /** `ok`, the code of an error, or `unknown` when the hub was stopped in the middle. */
  outcome: string;
}

/** GET /connections/:id/deletion → ConnectionDeletion · DELETE /connections/:id {name} → {leftAtVendor}; another name is `unprocessable` */
export interface ConnectionDeletion {
  name: string;
  /** Published workflows that use it; they are paused. */
  workflows: { id: string; name: string }[];
  /** Runs that wait for it or ask a person because of it; they will fail. Counted up to 10,000. */
  runs: { waiting: number; parked: number };
  /** Its events stay until retention takes them. */
  events: number;
  retentionDays: number;
  /** The vendor posts to us: it is asked to stop. */
  webhookAtVendor: boolean;
}
export interface ConnectionDeleted {
  /** Why the webhook is still registered at the vendor, where a person has to remove it. */
  leftAtVendor: Reason | null;
}

/** GET /w/:workspace/deletion → WorkspaceDeletion (owners) · DELETE /w/:workspace {name} → WorkspaceDeleted */
export interface WorkspaceDeletion {
  name: string;
  members: number;
  connections: number;
  workflows: number;
  /** Counted up to 10,000. */
  runs: number;
  events: number;
}
export interface WorkspaceDeleted {
  leftAtVendor: { name: string; reason: Reason }[];
}
