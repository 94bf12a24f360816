import type { Trigger } from '#kit/connector.ts';
import { filterFields, filterSettings, matchesDocument } from './filter.ts';
import { documentOutput, signerOutput } from './output.ts';

/** One person signed. Fires for each signature. */
export const documentSigned: Trigger = {
  key: 'document.signed',
  version: 1,
  subscribes: ['sign'],
  settings: filterSettings,
  fields: filterFields,
  output: [...documentOutput, ...signerOutput],
  matches: matchesDocument,
};
