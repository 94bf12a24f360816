import type { Trigger } from '#kit/connector.ts';
import { changeOutput, matching, recordOutput, textSettings } from './settings.ts';

/** A contact reached a lifecycle stage. Stages of the account's own have numbers as names. */
export const contactLifecycleChanged: Trigger = {
  key: 'contact.lifecycle_changed',
  version: 1,
  subscribes: ['contact.propertyChange:lifecyclestage'],
  settings: textSettings(['stage']),
  fields: [{ key: 'stage', type: 'select', options: { from: 'lifecycleStages' } }],
  output: [
    { path: 'contact.id', type: 'text', sample: '33451' },
    { path: 'contact.lifecycle_stage', type: 'text', sample: 'customer' },
    ...recordOutput,
    ...changeOutput,
  ],
  matches: matching({ stage: 'contact.lifecycle_stage' }),
};
