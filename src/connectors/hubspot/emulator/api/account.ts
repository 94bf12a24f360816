import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { plainKind } from '../model/association-types.ts';
import { accountOf, type Hub } from '../model/hub.ts';
import { propertiesOf } from '../model/properties.ts';
import { invalid, notFound } from '../model/refusal.ts';
import type { OwnerRow, SchemaRow } from '../model/rows.ts';
import { createSchema, mustSchema, qualified } from '../model/schemas.ts';
import { typeKey } from '../model/lookups.ts';
import { needScope, type ApiEnv } from './caller.ts';
import { newProperty, propertyView } from './definitions.ts';
import { numberParam, read } from './input.ts';

/** `/crm/v3/owners`. HubSpot docs "Owners", read 2026-11. */
export function ownerRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const portalOf = (c: Context<ApiEnv>): string => {
    needScope(c.get('caller'), 'crm.objects.owners.read', 'automation');
    return String(c.get('caller').portal);
  };
  app.get('/', (c) => {
    const archived = c.req.query('archived') === 'true';
    const email = c.req.query('email')?.toLowerCase();
    const after = Number(c.req.query('after') ?? 0) || 0;
    const limit = numberParam(c, 'limit', 100, { min: 1, max: 500 });
    const rows = hub.by.ownersOf
      .all(portalOf(c))
      .filter((row) => row.archived === archived && (!email || row.email === email))
      .filter((row) => Number(row.ownerId) >= after)
      .sort((a, b) => Number(a.ownerId) - Number(b.ownerId));
    const next = rows[limit];
    const results = rows.slice(0, limit).map(ownerView);
    return c.json({ results, ...(next && { paging: { next: { after: next.ownerId } } }) });
  });
  app.get('/:id', (c) => {
    const key = c.req.query('idProperty') === 'userId' ? 'userId' : 'ownerId';
    const archived = c.req.query('archived') === 'true';
    const row = hub.by.ownersOf
      .all(portalOf(c))
      .find((one) => String(one[key]) === c.req.param('id') && one.archived === archived);
    if (!row) throw notFound();
    return c.json(ownerView(row));
  });
  return app;
}

function ownerView(row: OwnerRow) {
  return {
    id: row.ownerId,
    email: row.email,
    type: 'PERSON',
    firstName: row.firstName,
    lastName: row.lastName,
    userId: row.archived ? null : row.userId,
    userIdIncludingInactive: row.userId,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    archived: row.archived,
  };
}

/** `/account-info/v3`. */
export function accountRoutes(
  hub: Hub,
  dailyMax: () => number,
  callsToday: (portal: number) => number,
): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/details', (c) => {
    const account = accountOf(hub, c.get('caller').portal);
    return c.json({
      portalId: account.portalId,
      accountType: 'STANDARD',
      timeZone: account.timeZone,
      companyCurrency: account.currency,
      additionalCurrencies: [],
      utcOffset: '+00:00',
      utcOffsetMilliseconds: 0,
      uiDomain: new URL(hub.parts.origin).host,
      dataHostingLocation: 'eu1',
    });
  });
  app.get('/api-usage/daily/private-apps', (c) => {
    const { portal } = c.get('caller');
    const results = [
      { name: 'private-apps-api-calls-daily', usageLimit: dailyMax(), currentUsage: callsToday(portal) },
    ];
    return c.json({ results });
  });
  return app;
}

const schema = z.object({
  name: z.string(),
  labels: z.object({ singular: z.string(), plural: z.string() }),
  requiredProperties: z.array(z.string()).default([]),
  searchableProperties: z.array(z.string()).optional(),
  primaryDisplayProperty: z.string().optional(),
  secondaryDisplayProperties: z.array(z.string()).optional(),
  associatedObjects: z.array(z.string()).optional(),
  properties: z
    .array(newProperty.omit({ groupName: true }).extend({ groupName: z.string().optional() }))
    .default([]),
});

/** `/crm/v3/schemas`: custom object types. */
export function schemaRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const portalOf = (c: Context<ApiEnv>, right: 'read' | 'write'): number => {
    needScope(
      c.get('caller'),
      `crm.schemas.custom.${right}`,
      ...(right === 'read' ? ['crm.objects.custom.read'] : []),
    );
    return c.get('caller').portal;
  };
  app.get('/', (c) => {
    const rows = hub.by.schemasOf.all(String(portalOf(c, 'read')));
    const archived = c.req.query('archived') === 'true';
    return c.json({
      results: rows.filter((row) => row.archived === archived).map((row) => schemaView(hub, row)),
    });
  });
  app.post('/', async (c) => {
    const portal = portalOf(c, 'write');
    const { properties, ...given } = await read(c, schema);
    const custom = { groupName: 'custominformation' };
    const draft = {
      name: given.name,
      labels: given.labels,
      requiredProperties: given.requiredProperties,
      ...(given.searchableProperties && { searchableProperties: given.searchableProperties }),
      ...(given.primaryDisplayProperty && { primaryDisplayProperty: given.primaryDisplayProperty }),
      ...(given.secondaryDisplayProperties && {
        secondaryDisplayProperties: given.secondaryDisplayProperties,
      }),
      ...(given.associatedObjects && { associatedObjects: given.associatedObjects }),
      properties: properties.map((one) => ({ ...one, ...custom })),
    };
    return c.json(schemaView(hub, createSchema(hub, portal, draft)), 201);
  });
  app.get('/:name', (c) =>
    c.json(schemaView(hub, mustSchema(hub, portalOf(c, 'read'), c.req.param('name')))),
  );
  app.delete('/:name', (c) => {
    const row = mustSchema(hub, portalOf(c, 'write'), c.req.param('name'));
    if (hub.by.type.first(typeKey(row.portal, row.typeId))) {
      throw invalid('A schema with records cannot be deleted.');
    }
    hub.schemas.put({ ...row, archived: true });
    return c.body(null, 204);
  });
  return app;
}

function schemaView(hub: Hub, row: SchemaRow) {
  const associations = row.associatedTypes.flatMap((to) =>
    [
      [row.typeId, to],
      [to, row.typeId],
    ].map(([fromObjectTypeId, toObjectTypeId]) => ({
      id: String(plainKind(fromObjectTypeId!, toObjectTypeId!).typeId),
      fromObjectTypeId,
      toObjectTypeId,
      name: `${fromObjectTypeId}_to_${toObjectTypeId}`,
    })),
  );
  return {
    id: row.typeId.slice(2),
    objectTypeId: row.typeId,
    fullyQualifiedName: qualified(row),
    name: row.name,
    labels: row.labels,
    requiredProperties: row.requiredProperties,
    searchableProperties: row.searchableProperties,
    ...(row.primaryDisplayProperty && { primaryDisplayProperty: row.primaryDisplayProperty }),
    secondaryDisplayProperties: row.secondaryDisplayProperties,
    archived: row.archived,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    properties: propertiesOf(hub, row.portal, row.typeId).map((one) =>
      propertyView(hub, row.portal, row.typeId, one),
    ),
    associations,
  };
}
