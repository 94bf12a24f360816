import type { Trigger } from '#kit/connector.ts';
import { eventNames } from '../subscriptions.ts';
import { matching, objectField, recordOutput, textSettings } from './settings.ts';

const aboutRecord = {
  version: 1,
  settings: textSettings(['object']),
  fields: [objectField],
  output: recordOutput,
  matches: matching({ object: 'record.object' }),
};

/** A record was moved to the recycle bin, from which it can be taken for 90 days. */
export const recordDeleted: Trigger = {
  ...aboutRecord,
  key: 'record.deleted',
  subscribes: eventNames('deletion'),
};

/** A record came back from the recycle bin. */
export const recordRestored: Trigger = {
  ...aboutRecord,
  key: 'record.restored',
  subscribes: eventNames('restore'),
};

/** Records became one; what is left may have a new id. */
export const recordMerged: Trigger = {
  ...aboutRecord,
  key: 'record.merged',
  subscribes: eventNames('merge'),
  output: [
    ...recordOutput,
    { path: 'merge.primary_id', type: 'text', sample: '33451' },
    { path: 'merge.merged_ids', type: 'list', sample: ['33470'] },
    { path: 'merge.new_id', type: 'text', sample: '33451' },
  ],
};

/** Two records were associated, or are not any more. */
export const recordAssociated: Trigger = {
  ...aboutRecord,
  key: 'record.associated',
  subscribes: eventNames('associationChange'),
  output: [
    ...recordOutput,
    { path: 'association.type', type: 'text', sample: 'CONTACT_TO_COMPANY' },
    { path: 'association.to_id', type: 'text', sample: '7001' },
    { path: 'association.removed', type: 'boolean', sample: false },
    { path: 'association.primary', type: 'boolean', sample: false },
  ],
};

/** A contact was deleted for privacy: whatever is kept of it must go as well. */
export const contactErased: Trigger = {
  ...aboutRecord,
  key: 'contact.erased',
  subscribes: ['contact.privacyDeletion'],
  settings: textSettings([]),
  fields: [],
  matches: () => true,
};
