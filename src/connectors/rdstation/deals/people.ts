import type { Ensured } from '#kit/effects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { namesOf, dealDifference } from '../change.ts';
import type { Desk } from '../desk.ts';
import type { ContactOutcome, ContactWish } from '../people/contact.ts';
import { ensureContact, settleContact } from '../people/contact.ts';
import type { Contact, Deal } from '../port.ts';
import type { DealPlan } from './plan.ts';

/** A deal's contacts: found or created, and linked to it. */

/** What became of one of the people. */
export interface LinkedContact {
  contact: Contact;
  email: string;
  outcome: ContactOutcome;
}

/**
 * Contacts that must exist before the deal, because this API writes the link with the deal (v2). None where the
 * contact carries the link (v1): there a new contact is born linked, in one call.
 */
export async function contactsBefore(
  desk: Desk,
  plan: DealPlan,
  organizationId: string | null,
): Promise<Ensured<Contact>[]> {
  if (desk.crm.linkSide === 'contact') return [];
  const contacts: Ensured<Contact>[] = [];
  for (const [index, sought] of plan.people.entries()) {
    contacts.push(await ensureContact(desk, sought, wishOf(plan, index, organizationId, null)));
  }
  return contacts;
}

/** Every person's contact, as wished and linked to the deal. */
export async function linkContacts(
  desk: Desk,
  plan: DealPlan,
  deal: Deal,
  organizationId: string | null,
  before: Ensured<Contact>[],
): Promise<LinkedContact[]> {
  const linked: LinkedContact[] = [];
  for (const [index, sought] of plan.people.entries()) {
    const wish = wishOf(plan, index, organizationId, deal.id);
    const ensured = before[index] ?? (await ensureContact(desk, sought, wish));
    linked.push({ email: sought.person.email, ...(await settleContact(desk, ensured, wish)) });
  }
  if (desk.crm.linkSide === 'deal') {
    await linkFromDeal(
      desk,
      deal,
      linked.map((one) => one.contact.id),
    );
  }
  return linked;
}

/** Adds contacts to a deal's list; read afresh, because the list is written as a whole. */
export async function linkFromDeal(desk: Desk, deal: Deal, contactIds: string[]): Promise<void> {
  if (contactIds.every((id) => deal.contactIds?.includes(id))) return;
  await desk.context.effects.exclusively('deal', deal.id, async () => {
    const fresh = await desk.crm.getDeal(deal.id);
    if (!fresh) throw new VendorError('not_found', `The deal ${deal.id} is not in RD Station CRM any more.`);
    const linked = fresh.contactIds ?? [];
    const added = contactIds.filter((id) => !linked.includes(id));
    if (added.length === 0) return;
    const fields = { contactIds: [...linked, ...added] };
    const missing = namesOf(dealDifference(await desk.crm.updateDeal(deal.id, fields), fields));
    if (missing.length > 0) desk.note('fields_ignored', { object: 'deal', fields: missing });
  });
}

/** Mapped contact fields belong to the first person; the others get name, phone and organization of their own. */
function wishOf(
  plan: DealPlan,
  index: number,
  organizationId: string | null,
  dealId: string | null,
): ContactWish {
  return { fields: index === 0 ? plan.filling.contact : {}, organizationId, dealId };
}
