import { Hono } from 'hono';
import { must, sees, type Crm } from '../model/crm.ts';
import { readCustomList } from '../model/custom-fields.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { brasilia } from '../model/moment.ts';
import { changeOrganization, createOrganization, type OrganizationDraft } from '../model/organizations.ts';
import { Refusal } from '../model/refusal.ts';
import type { OrganizationRow, UserRow } from '../model/rows.ts';
import { contactListItem, contactShape, embeddedContact } from './contact-shape.ts';
import { valuesWithFields } from './custom-shape.ts';
import { initials } from './deal-shape.ts';
import { bodyOf, ids, named, ordered, paged, searched, wrapped, type V1Env } from './reply.ts';

const byName = {
  name: (row: OrganizationRow) => row.name,
  created_at: (row: OrganizationRow) => row.createdAt,
};

/** Organizations: GET with `q`, `user_id`, `organization_segment`; POST; PUT; their contacts. */
export function organizationRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const { user_id: owner, organization_segment: segment, order, direction } = c.req.query();
    const found = searched(c, crm.organizations.all())
      .filter((row) => sees(c.get('user'), row.ownerId))
      .filter((row) => !owner || row.ownerId === owner)
      .filter((row) => !segment || row.segmentIds.includes(segment));
    const page = paged(c, ordered<OrganizationRow>(found, byName, { order, direction }, 'asc'));
    const organizations = page.rows.map((row) => organizationListItem(crm, row));
    return c.json({ organizations, has_more: page.has_more, total: page.total });
  });
  app.post('/', async (c) => {
    const draft = readOrganization(crm, wrapped(await bodyOf(c), 'organization'));
    const ownerId = draft.ownerId ?? c.get('user').id;
    return c.json(
      organizationShape(crm, createOrganization(crm, { ...draft, name: draft.name ?? '', ownerId })),
    );
  });
  app.get('/:id', (c) => c.json(organizationShape(crm, visible(crm, c.req.param('id'), c.get('user')))));
  app.put('/:id', async (c) => {
    const row = visible(crm, c.req.param('id'), c.get('user'));
    const draft = readOrganization(crm, wrapped(await bodyOf(c), 'organization'));
    return c.json(organizationShape(crm, changeOrganization(crm, row, draft)));
  });
  app.get('/:id/contacts', (c) => {
    const row = visible(crm, c.req.param('id'), c.get('user'));
    const page = paged(c, crm.by.contactOrganization.all(row.id));
    const contacts = page.rows.map((contact) => contactListItem(crm, contact, { deals: false }));
    return c.json({ contacts, has_more: page.has_more, total: page.total });
  });
  return app;
}

function visible(crm: Crm, id: string, user: UserRow): OrganizationRow {
  const row = must(crm.organizations, id, 'Organization');
  if (!sees(user, row.ownerId)) throw new Refusal('not_found', 'Organization');
  return row;
}

function readOrganization(crm: Crm, body: Fields): OrganizationDraft {
  return {
    name: body.text('name'),
    resume: body.text('resume'),
    url: body.text('url'),
    address: body.text('address'),
    segmentIds: textsOf(body, 'organization_segments'),
    ownerId: body.text('user_id'),
    customFields: readCustomList(crm, 'organization', body, 'organization_custom_fields'),
  };
}

function segments(crm: Crm, row: OrganizationRow) {
  return row.segmentIds.flatMap((id) => named(crm.labels.get(id)) ?? []);
}

function customValues(crm: Crm, row: OrganizationRow) {
  return valuesWithFields(crm, row.customFields).map(({ field, value }) => ({
    custom_field_id: field.id,
    value,
  }));
}

function organizationShape(crm: Crm, row: OrganizationRow) {
  const owner = crm.users.get(row.ownerId ?? '');
  return {
    ...ids(row.id),
    address: row.address,
    address_latitude: null,
    address_longitude: null,
    contacts: crm.by.contactOrganization.all(row.id).map((contact) => contactShape(crm, contact)),
    created_at: brasilia(row.createdAt),
    follower_ids: owner ? [owner.id] : [],
    followers: owner ? [{ ...ids(owner.id), name: owner.name, email: owner.email, phone: owner.phone }] : [],
    last_activity_at: null,
    name: row.name,
    organization_custom_fields: customValues(crm, row),
    organization_segments: segments(crm, row),
    resume: row.resume,
    updated_at: brasilia(row.updatedAt),
    url: row.url,
    user: named(owner),
    user_id: row.ownerId,
  };
}

function organizationListItem(crm: Crm, row: OrganizationRow) {
  const owner = crm.users.get(row.ownerId ?? '');
  const deals = crm.by.dealOrganization.all(row.id);
  const open = deals.filter((deal) => deal.status === 'ongoing');
  return {
    ...ids(row.id),
    address: row.address,
    contacts: crm.by.contactOrganization.all(row.id).map(embeddedContact),
    created_at: brasilia(row.createdAt),
    custom_fields: customValues(crm, row),
    lost_count: deals.filter((deal) => deal.status === 'lost').length,
    name: row.name,
    opened_count: open.filter((deal) => !deal.hold).length,
    organization_segments: segments(crm, row),
    paused_count: open.filter((deal) => deal.hold).length,
    resume: row.resume,
    updated_at: brasilia(row.updatedAt),
    url: row.url,
    user: owner
      ? { ...ids(owner.id), name: owner.name, email: owner.email, nickname: initials(owner.name) }
      : null,
    won_count: deals.filter((deal) => deal.status === 'won').length,
  };
}
