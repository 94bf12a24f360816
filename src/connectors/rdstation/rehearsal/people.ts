import type { Contact, ContactFields, CrmPort, Organization, OrganizationFields } from '../port.ts';
import type { PeopleCalls } from '../port-parts.ts';
import type { Imagined } from './imagined.ts';
import { isImaginedId } from './imagined.ts';

/** Contacts and organizations as a run would find and leave them; nothing is written. */
export function imaginedPeople(crm: CrmPort, imagined: Imagined, now: () => number): PeopleCalls {
  return { ...contactCalls(crm, imagined, now), ...organizationCalls(crm, imagined, now) };
}

function contactCalls(crm: CrmPort, imagined: Imagined, now: () => number) {
  const { contacts } = imagined;
  const getContact = async (id: string): Promise<Contact | null> => {
    const known = contacts.imagined(id);
    if (known || isImaginedId(id)) return known ?? null;
    const real = await crm.getContact(id);
    return real && contacts.now(real);
  };
  return {
    getContact,
    async findContactsByEmail(email: string): Promise<Contact[]> {
      const made = contacts.made().filter((one) => one.emails.includes(email.toLowerCase()));
      const real = (await crm.findContactsByEmail(email)).map((one) => contacts.now(one));
      return [...made, ...real];
    },
    createContact(fields: ContactFields & { name: string }): Promise<Contact> {
      const blank: Contact = {
        id: imagined.newId('contact'),
        name: fields.name,
        jobTitle: null,
        emails: [],
        phones: [],
        organizationId: null,
        custom: {},
        deals: crm.linkSide === 'contact' ? [] : null,
        updatedAt: now(),
      };
      return Promise.resolve(contacts.write(null, changedContact(blank, fields)));
    },
    async updateContact(id: string, fields: ContactFields): Promise<Contact> {
      const current = (await getContact(id))!;
      return contacts.write(current, changedContact(current, fields));
    },
  };
}

function changedContact(contact: Contact, fields: ContactFields): Contact {
  const { email, phone, dealIds, custom, ...plain } = fields;
  return {
    ...contact,
    ...plain,
    ...(email === undefined ? {} : { emails: [email.trim().toLowerCase()] }),
    ...(phone === undefined ? {} : { phones: [phone.number] }),
    ...(dealIds === undefined ? {} : { deals: dealIds.map((id) => ({ id, outcome: 'open' as const })) }),
    custom: { ...contact.custom, ...custom },
  };
}

function organizationCalls(crm: CrmPort, imagined: Imagined, now: () => number) {
  const { organizations } = imagined;
  const getOrganization = async (id: string): Promise<Organization | null> => {
    const known = organizations.imagined(id);
    if (known || isImaginedId(id)) return known ?? null;
    const real = await crm.getOrganization(id);
    return real && organizations.now(real);
  };
  const written = (before: Organization | null, base: Organization, fields: OrganizationFields) =>
    organizations.write(before, { ...base, ...fields, custom: { ...base.custom, ...fields.custom } });
  return {
    getOrganization,
    async findOrganizationsByName(name: string): Promise<Organization[]> {
      const wanted = name.trim().toLowerCase();
      const made = organizations.made().filter((one) => one.name.trim().toLowerCase() === wanted);
      return [...made, ...(await crm.findOrganizationsByName(name)).map((one) => organizations.now(one))];
    },
    createOrganization(fields: OrganizationFields & { name: string }): Promise<Organization> {
      const id = imagined.newId('organization');
      const blank = { id, name: fields.name, summary: null, url: null, custom: {}, updatedAt: now() };
      return Promise.resolve(written(null, blank, fields));
    },
    async updateOrganization(id: string, fields: OrganizationFields): Promise<Organization> {
      const current = (await getOrganization(id))!;
      return written(current, current, fields);
    },
  };
}
