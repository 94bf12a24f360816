import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { Lane } from './job.ts';
import type { AttemptStatus, Reason, RunStatus } from './status.ts';

/** A fact as it is stored. */
export interface NewEvent {
  id: Id;
  workspaceId: Id;
  /** The connection it came from. */
  sourceId: Id;
  /** Of the fact's dedupe key; equal hashes of one source are one event. */
  hash: Buffer;
  trigger: string | null;
  via: EventVia;
  /** Which fact of the body this is. */
  part: number;
  /** Milliseconds since the epoch, by our clock. */
  receivedAt: number;
  title: string | null;
  occurredAt: number | null;
  outcome: EventOutcome;
  headers: Record<string, string> | null;
  /** As received, with the vendor's secrets masked. */
  body: Buffer;
}
export type EventVia = 'webhook' | 'changes' | 'backfill' | 'manual';
export type EventOutcome = 'recognized' | 'ignored' | 'unrecognized';

/** A run to be, with the job that will take its first step. */
export interface NewRun {
  id: Id;
  eventId: Id;
  workspaceId: Id;
  workflowId: Id;
  versionId: Id;
  repeats: Id | null;
  jobId: Id;
  lane: Lane;
  orderKey: string | null;
  orderAt: number;
  /** Business values to find it by, folded. */
  words: string[];
}

/** One try of a step, as recorded. Times in milliseconds since the epoch. */
export interface AttemptRecord {
  step: string;
  n: number;
  status: AttemptStatus;
  trigger: 'scheduled' | 'manual';
  /** `<connector>/<action key>` */
  action: string;
  connectionId: Id | null;
  error: Reason | null;
  http: number | null;
  startedAt: number;
  ms: number | null;
  nextAt: number | null;
  /** JSON of `{input, notes, touched, calls}`; secrets already masked. */
  detail: Buffer | null;
  output: JsonObject | null;
}

/** What a claimed job came to. Written in one statement, and only if the claim still holds. */
export interface Result {
  job: Id;
  fence: number;
  runId: Id;
  workspaceId: Id;
  attempt: AttemptRecord | null;
  /** Where the run stands now; null leaves it (the same claim goes on with the next step). */
  status: RunStatus | null;
  reason: Reason | null;
  /** For `waiting`: how long until the next attempt, milliseconds. */
  delayMs: number;
  /** More business values to find it by, folded. */
  words: string[] | null;
  /** Whether the run stood in `attention` before (waiting, parked or failed). */
  hadAttention: boolean;
}
