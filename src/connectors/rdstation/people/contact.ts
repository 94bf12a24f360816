import { VendorError } from '#kit/vendor-error.ts';
import type { Ensured, Found, ProbeHint } from '#kit/effects.ts';
import { contactDifference, namesOf } from '../change.ts';
import type { Desk } from '../desk.ts';
import type { Contact, ContactFields } from '../port.ts';
import type { Sought } from './person.ts';
import { newContactFields } from './person.ts';

/** What is to be true of a contact besides its email. */
export interface ContactWish {
  /** Overwrites what the contact has (mapped by the user). */
  fields: ContactFields;
  /** Fills only what is empty. */
  organizationId: string | null;
  /** The deal to be linked to, where the link is written with the contact. */
  dealId: string | null;
}

export type ContactOutcome = 'created' | 'updated' | 'unchanged';

/**
 * The contact with a person's email, found or created. Of several the newest updated is taken, and a note says so.
 * Never goes through `contacts[]` of a new deal: that makes a second copy of a contact that exists.
 */
export function ensureContact(desk: Desk, sought: Sought, wish: ContactWish): Promise<Ensured<Contact>> {
  const { crm } = desk;
  const { person } = sought;
  return desk.context.effects.ensure<Contact>({
    object: 'contact',
    match: person.email,
    find: async (hint) => found(desk, sought, hint),
    async create() {
      const contact = await crm.createContact({ ...newContactFields(person), ...given(crm.linkSide, wish) });
      return { id: contact.id, value: contact };
    },
    async read(id) {
      const known = sought.seen() ? (await sought.found()).find((contact) => contact.id === id) : undefined;
      const contact = known ?? (await crm.getContact(id));
      // A contact that got another email is somebody else now.
      return contact?.emails.includes(person.email) ? contact : null;
    },
  });
}

async function found(desk: Desk, sought: Sought, hint: ProbeHint): Promise<Found<Contact>> {
  const contacts = await (hint.since === null ? sought.found() : sought.foundNow());
  const [newest, ...others] = contacts;
  if (!newest) return { kind: 'none' };
  if (others.length > 0) {
    desk.note('contact_several', {
      email: sought.person.email,
      chosen: newest.id,
      others: others.map((one) => one.id),
    });
  }
  return { kind: 'one', id: newest.id, value: newest };
}

function given(linkSide: 'contact' | 'deal', wish: ContactWish): ContactFields {
  return {
    ...wish.fields,
    ...(wish.organizationId ? { organizationId: wish.organizationId } : {}),
    ...(wish.dealId && linkSide === 'contact' ? { dealIds: [wish.dealId] } : {}),
  };
}

/** Makes an existing contact as wished, writing only what differs; says what it came to. */
export async function settleContact(
  desk: Desk,
  ensured: Ensured<Contact>,
  wish: ContactWish,
): Promise<{ contact: Contact; outcome: ContactOutcome }> {
  const contact = ensured.value;
  const created = ensured.outcome === 'created';
  const missing = lacking(desk, contact, wish);
  if (created) tellIgnored(desk, missing);
  if (created || namesOf(missing).length === 0) {
    return { contact, outcome: created ? 'created' : 'unchanged' };
  }
  return desk.context.effects.exclusively('contact', contact.id, () => updateContact(desk, contact.id, wish));
}

/** Reads the contact afresh, because `deal_ids` is written as a whole and another run may just have added to it. */
async function updateContact(desk: Desk, id: string, wish: ContactWish) {
  const fresh = await desk.crm.getContact(id);
  if (!fresh) throw new VendorError('not_found', `The contact ${id} is not in RD Station CRM any more.`);
  const missing = lacking(desk, fresh, wish);
  if (namesOf(missing).length === 0) return { contact: fresh, outcome: 'unchanged' as const };
  const deals = fresh.deals?.map((deal) => deal.id) ?? [];
  const fields = missing.dealIds ? { ...missing, dealIds: [...deals, ...missing.dealIds] } : missing;
  const contact = await desk.crm.updateContact(id, fields);
  tellIgnored(desk, contactDifference(contact, fields));
  return { contact, outcome: 'updated' as const };
}

function lacking(desk: Desk, contact: Contact, wish: ContactWish): ContactFields {
  const wanted = given(desk.crm.linkSide, wish);
  if (contact.organizationId !== null) delete wanted.organizationId;
  return contactDifference(contact, wanted);
}

function tellIgnored(desk: Desk, missing: ContactFields): void {
  const fields = namesOf(missing);
  if (fields.length > 0) desk.note('fields_ignored', { object: 'contact', fields });
}
