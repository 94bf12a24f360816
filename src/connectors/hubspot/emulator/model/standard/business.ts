import type { Property } from '../rows.ts';
import { standardProperty, systemProperties } from './define.ts';

const d = 'dealinformation';
/** Standard properties of deals. */
export const dealProperties: Property[] = [
  standardProperty(d, 'dealname', 'Deal Name', 'string/text'),
  standardProperty(d, 'amount', 'Amount', 'number/number'),
  standardProperty(d, 'closedate', 'Close Date', 'datetime/date'),
  standardProperty(d, 'pipeline', 'Pipeline', 'enumeration/select', { externalOptions: 'PIPELINE' }),
  standardProperty(d, 'dealstage', 'Deal Stage', 'enumeration/radio', { externalOptions: 'STAGE' }),
  standardProperty(d, 'dealtype', 'Deal Type', 'enumeration/radio', {
    options: [
      ['newbusiness', 'New Business'],
      ['existingbusiness', 'Existing Business'],
    ],
  }),
  standardProperty(d, 'description', 'Deal Description', 'string/textarea'),
  standardProperty(d, 'hs_priority', 'Priority', 'enumeration/select', {
    options: [
      ['low', 'Low'],
      ['medium', 'Medium'],
      ['high', 'High'],
    ],
  }),
  standardProperty(d, 'deal_currency_code', 'Currency', 'enumeration/select', {
    options: [
      ['SEK', 'SEK'],
      ['NOK', 'NOK'],
      ['EUR', 'EUR'],
      ['BRL', 'BRL'],
      ['USD', 'USD'],
    ],
  }),
  standardProperty(d, 'closed_lost_reason', 'Closed Lost Reason', 'string/textarea'),
  standardProperty(d, 'closed_won_reason', 'Closed Won Reason', 'string/textarea'),
  standardProperty(d, 'hs_is_closed', 'Is Deal Closed?', 'bool/booleancheckbox', { readOnlyValue: true }),
  standardProperty(d, 'hs_is_closed_won', 'Is Closed Won', 'bool/booleancheckbox', { readOnlyValue: true }),
  standardProperty(d, 'hs_deal_stage_probability', 'Deal probability', 'number/number', {
    readOnlyValue: true,
  }),
  ...systemProperties(d, 'hs_lastmodifieddate'),
];

const t = 'ticketinformation';
/** Standard properties of tickets. */
export const ticketProperties: Property[] = [
  standardProperty(t, 'subject', 'Ticket name', 'string/text'),
  standardProperty(t, 'content', 'Ticket description', 'string/textarea'),
  standardProperty(t, 'hs_pipeline', 'Pipeline', 'enumeration/select', { externalOptions: 'PIPELINE' }),
  standardProperty(t, 'hs_pipeline_stage', 'Ticket status', 'enumeration/select', {
    externalOptions: 'STAGE',
  }),
  standardProperty(t, 'hs_ticket_priority', 'Priority', 'enumeration/select', {
    options: [
      ['LOW', 'Low'],
      ['MEDIUM', 'Medium'],
      ['HIGH', 'High'],
      ['URGENT', 'Urgent'],
    ],
  }),
  standardProperty(t, 'hs_ticket_category', 'Category', 'enumeration/checkbox', {
    options: [
      ['PRODUCT_ISSUE', 'Product Issue'],
      ['BILLING_ISSUE', 'Billing Issue'],
      ['FEATURE_REQUEST', 'Feature Request'],
      ['GENERAL_INQUIRY', 'General Inquiry'],
    ],
  }),
  standardProperty(t, 'source_type', 'Source', 'enumeration/select', {
    options: [
      ['CHAT', 'Chat'],
      ['EMAIL', 'Email'],
      ['FORM', 'Form'],
      ['PHONE', 'Phone'],
    ],
  }),
  standardProperty(t, 'closed_date', 'Close date', 'datetime/date', { readOnlyValue: true }),
  ...systemProperties(t, 'hs_lastmodifieddate'),
];

const p = 'productinformation';
/** Standard properties of products. */
export const productProperties: Property[] = [
  standardProperty(p, 'name', 'Name', 'string/text'),
  standardProperty(p, 'description', 'Product description', 'string/textarea'),
  standardProperty(p, 'price', 'Unit price', 'number/number'),
  standardProperty(p, 'hs_sku', 'SKU', 'string/text'),
  ...systemProperties(p, 'hs_lastmodifieddate'),
];

const l = 'lineiteminformation';
/** Standard properties of line items. */
export const lineItemProperties: Property[] = [
  standardProperty(l, 'name', 'Name', 'string/text'),
  standardProperty(l, 'description', 'Description', 'string/textarea'),
  standardProperty(l, 'quantity', 'Quantity', 'number/number'),
  standardProperty(l, 'price', 'Unit price', 'number/number'),
  standardProperty(l, 'discount', 'Unit discount', 'number/number'),
  standardProperty(l, 'amount', 'Net price', 'number/number'),
  standardProperty(l, 'hs_product_id', 'Product ID', 'string/text'),
  standardProperty(l, 'hs_sku', 'SKU', 'string/text'),
  standardProperty(l, 'hs_position_on_quote', 'Position', 'number/number'),
  ...systemProperties(l, 'hs_lastmodifieddate'),
];

const n = 'engagement';
/** Standard properties of notes. */
export const noteProperties: Property[] = [
  standardProperty(n, 'hs_timestamp', 'Activity date', 'datetime/date'),
  standardProperty(n, 'hs_note_body', 'Note body', 'string/html'),
  standardProperty(n, 'hs_attachment_ids', 'Attached file IDs', 'string/text'),
  ...systemProperties(n, 'hs_lastmodifieddate'),
];

/** Standard properties of tasks. */
export const taskProperties: Property[] = [
  standardProperty(n, 'hs_timestamp', 'Due date', 'datetime/date'),
  standardProperty(n, 'hs_task_subject', 'Task Title', 'string/text'),
  standardProperty(n, 'hs_task_body', 'Task Notes', 'string/html'),
  standardProperty(n, 'hs_task_status', 'Task Status', 'enumeration/select', {
    options: [
      ['NOT_STARTED', 'Not started'],
      ['IN_PROGRESS', 'In progress'],
      ['WAITING', 'Waiting'],
      ['DEFERRED', 'Deferred'],
      ['COMPLETED', 'Completed'],
    ],
  }),
  standardProperty(n, 'hs_task_priority', 'Priority', 'enumeration/select', {
    options: [
      ['NONE', 'None'],
      ['LOW', 'Low'],
      ['MEDIUM', 'Medium'],
      ['HIGH', 'High'],
    ],
  }),
  standardProperty(n, 'hs_task_type', 'Task Type', 'enumeration/select', {
    options: [
      ['TODO', 'To do'],
      ['EMAIL', 'Email'],
      ['CALL', 'Call'],
    ],
  }),
  ...systemProperties(n, 'hs_lastmodifieddate'),
];
