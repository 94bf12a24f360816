import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { associate } from '../model/associations.ts';
import { kindsOf, mustKind } from '../model/association-types.ts';
import { liveRecord, type Hub } from '../model/hub.ts';
import { blockKey, blockSize, recordKey, uniqueKey } from '../model/lookups.ts';
import { mergeRecords } from '../model/merge.ts';
import { propertyOf } from '../model/properties.ts';
import { archiveRecord, createRecord, eraseContact, updateRecord } from '../model/records.ts';
import { invalid, notFound } from '../model/refusal.ts';
import type { RecordRow } from '../model/rows.ts';
import { mustType } from '../model/schemas.ts';
import type { ObjectType } from '../model/types.ts';
import { recordView, writtenView, type Wanted } from '../model/view.ts';
import { needScope, scopesFor, type ApiEnv, type Caller } from './caller.ts';
import { idSchema, listParam, numberParam, read, valuesSchema } from './input.ts';

const links = z
  .array(
    z.object({
      to: z.object({ id: idSchema }),
      types: z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() })).min(1),
    }),
  )
  .nullish();
/** What creates a record. */
export const newRecord = z.object({
  properties: valuesSchema.default({}),
  associations: links,
  objectWriteTraceId: z.string().nullish(),
});

/** Object type of the path, with the right to read or write its records. */
export function typeOf(
  c: Context<ApiEnv>,
  hub: Hub,
  right: 'read' | 'write',
): { caller: Caller; type: ObjectType } {
  const caller = c.get('caller');
  const type = mustType(hub, caller.portal, c.req.param('type') ?? '');
  needScope(caller, ...scopesFor(type.id, 'objects', right));
  return { caller, type };
}

/** Single records: `/crm/v3/objects/{type}`. HubSpot docs "Using object APIs", read 2026-11. */
export function objectRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/:type', (c) => list(c, hub));
  app.post('/:type', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const input = await read(c, newRecord);
    const row = createWithLinks(hub, caller, type, input);
    return c.json(writtenView(hub, type, row), 201);
  });
  app.post('/:type/merge', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const input = await read(c, z.object({ primaryObjectId: idSchema, objectIdToMerge: idSchema }));
    const [primary, other] = [input.primaryObjectId, input.objectIdToMerge].map((id) =>
      must(hub, caller.portal, type, id),
    );
    return c.json(writtenView(hub, type, mergeRecords(hub, caller, type, primary!, other!)));
  });
  app.post('/:type/gdpr-delete', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const input = await read(c, z.object({ objectId: idSchema, idProperty: z.string().nullish() }));
    const row = find(hub, caller.portal, type, input.objectId, input.idProperty ?? undefined);
    if (row) eraseContact(hub, caller, type, row);
    return c.body(null, 204);
  });
  app.get('/:type/:id', (c) => {
    const { caller, type } = typeOf(c, hub, 'read');
    const archived = c.req.query('archived') === 'true';
    const row = archived
      ? hub.records.get(recordKey(caller.portal, type.id, c.req.param('id')))
      : find(hub, caller.portal, type, c.req.param('id'), c.req.query('idProperty'));
    if (!row || (row.archivedAt !== null) !== archived) throw notFound();
    return c.json(recordView(hub, type, row, wantedBy(c)));
  });
  app.patch('/:type/:id', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const { properties } = await read(c, z.object({ properties: valuesSchema }));
    const row = must(hub, caller.portal, type, c.req.param('id'), c.req.query('idProperty'));
    return c.json(writtenView(hub, type, updateRecord(hub, caller, type, row, properties)));
  });
  app.delete('/:type/:id', (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const row = liveRecord(hub, caller.portal, type.id, c.req.param('id'));
    // Deleting what is not there is no error (not documented).
    if (row) archiveRecord(hub, caller, type, row);
    return c.body(null, 204);
  });
  return app;
}

/** Creates a record and its links, or nothing. @throws HubError */
export function createWithLinks(
  hub: Hub,
  caller: Caller,
  type: ObjectType,
  input: z.output<typeof newRecord>,
): RecordRow {
  return hub.commit(() => {
    const row = createRecord(hub, caller, type, input.properties);
    for (const { to, types } of input.associations ?? []) {
      const found = targetOf(hub, caller.portal, type, to.id, types[0]!);
      const pair = { from: type.id, to: found.type };
      const kinds = types.map((one) =>
        mustKind(hub, caller.portal, pair, {
          category: one.associationCategory,
          typeId: one.associationTypeId,
        }),
      );
      associate(hub, row, found, kinds, { source: caller.source });
    }
    return row;
  });
}

// The target's type is not said: it follows from the association type.
function targetOf(
  hub: Hub,
  portal: number,
  type: ObjectType,
  id: string,
  wanted: { associationCategory: string; associationTypeId: number },
): RecordRow {
  const types = new Set([...hub.by.schemasOf.all(String(portal)).map((row) => row.typeId), ...linkable]);
  for (const to of types) {
    const row = liveRecord(hub, portal, to, id);
    const kinds = row ? kindsOf(hub, portal, type.id, to) : [];
    const fits = kinds.some(
      (kind) => kind.category === wanted.associationCategory && kind.typeId === wanted.associationTypeId,
    );
    // Another type may have a record of that id, too.
    if (row && fits) return row;
  }
  throw invalid(`Invalid association: record ${id} does not exist for type ${wanted.associationTypeId}`, {
    context: { id: [id] },
  });
}
const linkable = ['0-1', '0-2', '0-3', '0-5', '0-7', '0-8', '0-27', '0-46'];

/** A live record by id or by a unique property. @throws HubError 400 for a property that is not unique */
export function find(
  hub: Hub,
  portal: number,
  type: ObjectType,
  id: string,
  idProperty?: string,
): RecordRow | undefined {
  if (idProperty === undefined || idProperty === 'hs_object_id') return liveRecord(hub, portal, type.id, id);
  if (!propertyOf(hub, portal, type.id, idProperty)?.hasUniqueValue) {
    throw invalid(`idProperty ${idProperty} is not a unique property of ${type.plural}`, {
      context: { idProperty: [idProperty] },
    });
  }
  return hub.by.unique.first(uniqueKey(portal, type.id, idProperty, id));
}

/** @throws HubError 404 */
export function must(hub: Hub, portal: number, type: ObjectType, id: string, idProperty?: string): RecordRow {
  const row = find(hub, portal, type, id, idProperty);
  if (!row) throw notFound();
  return row;
}

function wantedBy(c: Context): Wanted {
  const properties = listParam(c, 'properties');
  return {
    properties: properties.length === 0 ? null : properties,
    history: listParam(c, 'propertiesWithHistory'),
    associations: listParam(c, 'associations'),
  };
}

function list(c: Context<ApiEnv>, hub: Hub) {
  const { caller, type } = typeOf(c, hub, 'read');
  const wanted = wantedBy(c);
  // With history a page is shorter (not documented).
  const limit = numberParam(c, 'limit', 10, { min: 1, max: wanted.history.length > 0 ? 50 : 100 });
  const archived = c.req.query('archived') === 'true';
  const rows = page(hub, caller.portal, type, {
    after: c.req.query('after') ?? '0',
    limit: limit + 1,
    archived,
  });
  const next = rows.length > limit ? rows.pop()! : null;
  const results = rows.map((row) => recordView(hub, type, row, wanted));
  if (!next) return c.json({ results });
  const link = new URL(c.req.url);
  link.searchParams.set('after', next.objectId);
  const { origin } = hub.parts;
  const path = `/hubspot${link.pathname.replace(/^\/hubspot/, '')}`;
  return c.json({
    results,
    paging: { next: { after: next.objectId, link: `${origin}${path}${link.search}` } },
  });
}

function page(
  hub: Hub,
  portal: number,
  type: ObjectType,
  from: { after: string; limit: number; archived: boolean },
): RecordRow[] {
  const first = Number(from.after);
  if (!Number.isInteger(first) || first < 0) throw invalid(`after is not valid: ${from.after}`);
  const last = Math.floor(hub.last(`object/${portal}/${type.id}`) / blockSize);
  const rows: RecordRow[] = [];
  for (let block = Math.floor(first / blockSize); block <= last && rows.length < from.limit; block++) {
    const found = hub.by.block
      .all(blockKey(portal, type.id, block))
      .filter((row) => (row.archivedAt !== null) === from.archived && row.mergedInto === null)
      .filter((row) => Number(row.objectId) >= first)
      .sort((a, b) => Number(a.objectId) - Number(b.objectId));
    rows.push(...found.slice(0, from.limit - rows.length));
  }
  return rows;
}
