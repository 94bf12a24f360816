import { z } from 'zod';
import type { Trigger } from '#kit/connector.ts';
import { contactOutput } from './settings.ts';

/** Anything about a contact changed. */
export const contactUpdated: Trigger = {
  key: 'contact.updated',
  version: 1,
  subscribes: ['crm_contact_updated'],
  settings: z.object({}),
  fields: [],
  output: contactOutput,
  matches: () => true,
};
