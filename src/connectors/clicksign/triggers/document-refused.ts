import type { Trigger } from '#kit/connector.ts';
import { filterFields, filterSettings, matchesDocument } from './filter.ts';
import { documentOutput, signerOutput } from './output.ts';

/** A signer refused to sign. */
export const documentRefused: Trigger = {
  key: 'document.refused',
  version: 1,
  subscribes: ['refusal'],
  settings: filterSettings,
  fields: filterFields,
  output: [
    ...documentOutput,
    ...signerOutput.filter((field) => field.path !== 'signer.signed_at'),
    { path: 'refusal.reasons', type: 'list', sample: ['O valor está errado'] },
    { path: 'refusal.comment', type: 'text', sample: 'O combinado eram 12 parcelas.' },
  ],
  matches: matchesDocument,
};
