import { orNull } from '../errors.ts';
import type { CrmPort } from '../port.ts';
import { newestFirst, readAs } from '../wire.ts';
import { contactBody, organizationBody } from './bodies.ts';
import type { V2Client } from './client.ts';
import { textFilter } from './rdql.ts';
import * as wire from './wire.ts';

type PeopleCalls = Pick<
  CrmPort,
  | 'getContact'
  | 'findContactsByEmail'
  | 'createContact'
  | 'updateContact'
  | 'getOrganization'
  | 'findOrganizationsByName'
  | 'createOrganization'
  | 'updateOrganization'
>;

/** Contacts and organizations over API v2. */
export function v2People(client: V2Client): PeopleCalls {
  return {
    getContact: (id) =>
      orNull(client.get(`/contacts/${id}`).then((body) => readAs(wire.contact, body, 'GET /contacts/:id'))),
    async findContactsByEmail(email) {
      const wanted = email.trim().toLowerCase();
      const rows = await client.list('/contacts', { filter: textFilter('email', wanted) ?? undefined });
      const contacts = rows.map((row) => readAs(wire.contact, row, 'GET /contacts'));
      return newestFirst(contacts.filter((contact) => contact.emails.includes(wanted)), (contact) => contact.updatedAt);
    },
    createContact: async (fields) =>
      readAs(wire.contact, await client.post('/contacts', contactBody(fields)), 'POST /contacts'),
    updateContact: async (id, fields) =>
      readAs(wire.contact, await client.put(`/contacts/${id}`, contactBody(fields)), 'PUT /contacts/:id'),

    getOrganization: (id) =>
      orNull(client.get(`/organizations/${id}`).then((body) => readAs(wire.organization, body, 'GET /organizations/:id'))),
    async findOrganizationsByName(name) {
      const wanted = name.trim().toLowerCase();
      // Only `~` is documented to ignore case.
      const filter = textFilter('name', name.trim())?.replace(':"', ':~"');
      const rows = await client.list('/organizations', { filter });
      const found = rows.map((row) => readAs(wire.organization, row, 'GET /organizations'));
      return newestFirst(found.filter((one) => one.name.trim().toLowerCase() === wanted), (one) => one.updatedAt);
    },
    createOrganization: async (fields) =>
      readAs(wire.organization, await client.post('/organizations', organizationBody(fields)), 'POST /organizations'),
    updateOrganization: async (id, fields) =>
      readAs(wire.organization, await client.put(`/organizations/${id}`, organizationBody(fields)), 'PUT /organizations/:id'),
  };
}
