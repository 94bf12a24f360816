import type { Trigger } from '#kit/connector.ts';
import { filterFields, filterSettings, matchesDocument } from './filter.ts';
import { documentOutput, signerOutput } from './output.ts';

/** Everybody has signed, or a person finished the document. Fires once; `signer` is whoever signed last. */
export const documentCompleted: Trigger = {
  key: 'document.completed',
  version: 1,
  subscribes: ['auto_close', 'close', 'document_closed'],
  settings: filterSettings,
  fields: filterFields,
  output: [...documentOutput, ...signerOutput],
  matches: matchesDocument,
};
