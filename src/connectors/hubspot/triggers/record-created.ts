import type { Trigger } from '#kit/connector.ts';
import { eventNames } from '../subscriptions.ts';
import { matching, objectField, recordOutput, textSettings } from './settings.ts';

/** A contact, company, deal or ticket was made. */
export const recordCreated: Trigger = {
  key: 'record.created',
  version: 1,
  subscribes: eventNames('creation'),
  settings: textSettings(['object']),
  fields: [objectField],
  output: recordOutput,
  matches: matching({ object: 'record.object' }),
};
