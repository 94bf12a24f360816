import type { Hub } from '../model/hub.ts';
import { createPipeline } from '../model/pipelines.ts';
import { createProperty } from '../model/properties.ts';
import type { AccountRow, OwnerRow } from '../model/rows.ts';
import type { FormField } from '../model/rows-beside.ts';

// Ids and probabilities of the default pipelines: HubSpot docs "Pipelines", read 2026-11, partly as usual in accounts.
const sales: [id: string, label: string, probability: string][] = [
  ['appointmentscheduled', 'Appointment Scheduled', '0.2'],
  ['qualifiedtobuy', 'Qualified To Buy', '0.4'],
  ['presentationscheduled', 'Presentation Scheduled', '0.6'],
  ['decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'],
  ['contractsent', 'Contract Sent', '0.9'],
  ['closedwon', 'Closed Won', '1.0'],
  ['closedlost', 'Closed Lost', '0.0'],
];
const renewals: typeof sales = [
  ['renewal_due', 'Due', '0.5'],
  ['renewal_offered', 'Offered', '0.7'],
  ['renewal_signing', 'Signing', '0.9'],
  ['renewal_won', 'Renewed', '1.0'],
  ['renewal_lost', 'Ended', '0.0'],
];
const support = [
  ['1', 'New', 'OPEN'],
  ['2', 'Waiting on contact', 'OPEN'],
  ['3', 'Waiting on us', 'OPEN'],
  ['4', 'Closed', 'CLOSED'],
] as const;

/** Puts an account in place: itself, its owners, pipelines, own properties. What is there stays. */
export function seedAccount(
  hub: Hub,
  account: Omit<AccountRow, 'id'>,
  owners: Pick<OwnerRow, 'ownerId' | 'userId' | 'email' | 'firstName' | 'lastName' | 'archived'>[],
): void {
  const { portalId: portal } = account;
  hub.accounts.put({ ...account, id: String(portal) });
  const now = hub.now();
  for (const owner of owners) {
    hub.owners.put({ ...owner, id: `${portal}/${owner.ownerId}`, portal, createdAt: now, updatedAt: now });
  }
  const dealStages = (stages: typeof sales) =>
    stages.map(([id, label, probability], displayOrder) => {
      const isClosed = String(probability === '1.0' || probability === '0.0');
      return { id, label, displayOrder, metadata: { probability, isClosed } };
    });
  const deals = (pipelineId: string, label: string, stages: typeof sales, displayOrder: number) =>
    createPipeline(hub, portal, '0-3', { pipelineId, label, displayOrder, stages: dealStages(stages) });
  deals('default', 'Sales Pipeline', sales, 0);
  deals('renewals', 'Renewals', renewals, 1);
  createPipeline(hub, portal, '0-5', {
    pipelineId: '0',
    label: 'Support Pipeline',
    displayOrder: 0,
    stages: support.map(([id, label, ticketState], displayOrder) => {
      return {
        id,
        label,
        displayOrder,
        metadata: { ticketState, isClosed: String(ticketState === 'CLOSED') },
      };
    }),
  });
  seedProperties(hub, portal);
}

function seedProperties(hub: Hub, portal: number): void {
  createProperty(hub, portal, '0-1', 'customer_number', {
    label: 'Customer number',
    type: 'string',
    fieldType: 'text',
    groupName: 'contactinformation',
    hasUniqueValue: true,
  });
  createProperty(hub, portal, '0-1', 'interests', {
    label: 'Interests',
    type: 'enumeration',
    fieldType: 'checkbox',
    groupName: 'contactinformation',
    formField: true,
    options: ['Signatures', 'Templates', 'Workflows', 'Reports'].map((label) => ({
      label,
      value: label.toLowerCase(),
    })),
  });
  createProperty(hub, portal, '0-3', 'contract_start', {
    label: 'Contract start',
    type: 'date',
    fieldType: 'date',
    groupName: 'dealinformation',
  });
}

const text = (name: string, label: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label,
  fieldType: 'single_line_text',
  required: false,
  hidden: false,
  defaultValue: '',
  options: [],
  ...more,
});

/** The two forms of the demo account. */
export function seedForms(hub: Hub, portal: number, guids: { demo: string; newsletter: string }): void {
  const now = hub.now();
  const times = { createdAt: now, updatedAt: now };
  const email = text('email', 'E-mail', { fieldType: 'email', required: true });
  const put = (guid: string, name: string, thanks: string, fields: FormField[]) =>
    hub.forms.put({ id: `${portal}/${guid}`, portal, guid, name, thanks, fields, ...times });
  put(guids.demo, 'Request a demo', 'Thanks for your message. We call you within a day.', [
    email,
    text('firstname', 'First name', { required: true }),
    text('lastname', 'Last name'),
    text('company', 'Company'),
    text('message', 'What would you like to see?', { fieldType: 'multi_line_text' }),
    text('website', 'Source', { hidden: true, defaultValue: 'https://www.example.com' }),
  ]);
  put(guids.newsletter, 'Newsletter', 'You are on the list.', [email, text('firstname', 'First name')]);
}
