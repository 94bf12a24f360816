import type { Pool } from 'pg';
import type { Clock } from '../std/clock.ts';
import { newId, type Id } from '../std/id.ts';
import type { AuditBegin, AuditEnd, AuditEntry, AuditFilter } from './entry.ts';
import { portray, type Portrait } from './portrait.ts';
import { beginEntry, endEntry, forgetOldEntries, listEntries } from './store.ts';

export type {
  AuditActor,
  AuditBegin,
  AuditChange,
  AuditEnd,
  AuditEntry,
  AuditFilter,
  AuditSubject,
} from './entry.ts';
export type { Portrait } from './portrait.ts';

/** What was done in the hub, by whom, from where. */
export interface Audit {
  /** Notes what is about to happen, before it does: no row, no change. Gives the row's id. */
  begin(entry: AuditBegin): Promise<Id>;
  /** Notes what came of it. */
  end(id: Id, end: AuditEnd): Promise<void>;
  /** A thing as it stands now; null when there is none. */
  portray(kind: string, workspaceId: Id | null, id: Id): Promise<Portrait | null>;
  /** Newest first: rows of the workspace, and those of its members that belong to no workspace. */
  list(
    workspaceId: Id,
    filter: AuditFilter,
    page: { before: Id | null; limit: number },
  ): Promise<AuditEntry[]>;
  /** Retention; gives how many rows went. */
  forgetOld(): Promise<number>;
}

/** The audit room. */
export function createAudit({ pool, clock }: { pool: Pool; clock: Clock }): Audit {
  return {
    async begin(entry) {
      const id = newId(clock.now());
      await beginEntry(pool, id, entry);
      return id;
    },
    end: (id, end) => endEntry(pool, id, end),
    portray: (kind, workspaceId, id) => portray(pool, kind, workspaceId, id),
    list: (workspaceId, filter, page) => listEntries(pool, workspaceId, filter, page),
    forgetOld: () => forgetOldEntries(pool, clock.now()),
  };
}
