import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import {
  archiveProperty,
  changeProperty,
  createProperty,
  groupsOf,
  mustProperty,
  propertiesOf,
  putGroup,
} from '../model/properties.ts';
import { HubError, notFound } from '../model/refusal.ts';
import type { Property, PropertyRow } from '../model/rows.ts';
import { mustType } from '../model/schemas.ts';
import { optionsOf } from '../model/values.ts';
import { needScope, scopesFor, type ApiEnv } from './caller.ts';
import { batchEnvelope, read } from './input.ts';

const option = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.int().optional(),
  hidden: z.boolean().optional(),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
});
const draft = z
  .object({
    label: z.string(),
    type: z.enum(['bool', 'enumeration', 'date', 'datetime', 'string', 'number', 'phone_number']),
    fieldType: z.string(),
    groupName: z.string(),
    description: z.string(),
    options: z.array(option),
    hasUniqueValue: z.boolean(),
    formField: z.boolean(),
    hidden: z.boolean(),
    displayOrder: z.int(),
  })
  .partial();
/** A property of a request that makes one. */
export const newProperty = draft.extend({ name: z.string() });
const names = z.object({ inputs: z.array(z.object({ name: z.string() })) });
const group = z.object({
  name: z.string().min(1),
  label: z.string().min(1),
  displayOrder: z.int().default(-1),
});

function placeOf(c: Context<ApiEnv>, hub: Hub, right: 'read' | 'write') {
  const caller = c.get('caller');
  const type = mustType(hub, caller.portal, c.req.param('type') ?? '');
  needScope(caller, ...scopesFor(type.id, 'schemas', right));
  return { portal: caller.portal, type: type.id };
}

/** `/crm/v3/properties/{type}`: definitions and groups. HubSpot docs "Properties API", read 2026-11. */
export function propertyRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  groupRoutes(app, hub);
  batchRoutes(app, hub);
  app.get('/:type', (c) => {
    const { portal, type } = placeOf(c, hub, 'read');
    const list = propertiesOf(hub, portal, type, c.req.query('archived') === 'true');
    return c.json({ results: list.map((one) => propertyView(hub, portal, type, one)) });
  });
  app.post('/:type', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const { name, ...rest } = await read(c, newProperty);
    return c.json(propertyView(hub, portal, type, createProperty(hub, portal, type, name, rest)), 201);
  });
  app.get('/:type/:name', (c) => {
    const { portal, type } = placeOf(c, hub, 'read');
    return c.json(propertyView(hub, portal, type, mustProperty(hub, portal, type, c.req.param('name'))));
  });
  app.patch('/:type/:name', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const rest = await read(c, draft.omit({ hasUniqueValue: true }));
    const changed = changeProperty(hub, portal, type, c.req.param('name'), rest);
    return c.json(propertyView(hub, portal, type, changed));
  });
  app.delete('/:type/:name', (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    archiveProperty(hub, portal, type, c.req.param('name'));
    return c.body(null, 204);
  });
  return app;
}

function groupRoutes(app: Hono<ApiEnv>, hub: Hub): void {
  const view = ({ name, label, displayOrder }: { name: string; label: string; displayOrder: number }) => ({
    name,
    label,
    displayOrder,
    archived: false,
  });
  app.get('/:type/groups', (c) => {
    const { portal, type } = placeOf(c, hub, 'read');
    return c.json({ results: groupsOf(hub, portal, type).map(view) });
  });
  app.post('/:type/groups', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const input = await read(c, group);
    if (groupsOf(hub, portal, type).some(({ name }) => name === input.name)) {
      throw new HubError(409, `Property group '${input.name}' already exists.`, { category: 'CONFLICT' });
    }
    return c.json(view(putGroup(hub, portal, type, input)), 201);
  });
  app.get('/:type/groups/:name', (c) => {
    const { portal, type } = placeOf(c, hub, 'read');
    const found = groupsOf(hub, portal, type).find(({ name }) => name === c.req.param('name'));
    if (!found) throw notFound();
    return c.json(view(found));
  });
  app.patch('/:type/groups/:name', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const found = groupsOf(hub, portal, type).find(({ name }) => name === c.req.param('name'));
    if (!found) throw notFound();
    const { label = found.label, displayOrder = found.displayOrder } = await read(c, group.partial());
    return c.json(view(putGroup(hub, portal, type, { name: found.name, label, displayOrder })));
  });
  app.delete('/:type/groups/:name', (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const id = `${portal}/${type}/${c.req.param('name')}`;
    if (!hub.groups.delete(id)) throw notFound();
    return c.body(null, 204);
  });
}

function batchRoutes(app: Hono<ApiEnv>, hub: Hub): void {
  app.post('/:type/batch/create', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const { inputs } = await read(c, z.object({ inputs: z.array(newProperty) }));
    const made = hub.commit(() =>
      inputs.map(({ name, ...rest }) => createProperty(hub, portal, type, name, rest)),
    );
    const results = made.map((one) => propertyView(hub, portal, type, one));
    return c.json(batchEnvelope(hub.now(), results), 201);
  });
  app.post('/:type/batch/read', async (c) => {
    const { portal, type } = placeOf(c, hub, 'read');
    const { inputs } = await read(c, names);
    const known = propertiesOf(hub, portal, type).filter((one) =>
      inputs.some(({ name }) => name === one.name),
    );
    const absent = inputs
      .filter(({ name }) => !known.some((one) => one.name === name))
      .map(({ name }) => name);
    const message = 'The following properties do not exist';
    const category = 'OBJECT_NOT_FOUND';
    const errors =
      absent.length > 0 ? [{ status: 'error', category, message, context: { name: absent } }] : [];
    const results = known.map((one) => propertyView(hub, portal, type, one));
    return c.json(batchEnvelope(hub.now(), results, errors), errors.length > 0 ? 207 : 200);
  });
  app.post('/:type/batch/archive', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const { inputs } = await read(c, names);
    hub.commit(() => {
      for (const { name } of inputs) archiveProperty(hub, portal, type, name);
    });
    return c.body(null, 204);
  });
}

/** A definition as the API answers it. */
export function propertyView(hub: Hub, portal: number, type: string, property: Property | PropertyRow) {
  const { readOnlyValue, externalOptions, ...rest } = property;
  const row = 'portal' in property ? property : null;
  const created = new Date(row?.createdAt ?? Date.UTC(2019, 7, 6, 2, 41, 8)).toISOString();
  const options = optionsOf(hub, { portal, type }, property).map((one, displayOrder) => ({
    displayOrder,
    hidden: false,
    ...one,
  }));
  return {
    name: rest.name,
    label: rest.label,
    type: rest.type,
    fieldType: rest.fieldType,
    description: rest.description,
    groupName: rest.groupName,
    // Owners are not listed as options; pipelines and stages are.
    options: externalOptions === 'OWNER' ? [] : options,
    ...(externalOptions === 'OWNER' && { referencedObjectType: 'OWNER' }),
    displayOrder: rest.displayOrder,
    calculated: false,
    externalOptions: externalOptions !== null,
    hasUniqueValue: rest.hasUniqueValue,
    hidden: rest.hidden,
    hubspotDefined: rest.hubspotDefined,
    formField: rest.formField,
    dataSensitivity: 'non_sensitive',
    archived: row !== null && row.archivedAt !== null,
    createdAt: created,
    updatedAt: row ? new Date(row.updatedAt).toISOString() : created,
    modificationMetadata: {
      archivable: !rest.hubspotDefined,
      readOnlyDefinition: rest.hubspotDefined,
      readOnlyValue,
      readOnlyOptions: rest.hubspotDefined && rest.type !== 'enumeration',
    },
  };
}
