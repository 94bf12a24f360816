import { property } from '../../../domain/records/property.ts';
import type { Property } from '../../../domain/records/property.ts';
import { options, owner, stamps, text } from './shared.ts';

const item = 'lineiteminformation';

export const lineItem: Property[] = [
  text('name', 'Name', { group: item, required: true, slot: 1 }),
  text('hs_sku', 'SKU', { group: item, slot: 2 }),
  text('description', 'Description', { group: item, fieldType: 'textarea' }),
  property({ name: 'quantity', label: 'Quantity', type: 'number', group: item }),
  property({ name: 'price', label: 'Unit price', type: 'number', group: item, slot: 3 }),
  property({ name: 'amount', label: 'Net price', type: 'number', group: item }),
  ...stamps(item),
];

const engagement = 'engagement';
const timestamp = property({
  ...{ name: 'hs_timestamp', label: 'Activity date', type: 'datetime', group: engagement },
  ...{ required: true, slot: 1 },
});

export const note: Property[] = [
  timestamp,
  text('hs_note_body', 'Note', { group: engagement, fieldType: 'html' }),
  owner(engagement, 2),
  ...stamps(engagement),
];

export const task: Property[] = [
  timestamp,
  text('hs_task_subject', 'Task title', { group: engagement, required: true, slot: 3 }),
  text('hs_task_body', 'Notes', { group: engagement, fieldType: 'html' }),
  property({
    ...{ name: 'hs_task_status', label: 'Status', type: 'enumeration', group: engagement, slot: 4 },
    options: options({
      NOT_STARTED: 'Not started',
      IN_PROGRESS: 'In progress',
      WAITING: 'Waiting',
      COMPLETED: 'Completed',
      DEFERRED: 'Deferred',
    }),
  }),
  property({
    ...{ name: 'hs_task_priority', label: 'Priority', type: 'enumeration', group: engagement },
    options: options({ NONE: 'None', LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' }),
  }),
  property({
    ...{ name: 'hs_task_type', label: 'Type', type: 'enumeration', group: engagement },
    options: options({ TODO: 'To-do', CALL: 'Call', EMAIL: 'Email' }),
  }),
  owner(engagement, 2),
  ...stamps(engagement),
];
