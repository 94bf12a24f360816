/**
 * What reading the history gives, in the words of the API: ids with their prefix, times in ISO 8601 UTC, codes instead of
 * prose. `api/contract.ts` hands these types on to the console.
 */
import type { Call, CapturedBody } from '../domain/call.ts';
import type { AttemptStatus, Reason, RunStatus, WorkflowStatus } from '../domain/status.ts';
import type { Definition } from '../domain/workflow.ts';
import type { JsonObject } from '../std/json.ts';

export type { Call, CapturedBody };

/** A page of a list, newest first. `cursor` asks for the next one; null at the end. */
export interface Page<Item> {
  items: Item[];
  cursor: string | null;
}

export interface ConnectionRef {
  id: string;
  name: string;
  connector: string;
  environmentKind: 'live' | 'sandbox' | 'emulator';
}

export interface Home {
  workflows: { published: number; paused: number; draft: number };
  attention: number;
  /** Runs of the last 24 hours, one entry an hour, oldest first. */
  hours: { hour: string; completed: number; failed: number; waiting: number; other: number }[];
  sources: {
    connection: ConnectionRef;
    completeUpTo: string | null;
    checkedAt: string | null;
    foundLate: number;
  }[];
  /** Whether vendors can reach us, or polling does the work. */
  reachable: boolean;
  emulators: { key: string; name: string; url: string }[];
}

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

/** Runs that failed or wait for a decision for one reason in one workflow. */
export interface Cause {
  /** Why, as in `Reason`. */
  code: string;
  status: 'failed' | 'parked';
  workflow: { id: string; name: string };
  /** The account whose mending they wait for. */
  connection: ConnectionRef | null;
  count: number;
  /** When the first of them came to rest. */
  since: string;
  /** The newest of them. */
  samples: RunSummary[];
}

export interface Run extends RunSummary {
  version: { id: string; number: number };
  event: EventDetail;
  data: JsonObject;
  definition: Definition;
  steps: RunStep[];
  repeats: string | null;
  repeatedBy: string[];
  /** Another run or a blocked key that this one waits behind. */
  waitsFor: { runId: string; title: string } | null;
  /** For `parked`: what a person can choose. */
  decision: {
    code: string;
    params: JsonObject;
    candidates: { id: string; title: string; url?: string }[];
    choices: Choice[];
  } | null;
  /** What people did with it, oldest first. */
  actions: RunAction[];
}
export interface RunAction {
  at: string;
  action: 'retry' | 'retry_from' | 'repeat' | 'cancel' | 'decide' | 'skip' | 'resume';
  /** `retry_from`: stepId. `decide`: choice, externalId. `repeat`: as, the new run, or of, the run repeated. `resume`: connection. */
  params: JsonObject;
  /** `hub`: it happened by itself. */
  by: { kind: 'person' | 'key' | 'hub'; name: string | null };
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
export interface EventDetail extends EventSummary {
  /** As received, sensitive values masked; null when retention blanked it. */
  body: string | null;
  headers: Record<string, string> | null;
  /** What the body says, as templates see it; null when it says nothing we know. */
  data: JsonObject | null;
}

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
  /** Words people sort by. */
  tags: string[];
  /** Runs begun in the last 24 hours; counting ends at 10,000. */
  day: { completed: number; failed: number; waiting: number; total: number };
}
