import { property } from '../../../domain/records/property.ts';
import type { Property } from '../../../domain/records/property.ts';
import { options, owner, stamps, text } from './shared.ts';

const group = 'ticketinformation';
const enumeration = { type: 'enumeration', group } as const;

export const ticket: Property[] = [
  text('subject', 'Ticket name', { group, required: true, slot: 1 }),
  text('content', 'Ticket description', { group, fieldType: 'textarea' }),
  property({ ...enumeration, name: 'hs_pipeline', label: 'Pipeline', references: 'pipeline' }),
  property({
    ...{ ...enumeration, name: 'hs_pipeline_stage', label: 'Ticket status', references: 'stage' },
    required: true,
    slot: 2,
  }),
  property({
    ...{ ...enumeration, name: 'hs_ticket_priority', label: 'Priority', slot: 3 },
    options: options({ LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High', URGENT: 'Urgent' }),
  }),
  property({
    ...{ ...enumeration, name: 'hs_ticket_category', label: 'Category', fieldType: 'checkbox' },
    options: options({
      PRODUCT_ISSUE: 'Product issue',
      BILLING_ISSUE: 'Billing issue',
      FEATURE_REQUEST: 'Feature request',
      GENERAL_INQUIRY: 'General inquiry',
    }),
  }),
  owner(group, 4),
  ...stamps(group),
];
