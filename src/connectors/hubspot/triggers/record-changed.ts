import type { Trigger } from '#kit/connector.ts';
import { changeNames } from '../subscriptions.ts';
import { changeOutput, matching, objectField, recordOutput, textSettings } from './settings.ts';

/** A property of a record has another value. HubSpot tells of the properties that were subscribed to. */
export const recordChanged: Trigger = {
  key: 'record.changed',
  version: 1,
  subscribes: changeNames,
  settings: textSettings(['object', 'property', 'value']),
  fields: [
    { ...objectField, clears: ['property'] },
    { key: 'property', type: 'select', options: { from: 'properties', dependsOn: ['object'] } },
    { key: 'value', type: 'text' },
  ],
  output: [...recordOutput, ...changeOutput],
  matches: matching({ object: 'record.object', property: 'change.property', value: 'change.value' }),
};
