import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { linkFromDeal } from '../deals/people.ts';
import { contactOutput, organizationOutput, touchedContact, touchedOrganization } from '../deals/result.ts';
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
  contactEmail: required,
  contactName: optional,
  contactPhone: optional,
  phoneType,
  organizationName: optional,
  dealId: optional,
  fields: mappingRows,
});
type ContactOrder = z.output<typeof input>;

/** Creates or updates the contact with an email, and links it to a deal if one is given. */
export const contactUpsert: Action = {
  key: 'contact.upsert',
  version: 1,
  input,
  fields: [
    { key: 'contactEmail', type: 'template', required: true },
    { key: 'contactName', type: 'template' },
    { key: 'contactPhone', type: 'template' },
    phoneTypeField,
    { key: 'organizationName', type: 'template' },
    { key: 'dealId', type: 'template' },
    mappingField('contactTargets'),
  ],
  output: [...contactOutputFields, ...organizationOutputFields],
  effect: { mode: 'probe', visibilityDelayMs },
  orderBy: '{{ document.key }}',
  run: async (context: ActionContext, order: ContactOrder): Promise<ActionResult> => upsertContact(openDesk(context), order),
};

async function upsertContact(desk: Desk, order: ContactOrder): Promise<ActionResult> {
  const email = order.contactEmail.toLowerCase();
  const person = { email, name: order.contactName, phone: order.contactPhone, phoneType: order.phoneType };
  const filling = await fillingOf(desk, order.fields, order.phoneType);
  const organization =
    order.organizationName === null ? null : await settleOrganization(desk, order.organizationName, filling.organization);
  const wish = {
    fields: filling.contact,
    organizationId: organization?.organization.id ?? null,
    dealId: order.dealId,
  };
  const settled = { email, ...(await settleContact(desk, await ensureContact(desk, seek(desk.crm, person), wish), wish)) };
  if (order.dealId !== null && desk.crm.linkSide === 'deal') {
    const deal = await dealOf(desk, { dealBy: 'id', dealId: order.dealId, documentKey: null });
    await linkFromDeal(desk, deal, [settled.contact.id]);
  }
  return {
    output: { contact: contactOutput(settled), organization: organization && organizationOutput(organization) },
    terms: [email, settled.contact.id],
    touched: [touchedContact(settled), ...(organization ? [touchedOrganization(organization)] : [])],
  };
}
