import type { Id } from '../../std/id.ts';
import type { Values } from './value.ts';

/** Where a value came from. */
export const sources = ['person', 'workflow', 'integration', 'form', 'import', 'sync'] as const;
export type Source = (typeof sources)[number];

/** Whoever writes: the kind, and which one (a person's id, a run's id, a form's). */
export interface Writer {
  source: Source;
  detail: string | null;
}

/** A record as its CRM has it now. */
export interface CrmRecord {
  id: Id;
  /** Name of its object. */
  object: string;
  /** The CRM's own id. */
  externalId: string;
  values: Values;
  /** Grows by one with every write that changed something. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
  /** The record this one was merged into. */
  mergedInto: Id | null;
}

/** One value a property had. */
export interface PastValue extends Writer {
  value: string | null;
  at: Date;
}

export const changeKinds = [
  'created',
  'changed',
  'associated',
  'dissociated',
  'archived',
  'restored',
  'merged',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One property's step from one value to another. */
export interface Change {
  property: string;
  from: string | null;
  to: string | null;
}

/** What differs between two sets of values, by name. */
export function changesBetween(before: Values, after: Values): Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .sort()
    .map((name) => ({ property: name, from: before[name] ?? null, to: after[name] ?? null }))
    .filter((change) => change.from !== change.to);
}

/** Values with a write on top; what is cleared is not there any more. */
export function valuesWith(before: Values, wanted: Record<string, string | null>): Values {
  const all = Object.entries({ ...before, ...wanted });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}
