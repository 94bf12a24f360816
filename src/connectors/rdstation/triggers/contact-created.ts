import { z } from 'zod';
import type { Trigger } from '#kit/connector.ts';
import { contactOutput } from './settings.ts';

/** A contact was made. */
export const contactCreated: Trigger = {
  key: 'contact.created',
  version: 1,
  subscribes: ['crm_contact_created'],
  settings: z.object({}),
  fields: [],
  output: contactOutput,
  matches: () => true,
};
