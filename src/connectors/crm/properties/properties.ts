import type { Property } from '../../../domain/records/property.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';
import { deal } from './deal.ts';
import { lineItem, note, task } from './small.ts';
import { ticket } from './ticket.ts';

/** HubSpot's standard properties that people use, by object (HubSpot docs "Default properties", read 2026-11). */
export const properties: Record<string, Property[]> = {
  contact,
  company,
  deal,
  ticket,
  line_item: lineItem,
  note,
  task,
};
