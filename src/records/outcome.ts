import type { CrmRecord } from '../domain/records/record.ts';
import type { GivenValues } from '../domain/records/value.ts';
import type { AppError } from '../std/errors.ts';
import type { Id } from '../std/id.ts';

/** How a record is named: by our id, by the CRM's own, or by a unique property. */
export type RecordRef = { id: Id } | { externalId: string } | { property: string; value: string };

/** Something a write did not do as asked, although it is no error. */
export interface Warning {
  /** `kept_forward`: the property only moves forward; clear it first. */
  code: 'kept_forward';
  property: string;
  /** What it is still. */
  value: string;
  wanted: string;
}

export interface Written {
  record: CrmRecord;
  did: 'created' | 'updated' | 'unchanged' | 'archived' | 'restored';
  warnings: Warning[];
}

/** What became of one input of a batch. */
export type Outcome = Written | { error: AppError };

export interface CreateInput {
  values: GivenValues;
}

export interface UpdateInput {
  ref: RecordRef;
  values: GivenValues;
  /** For each property the value its writer saw; null for none. Another one now: nothing is written. */
  was?: Record<string, string | null> | undefined;
}

export interface UpsertInput {
  /** Value of the unique property that the record is known by. */
  value: string;
  values: GivenValues;
}

/** The one outcome of a batch of one. Throws its error. */
export function only(outcomes: Outcome[]): Written {
  const [outcome] = outcomes;
  if (!outcome) throw new Error('a write gave no outcome');
  if ('error' in outcome) throw outcome.error;
  return outcome;
}
