import { VendorError } from '#kit/vendor-error.ts';
import { orNull } from '../errors.ts';
import type { Contact } from '../port.ts';
import type { PeopleCalls } from '../port-parts.ts';
import { newestFirst, readAs } from '../wire.ts';
import { contactBody, organizationBody } from './bodies.ts';
import type { V2Client } from './client.ts';
import { matchFilter, textFilter } from './rdql.ts';
import * as wire from './wire.ts';

/** Contacts and organizations over API v2. */
export function v2People(client: V2Client): PeopleCalls {
  return {
    getContact: (id) =>
      orNull(client.get(`/contacts/${id}`).then((body) => readAs(wire.contact, body, 'GET /contacts/:id'))),
    async findContactsByEmail(email) {
      const wanted = email.trim().toLowerCase();
      const same = (contacts: Contact[]) => contacts.filter((contact) => contact.emails.includes(wanted));
      const exact = same(await listContacts(client, textFilter('email', wanted)));
      return newestFirst(
        exact.length > 0 ? exact : same(await inOtherCase(client, wanted)),
        (contact) => contact.updatedAt,
      );
    },
    createContact: async (fields) =>
      readAs(wire.contact, await client.post('/contacts', contactBody(fields)), 'POST /contacts'),
    updateContact: async (id, fields) =>
      readAs(wire.contact, await client.put(`/contacts/${id}`, contactBody(fields)), 'PUT /contacts/:id'),

    getOrganization: (id) =>
      orNull(
        client
          .get(`/organizations/${id}`)
          .then((body) => readAs(wire.organization, body, 'GET /organizations/:id')),
      ),
    async findOrganizationsByName(name) {
      const wanted = name.trim().toLowerCase();
      const filter = matchFilter('name', name.trim());
      if (filter === null) return [];
      const rows = await client.list('/organizations', { filter });
      const found = rows.map((row) => readAs(wire.organization, row, 'GET /organizations'));
      return newestFirst(
        found.filter((one) => one.name.trim().toLowerCase() === wanted),
        (one) => one.updatedAt,
      );
    },
    createOrganization: async (fields) =>
      readAs(
        wire.organization,
        await client.post('/organizations', organizationBody(fields)),
        'POST /organizations',
      ),
    updateOrganization: async (id, fields) =>
      readAs(
        wire.organization,
        await client.put(`/organizations/${id}`, organizationBody(fields)),
        'PUT /organizations/:id',
      ),
  };
}

async function listContacts(client: V2Client, filter: string | null): Promise<Contact[]> {
  if (filter === null) return [];
  return (await client.list('/contacts', { filter })).map((row) =>
    readAs(wire.contact, row, 'GET /contacts'),
  );
}

/**
 * Contacts whose email is written with other capitals. Only the match operator ignores case, and whether emails know it
 * is not documented: where RD refuses the filter there is nothing more to find.
 */
async function inOtherCase(client: V2Client, email: string): Promise<Contact[]> {
  try {
    return await listContacts(client, matchFilter('email', email));
  } catch (error) {
    if (error instanceof VendorError && error.kind === 'invalid') return [];
    throw error;
  }
}
