import { Hono } from 'hono';
import { must, sees, type Crm } from '../model/crm.ts';
import { readCustomBySlug } from '../model/custom-fields.ts';
import { organizationDocument } from '../model/documents.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { utc } from '../model/moment.ts';
import { changeOrganization, createOrganization, type OrganizationDraft } from '../model/organizations.ts';
import { Refusal } from '../model/refusal.ts';
import type { OrganizationRow, UserRow } from '../model/rows.ts';
import { list, stamps, text, type Collection } from './collection.ts';
import { dataOf, type V2Env } from './reply.ts';

const writable = ['name', 'description', 'url', 'address', 'segment_ids', 'owner_id', 'custom_fields'];

/** Organizations; their names are unique. */
export function organizationRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: OrganizationRow) => organizationDocument(crm, row, utc);
  app.get('/', (c) => list(c, crm, collection(crm, c.get('user')), shape));
  app.post('/', async (c) => {
    const draft = readOrganization(crm, await dataOf(c, writable));
    const ownerId = draft.ownerId ?? c.get('user').id;
    return c.json(
      { data: shape(createOrganization(crm, { ...draft, name: draft.name ?? '', ownerId })) },
      201,
    );
  });
  app.get('/:id', (c) => c.json({ data: shape(visible(crm, c.req.param('id'), c.get('user'))) }));
  app.put('/:id', async (c) => {
    const row = visible(crm, c.req.param('id'), c.get('user'));
    return c.json({
      data: shape(changeOrganization(crm, row, readOrganization(crm, await dataOf(c, writable)))),
    });
  });
  return app;
}

function visible(crm: Crm, id: string, user: UserRow): OrganizationRow {
  const row = must(crm.organizations, id, 'Organization');
  if (!sees(user, row.ownerId)) throw new Refusal('not_found', 'Organization');
  return row;
}

function collection(crm: Crm, user: UserRow): Collection<OrganizationRow> {
  return {
    attributes: {
      id: text((row) => row.id),
      name: text((row) => row.name),
      url: text((row) => row.url),
      owner_id: text((row) => row.ownerId),
      segment_ids: text((row) => row.segmentIds),
      ...stamps,
    },
    custom: { owner: 'organization', of: (row) => row.customFields },
    rows: () => crm.organizations.all().filter((row) => sees(user, row.ownerId)),
  };
}

function readOrganization(crm: Crm, data: Fields): OrganizationDraft {
  return {
    name: data.text('name'),
    resume: data.text('description'),
    url: data.text('url'),
    address: data.object('address')?.text('line'),
    segmentIds: textsOf(data, 'segment_ids'),
    ownerId: data.text('owner_id'),
    customFields: readCustomBySlug(crm, 'organization', data),
  };
}
