import type { Hono } from 'hono';
import { z } from 'zod';
import { controlApp } from '#kit/emulator/control.ts';
import type { GateParts } from './api/caller.ts';
import { DEMO_HUBSPOT_PORTAL, seedDemo } from './demo.ts';
import {
  archiveRecord,
  createRecord,
  eraseContact,
  restoreRecord,
  updateRecord,
  type Actor,
} from './model/records.ts';
import { HubError, notFound } from './model/refusal.ts';
import { mustType } from './model/schemas.ts';
import { defaultSettings } from './model/settings.ts';
import { fillContacts } from './seed/fill.ts';
import type { Sender } from './webhooks/sender.ts';

const fill = z.strictObject({
  portal: z.int().default(DEMO_HUBSPOT_PORTAL),
  contacts: z.int().min(0).max(200_000),
});
const settings = z.strictObject({
  searchLagMs: z.number().min(0),
  searchTotalCapped: z.boolean(),
  webhookBatchMs: z.number().min(0),
  webhookBatchMax: z.int().min(1).max(100),
  webhookSignature: z.enum(['v1', 'v2']),
  createdFlag: z.enum(['NEW', 'CREATED']),
  accessTokenSeconds: z.number().positive(),
  rotateRefreshTokens: z.boolean(),
  nullForEmpty: z.boolean(),
  timelineRepeat: z.enum(['refuse', 'ignore']),
  lifecycleBackwards: z.boolean(),
});
const place = { portal: z.int().default(DEMO_HUBSPOT_PORTAL), type: z.string().default('contacts') };
/** What a person would do on the pages, without a browser. */
const edit = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('create'), ...place, properties: z.record(z.string(), z.string()) }),
  z.strictObject({
    do: z.literal('update'),
    ...place,
    id: z.string(),
    properties: z.record(z.string(), z.string()),
  }),
  z.strictObject({ do: z.literal('archive'), ...place, id: z.string() }),
  z.strictObject({ do: z.literal('restore'), ...place, id: z.string() }),
  z.strictObject({ do: z.literal('erase'), ...place, id: z.string() }),
]);
const uninstall = z.strictObject({ appId: z.int(), portal: z.int() });

/** The control door, with what is particular to HubSpot: filling, edits of people, tokens that end, usage, settings. */
export function hubspotControl(parts: GateParts & { sender: Sender }): Hono {
  const { hub, limiters } = parts;
  const app = controlApp(hub.parts, {
    limiters,
    seed: () => seedDemo(parts),
    refusalOf: (error) => (error instanceof HubError ? error.message : null),
  });
  app.post('/fill', async (c) => {
    const { portal, contacts } = fill.parse(await c.req.json());
    return c.json(fillContacts(hub, portal, contacts), 201);
  });
  app.post('/edits', async (c) => {
    const input = edit.parse(await c.req.json());
    const { portal } = input;
    const type = mustType(hub, portal, input.type);
    const actor: Actor = { portal, source: { type: 'CRM_UI', id: 'userId:1', label: null, userId: 1 } };
    const row = 'id' in input ? hub.records.get(`${portal}/${type.id}/${input.id}`) : undefined;
    if (input.do === 'create') {
      return c.json({ id: createRecord(hub, actor, type, input.properties).objectId }, 201);
    }
    if (!row) throw notFound();
    if (input.do === 'update') updateRecord(hub, actor, type, row, input.properties);
    if (input.do === 'archive') archiveRecord(hub, actor, type, row);
    if (input.do === 'restore') restoreRecord(hub, actor, type, row);
    if (input.do === 'erase') eraseContact(hub, actor, type, row);
    return c.json({ id: row.objectId });
  });
  // Everything as it is, for whoever compares it with a mirror: by id, no limit asked.
  app.get('/records', (c) => {
    const { portal = String(DEMO_HUBSPOT_PORTAL), type = 'contacts' } = c.req.query();
    const { id } = mustType(hub, Number(portal), type);
    const records = hub.by.type.all(`${portal}/${id}`).map((row) => ({
      id: row.objectId,
      values: row.values,
      updatedAt: row.updatedAt,
      associations: hub.by.from.all(row.id).map(({ toType, toId, kinds }) => ({ toType, toId, kinds })),
    }));
    return c.json({ records });
  });
  stateRoutes(app, parts);
  return app;
}

function stateRoutes(app: Hono, { hub, apps, grants, usage, sender }: GateParts & { sender: Sender }): void {
  app.get('/usage', (c) => c.json(usage.list()));
  app.delete('/usage', (c) => {
    usage.reset();
    return c.body(null, 204);
  });
  app.post('/tokens/expire', (c) => {
    grants.expireAll();
    return c.body(null, 204);
  });
  app.post('/uninstall', async (c) => {
    const { appId, portal } = uninstall.parse(await c.req.json());
    apps.uninstall(appId, portal);
    return c.body(null, 204);
  });
  app.post('/webhooks/flush', (c) => {
    sender.flush();
    return c.body(null, 204);
  });
  app.get('/settings', (c) => c.json({ ...defaultSettings, ...hub.settings() }));
  app.put('/settings', async (c) => {
    const given = settings.partial().parse(await c.req.json());
    const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    return c.json(hub.changeSettings(change));
  });
}
