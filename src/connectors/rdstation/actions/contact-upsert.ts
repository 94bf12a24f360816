import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { linkFromDeal } from '../deals/people.ts';
import {
  contactOutput,
  noOrganization,
  organizationOutput,
  touchedContact,
  touchedOrganization,
} from '../deals/result.ts';
import type { Desk } from '../desk.ts';
import { openDesk } from '../desk.ts';
import { fillingOf, mappingRows } from '../mapping/fields.ts';
import { dealOf } from '../deals/reference.ts';
import { ensureContact, settleContact } from '../people/contact.ts';
import { settleOrganization } from '../people/organization.ts';
import { seek } from '../people/person.ts';
import { contactOutputFields, organizationOutputFields } from './deal-upsert-form.ts';
import { mappingField, optional, phoneType, phoneTypeField, required } from './input.ts';
import { visibilityDelayMs } from './visibility.ts';

const input = z.object({
  contact_email: required,
  contact_name: optional,
  contact_phone: optional,
  phone_type: phoneType,
  organization_name: optional,
  deal_id: optional,
  fields: mappingRows,
});
type ContactOrder = z.output<typeof input>;

/** Creates or updates the contact with an email, and links it to a deal if one is given. */
export const contactUpsert: Action = {
  key: 'contact.upsert',
  version: 1,
  input,
  fields: [
    { key: 'contact_email', type: 'template', required: true },
    { key: 'contact_name', type: 'template' },
    { key: 'contact_phone', type: 'template' },
    phoneTypeField,
    { key: 'organization_name', type: 'template' },
    { key: 'deal_id', type: 'template' },
    mappingField('contactTargets'),
  ],
  output: [...contactOutputFields, ...organizationOutputFields],
  effect: { mode: 'probe', visibilityDelayMs },
  orderBy: '{{ document.key }}',
  run: async (context: ActionContext, order: ContactOrder): Promise<ActionResult> =>
    upsertContact(openDesk(context), order),
};

async function upsertContact(desk: Desk, order: ContactOrder): Promise<ActionResult> {
  const email = order.contact_email.toLowerCase();
  const person = { email, name: order.contact_name, phone: order.contact_phone, phoneType: order.phone_type };
  const filling = await fillingOf(desk, order.fields, order.phone_type);
  const organization =
    order.organization_name === null
      ? null
      : await settleOrganization(desk, order.organization_name, filling.organization);
  const wish = {
    fields: filling.contact,
    organizationId: organization?.organization.id ?? null,
    dealId: order.deal_id,
  };
  const settled = {
    email,
    ...(await settleContact(desk, await ensureContact(desk, seek(desk.crm, person), wish), wish)),
  };
  if (order.deal_id !== null && desk.crm.linkSide === 'deal') {
    const deal = await dealOf(desk, { deal_by: 'id', deal_id: order.deal_id, document_key: null });
    await linkFromDeal(desk, deal, [settled.contact.id]);
  }
  return {
    output: {
      contact: contactOutput(settled),
      organization: organization ? organizationOutput(organization) : noOrganization,
    },
    terms: [email, settled.contact.id],
    touched: [touchedContact(settled), ...(organization ? [touchedOrganization(organization)] : [])],
  };
}
