import type { Pool } from 'pg';
import type { Clock } from '#std/clock.ts';
import type { Id } from '#std/id.ts';
import { blockedKeys } from './attention.ts';
import type { BlockedKey } from './attention.ts';
import { listCauses } from './causes.ts';
import { fingerprints } from './changes.ts';
import type { Fingerprint } from './changes.ts';
import { connectionStakes, workspaceStakes } from './deletion.ts';
import type { ConnectionStakes, WorkspaceStakes } from './deletion.ts';
import { getEvent, listEvents } from './events.ts';
import type { EventFilter, FullEvent } from './events.ts';
import { getOverview } from './home.ts';
import type { Overview } from './home.ts';
import { ownedIds } from './owned.ts';
import type { OwnedKind } from './owned.ts';
import type { Connectors } from './refs.ts';
import type { RunFilter } from './run-filter.ts';
import { getRun } from './run-page.ts';
import { listRuns, runIds } from './runs.ts';
import type { PageWanted } from './runs.ts';
import { findWorkflow, listWorkflows, workflowsByConnection } from './workflows.ts';
import type { StoredWorkflow } from './workflows.ts';
import type { Cause, EventSummary, Page, Run, RunSummary, WorkflowSummary } from './views.ts';

export type {
  BlockedKey,
  EventFilter,
  Fingerprint,
  FullEvent,
  Overview,
  OwnedKind,
  PageWanted,
  RunFilter,
  StoredWorkflow,
};

/** Reading: nothing here changes anything. Ids go in bare and come out with their prefix. */
export interface History {
  runs(workspaceId: Id, filter: RunFilter, page: PageWanted): Promise<Page<RunSummary>>;
  /** Bare ids of the runs that `runs` would show, and where the next page begins. */
  runIds(workspaceId: Id, filter: RunFilter, page: PageWanted): Promise<{ ids: Id[]; next: Id | null }>;
  /** Throws `not_found`. */
  run(workspaceId: Id, id: Id): Promise<Run>;
  events(workspaceId: Id, filter: EventFilter, page: PageWanted): Promise<Page<EventSummary>>;
  /** Throws `not_found`. */
  event(workspaceId: Id, id: Id): Promise<FullEvent>;
  overview(workspaceId: Id): Promise<Overview>;
  blocked(workspaceId: Id): Promise<BlockedKey[]>;
  /** What failed or waits for a decision, by why. */
  causes(workspaceId: Id): Promise<Cause[]>;
  workflows(workspaceId: Id): Promise<WorkflowSummary[]>;
  workflow(workspaceId: Id, id: Id): Promise<StoredWorkflow | null>;
  /** Published and paused workflows by the bare id of each connection they use. */
  workflowsByConnection(workspaceId: Id): Promise<Map<Id, { id: string; name: string }[]>>;
  /** Which of the ids exist in the workspace. */
  owned(workspaceId: Id, kind: OwnedKind, ids: Id[]): Promise<Set<Id>>;
  /** What fails and what stays when a connection is deleted. */
  connectionStakes(workspaceId: Id, connectionId: Id): Promise<ConnectionStakes>;
  /** What is lost with a workspace; null when there is none. */
  workspaceStakes(workspaceId: Id): Promise<WorkspaceStakes | null>;
  fingerprints(workspaceIds: Id[]): Promise<Fingerprint[]>;
}

export interface HistoryOptions {
  pool: Pool;
  clock: Clock;
  /** By key; for environments, sensitive fields and links to the vendor's pages. */
  connectors: Connectors;
}

/** The history room. */
export function createHistory(options: HistoryOptions): History {
  const { pool } = options;
  return {
    runs: (workspaceId, filter, page) => listRuns(options, workspaceId, filter, page),
    runIds: (workspaceId, filter, page) => runIds(options, workspaceId, filter, page),
    run: (workspaceId, id) => getRun(options, workspaceId, id),
    events: (workspaceId, filter, page) => listEvents(options, workspaceId, filter, page),
    event: (workspaceId, id) => getEvent(options, workspaceId, id),
    overview: (workspaceId) => getOverview(options, workspaceId),
    blocked: (workspaceId) => blockedKeys(pool, workspaceId),
    causes: (workspaceId) => listCauses(options, workspaceId),
    workflows: (workspaceId) => listWorkflows(options, workspaceId),
    workflow: (workspaceId, id) => findWorkflow(options, workspaceId, id),
    workflowsByConnection: (workspaceId) => workflowsByConnection(pool, workspaceId),
    owned: (workspaceId, kind, ids) => ownedIds(pool, workspaceId, kind, ids),
    connectionStakes: (workspaceId, id) => connectionStakes(pool, workspaceId, id),
    workspaceStakes: (workspaceId) => workspaceStakes(pool, workspaceId),
    fingerprints: (workspaceIds) => fingerprints(pool, workspaceIds),
  };
}
