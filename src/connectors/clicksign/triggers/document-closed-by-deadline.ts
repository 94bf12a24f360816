import type { Trigger } from '#kit/connector.ts';
import { filterFields, filterSettings, matchesDocument } from './filter.ts';
import { documentOutput, signerOutput } from './output.ts';

/** The deadline closed a document that only some had signed. */
export const documentClosedByDeadline: Trigger = {
  key: 'document.closed_by_deadline',
  version: 1,
  subscribes: ['deadline', 'document_closed'],
  settings: filterSettings,
  fields: filterFields,
  output: [...documentOutput, ...signerOutput],
  matches: matchesDocument,
};
