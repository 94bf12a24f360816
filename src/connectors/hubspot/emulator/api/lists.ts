import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import { changeMembers, createList, membersOf } from '../model/lists.ts';
import { conflict, invalid, notFound } from '../model/refusal.ts';
import type { ListRow } from '../model/rows-beside.ts';
import { mustType } from '../model/schemas.ts';
import { needScope, type ApiEnv } from './caller.ts';
import { idSchema, listParam, numberParam, read } from './input.ts';

const newList = z.object({
  name: z.string().min(1),
  objectTypeId: z.string(),
  processingType: z.enum(['MANUAL', 'SNAPSHOT', 'DYNAMIC']),
  filterBranch: z.unknown().optional(),
});
const asked = z.object({
  query: z.string().nullish(),
  offset: z.int().min(0).default(0),
  count: z.int().min(1).max(500).default(20),
  processingTypes: z.array(z.string()).nullish(),
  listIds: z.array(idSchema).nullish(),
});
const ids = z.array(idSchema);
const both = z.object({ recordIdsToAdd: ids.default([]), recordIdsToRemove: ids.default([]) });

/** `/crm/v3/lists`: static lists and their members. A list by filter keeps its filter, but nobody joins it here. */
export function listRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const portalOf = (c: Context<ApiEnv>, right: 'read' | 'write') => {
    needScope(c.get('caller'), `crm.lists.${right}`);
    return c.get('caller').portal;
  };
  const must = (c: Context<ApiEnv>, right: 'read' | 'write', deleted = false): ListRow => {
    const row = hub.lists.get(`${portalOf(c, right)}/${c.req.param('id')}`);
    if (!row || (row.deletedAt !== null) !== deleted) throw notFound();
    return row;
  };
  const alive = (portal: number) => aliveIn(hub, portal);
  app.post('/', async (c) => {
    const portal = portalOf(c, 'write');
    const input = await read(c, newList);
    const objectTypeId = mustType(hub, portal, input.objectTypeId).id;
    if (alive(portal).some((row) => row.name === input.name && row.objectTypeId === objectTypeId)) {
      throw conflict(`A list with the name '${input.name}' already exists.`);
    }
    const filterBranch = input.filterBranch ?? null;
    const list = createList(hub, portal, { ...input, objectTypeId, filterBranch });
    return c.json({ list: listView(hub, list) });
  });
  app.get('/', (c) => {
    const wanted = listParam(c, 'listIds');
    const lists = alive(portalOf(c, 'read')).filter(
      (row) => wanted.length === 0 || wanted.includes(row.listId),
    );
    return c.json({ lists: lists.map((row) => listView(hub, row)) });
  });
  app.post('/search', async (c) => {
    const portal = portalOf(c, 'read');
    const input = await read(c, asked);
    const found = alive(portal)
      .filter((row) => row.name.toLowerCase().includes((input.query ?? '').toLowerCase()))
      .filter((row) => !input.processingTypes?.length || input.processingTypes.includes(row.processingType))
      .filter((row) => !input.listIds?.length || input.listIds.includes(row.listId));
    const end = input.offset + input.count;
    const lists = found.slice(input.offset, end).map((row) => ({
      ...listView(hub, row),
      additionalProperties: { hs_list_size: String(membersOf(hub, row).length) },
    }));
    return c.json({
      total: found.length,
      offset: Math.min(end, found.length),
      hasMore: end < found.length,
      lists,
    });
  });
  nameRoute(app, hub, portalOf);
  recordRoute(app, hub, portalOf);
  singleRoutes(app, hub, must);
  memberRoutes(app, hub, must);
  return app;
}

type PortalOf = (c: Context<ApiEnv>, right: 'read' | 'write') => number;

function nameRoute(app: Hono<ApiEnv>, hub: Hub, portalOf: PortalOf): void {
  app.get('/object-type-id/:type/name/:name', (c) => {
    const portal = portalOf(c, 'read');
    const type = mustType(hub, portal, c.req.param('type'));
    const row = aliveIn(hub, portal).find(
      (one) => one.objectTypeId === type.id && one.name === c.req.param('name'),
    );
    if (!row) throw notFound();
    return c.json({ list: listView(hub, row) });
  });
}

function aliveIn(hub: Hub, portal: number): ListRow[] {
  return hub.by.listsOf.all(String(portal)).filter((row) => row.deletedAt === null);
}

function recordRoute(app: Hono<ApiEnv>, hub: Hub, portalOf: PortalOf): void {
  app.get('/records/:type/:record/memberships', (c) => {
    const portal = portalOf(c, 'read');
    const type = mustType(hub, portal, c.req.param('type'));
    const results = hub.by.memberOf.all(`${portal}/${type.id}/${c.req.param('record')}`).map((row) => ({
      listId: row.list.split('/')[1],
      listVersion: 1,
      isPublicList: false,
      firstAddedTimestamp: new Date(row.firstAddedAt).toISOString(),
      lastAddedTimestamp: new Date(row.lastAddedAt).toISOString(),
    }));
    return c.json({ results, total: results.length });
  });
}

type Must = (c: Context<ApiEnv>, right: 'read' | 'write', deleted?: boolean) => ListRow;

function singleRoutes(app: Hono<ApiEnv>, hub: Hub, must: Must): void {
  app.get('/:id', (c) => c.json({ list: listView(hub, must(c, 'read')) }));
  app.delete('/:id', (c) => {
    hub.lists.put({ ...must(c, 'write'), deletedAt: hub.now() });
    return c.body(null, 204);
  });
  app.put('/:id/restore', (c) => {
    hub.lists.put({ ...must(c, 'write', true), deletedAt: null });
    return c.body(null, 204);
  });
  app.put('/:id/update-list-name', (c) => {
    const row = must(c, 'write');
    const name = c.req.query('listName') ?? row.name;
    return c.json({ updatedList: listView(hub, hub.lists.put({ ...row, name, updatedAt: hub.now() })) });
  });
}

function memberRoutes(
  app: Hono<ApiEnv>,
  hub: Hub,
  must: (c: Context<ApiEnv>, right: 'read' | 'write') => ListRow,
): void {
  const writable = (c: Context<ApiEnv>): ListRow => {
    const row = must(c, 'write');
    if (row.processingType === 'DYNAMIC') {
      throw invalid(`List ${row.listId} is dynamic: its members follow its filter.`);
    }
    return row;
  };
  for (const path of ['/:id/memberships', '/:id/memberships/join-order']) {
    app.get(path, (c) => {
      const limit = numberParam(c, 'limit', 100, { min: 1, max: 250 });
      const members = membersOf(hub, must(c, 'read'));
      const byId = (a: { recordId: string }, b: { recordId: string }) =>
        Number(a.recordId) - Number(b.recordId);
      if (!path.endsWith('order')) members.sort(byId);
      const start = Number(c.req.query('after') ?? 0) || 0;
      const results = members.slice(start, start + limit).map((row) => ({
        recordId: row.recordId,
        membershipTimestamp: new Date(row.lastAddedAt).toISOString(),
      }));
      const next = start + limit < members.length && { paging: { next: { after: String(start + limit) } } };
      return c.json({ results, total: members.length, ...next });
    });
  }
  app.put('/:id/memberships/add', async (c) => {
    const row = writable(c);
    return c.json(changeMembers(hub, row, await read(c, ids), []));
  });
  app.put('/:id/memberships/remove', async (c) => {
    const row = writable(c);
    return c.json(changeMembers(hub, row, [], await read(c, ids)));
  });
  app.put('/:id/memberships/add-and-remove', async (c) => {
    const row = writable(c);
    const input = await read(c, both);
    return c.json(changeMembers(hub, row, input.recordIdsToAdd, input.recordIdsToRemove));
  });
  app.delete('/:id/memberships', (c) => {
    const row = writable(c);
    changeMembers(
      hub,
      row,
      [],
      hub.by.members.all(row.id).map((member) => member.recordId),
    );
    return c.body(null, 204);
  });
}

function listView(hub: Hub, row: ListRow) {
  const updatedAt = new Date(row.updatedAt).toISOString();
  return {
    listId: row.listId,
    listVersion: 1,
    name: row.name,
    objectTypeId: row.objectTypeId,
    processingType: row.processingType,
    processingStatus: 'COMPLETE',
    size: membersOf(hub, row).length,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt,
    filtersUpdatedAt: updatedAt,
    ...(row.filterBranch !== null && { filterBranch: row.filterBranch }),
  };
}
