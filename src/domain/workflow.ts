import type { JsonObject } from '../std/json.ts';
import type { RetryPolicy } from '../std/backoff.ts';
import type { FilterGroup } from './filter.ts';

/**
 * What a workflow does: a trigger, filters, and a graph of steps. Stored as JSON under a schema number, with
 * upgraders in `catalog/`; a run keeps the version it started with.
 */
export interface Definition {
  schema: 1;
  trigger: TriggerUse;
  /** Null lets every event through. */
  filters: FilterGroup | null;
  /** Id of the first step. */
  start: string;
  steps: Record<string, Step>;
}

export interface TriggerUse {
  connector: string;
  connectionId: string;
  /** `document.signed` */
  key: string;
  version: number;
  settings: JsonObject;
}

export type Step = ActionStep | EndStep;

export interface ActionStep {
  kind: 'action';
  connector: string;
  /** Null for actions that need no account (`webhook.send`). */
  connectionId: string | null;
  key: string;
  version: number;
  /** Templates over the trigger's data and earlier outputs. */
  input: JsonObject;
  /** Template; runs with one order key go one at a time. Null: in parallel. */
  orderBy: string | null;
  retry?: RetryPolicy;
  /** Id of the next step; null ends the run. */
  next: string | null;
}

export interface EndStep {
  kind: 'end';
}
