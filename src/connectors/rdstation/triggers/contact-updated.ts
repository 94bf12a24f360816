import { z } from 'zod';
import type { Trigger } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';
import { contactOutput } from './settings.ts';

/** Anything about a contact changed. */
export const contactUpdated: Trigger = {
  key: 'contact.updated',
  version: 1,
  subscribes: ['crm_contact_updated'],
  settings: z.object({}) as unknown as z.ZodType<JsonObject>,
  fields: [],
  output: contactOutput,
  matches: () => true,
};
