import type { Trigger } from '#kit/connector.ts';
import { filterFields, filterSettings, matchesDocument } from './filter.ts';
import { documentOutput } from './output.ts';

/** The document was canceled by hand, or its deadline passed without a signature (`reason` tells). */
export const documentCanceled: Trigger = {
  key: 'document.canceled',
  version: 1,
  subscribes: ['cancel', 'deadline'],
  settings: filterSettings,
  fields: filterFields,
  output: [...documentOutput, { path: 'reason', type: 'text', sample: 'manual' }],
  matches: matchesDocument,
};
