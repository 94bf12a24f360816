import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';

/** Everything that can cause work. A job of a kind is handled by one room. */
export type JobKind =
  /** engine: take a run one step on. */
  | 'run.advance'
  /** intake: read a connection's changes to find what webhooks lost. */
  | 'changes.read'
  /** runs: make partitions ahead, drop and blank old ones, forget old dedupe marks. */
  | 'retention.sweep'
  /** runs: find runs that rest nowhere and give them a job. */
  | 'runs.sweep'
  /** runs: sort the search terms that wait into their index. */
  | 'terms.sort'
  /** records: a piece of a connection's mirror: a page of its first import, or what changed. */
  | 'records.mirror'
  /** all rooms: what is left of a deleted workspace. */
  | 'workspace.erase'
  /** notices: look for what people must be told. */
  | 'notices.watch'
  /** notices: send one message to one destination. */
  | 'notices.deliver';

/** Lanes do not wait for one another. */
export const allLanes = ['runs', 'webhooks', 'background', 'notices'] as const;
export type Lane = (typeof allLanes)[number];

/** A claimed job: ours while its lease holds. */
export interface Job {
  id: Id;
  lane: Lane;
  kind: JobKind;
  workspaceId: Id | null;
  runId: Id | null;
  payload: JsonObject | null;
  orderKey: string | null;
  /** Fence of the last claim that ended in good order; a gap before ours means a worker died. */
  settled: number;
  /** Raised by every claim; a result is written only by the claim that still owns it. */
  fence: number;
}

/** A job to be. */
export interface NewJob {
  id: Id;
  lane: Lane;
  kind: JobKind;
  workspaceId?: Id | null;
  runId?: Id | null;
  payload?: JsonObject | null;
  /** Milliseconds from now by database time; 0 is at once. */
  delayMs?: number;
  orderKey?: string | null;
  orderAt?: number;
  /** At most one job of a name exists. */
  name?: string | null;
}
