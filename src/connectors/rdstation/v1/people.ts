import type { Json } from '#std/json.ts';
import { orNull } from '../errors.ts';
import type { Organization } from '../port.ts';
import type { PeopleCalls } from '../port-parts.ts';
import { newestFirst, readAs } from '../wire.ts';
import { contactBody, organizationBody } from './bodies.ts';
import type { V1Client } from './client.ts';
import { allPages } from './pages.ts';
import * as wire from './wire.ts';

/** Contacts and organizations over API v1. */
export function v1People(client: V1Client): PeopleCalls {
  return {
    getContact: (id) =>
      orNull(client.get(`/contacts/${id}`).then((body) => readAs(wire.contact, body, 'GET /contacts/:id'))),
    async findContactsByEmail(email) {
      const wanted = email.trim().toLowerCase();
      const rows = await allPages(client, '/contacts', 'contacts', { email: wanted });
      const contacts = rows.map((row) => readAs(wire.contact, row, 'GET /contacts'));
      return newestFirst(
        contacts.filter((contact) => contact.emails.includes(wanted)),
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
      const exact = (rows: Json[]): Organization[] =>
        rows
          .map((row) => readAs(wire.organization, row, 'GET /organizations'))
          .filter((one) => one.name.trim().toLowerCase() === wanted);
      // `q` is a search, so the exact name may stand on any page; names are unique, so the first hit is enough.
      const rows = await allPages(
        client,
        '/organizations',
        'organizations',
        { q: name.trim() },
        (seen) => exact(seen).length > 0,
      );
      return newestFirst(exact(rows), (one) => one.updatedAt);
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
