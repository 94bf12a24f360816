import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import { addTimelineEvent, checkTokens, mustTemplate, rendered } from '../model/timeline.ts';
import { conflict, HubError, invalid, notFound } from '../model/refusal.ts';
import type { TemplateRow, TimelineRow, TokenDefinition } from '../model/rows-beside.ts';
import type { AppRow } from '../oauth/apps.ts';
import { needScope, type ApiEnv } from './caller.ts';
import { batchEnvelope, idSchema, parse, read } from './input.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const event = z.object({
  eventTemplateId: idSchema,
  id: z.string().optional(),
  email: z.string().optional(),
  objectId: idSchema.optional(),
  utk: z.string().optional(),
  domain: z.string().optional(),
  timestamp: text.optional(),
  tokens: z.record(z.string(), text).default({}),
  extraData: z.unknown().optional(),
  timelineIFrame: z.unknown().optional(),
});

/** `/crm/v3/timeline/events`, for OAuth tokens alone. HubSpot docs "Timeline events", read 2026-11. */
export function timelineRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const callerOf = (c: Context<ApiEnv>) => {
    const caller = c.get('caller');
    if (caller.kind !== 'oauth') {
      throw new HubError(401, 'This API can only be called with an OAuth access token.', {
        category: 'INVALID_AUTHENTICATION',
      });
    }
    needScope(caller, 'timeline');
    return caller;
  };
  const add = (c: Context<ApiEnv>, { eventTemplateId, ...draft }: z.output<typeof event>) => {
    const caller = callerOf(c);
    const template = mustTemplate(hub, caller.app.appId, eventTemplateId);
    return eventView(template, addTimelineEvent(hub, caller, template, draft));
  };
  const find = (c: Context<ApiEnv>) => {
    const caller = callerOf(c);
    const template = mustTemplate(hub, caller.app.appId, c.req.param('template') ?? '');
    const row = hub.timeline.get(`${caller.portal}/${template.id}/${c.req.param('event')}`);
    if (!row) throw notFound();
    return { template, row };
  };
  app.post('/', async (c) => c.json(add(c, await read(c, event)), 201));
  app.post('/batch/create', async (c) => {
    const { inputs } = await read(c, z.object({ inputs: z.array(event) }));
    return c.json(
      batchEnvelope(
        hub.now(),
        hub.commit(() => inputs.map((input) => add(c, input))),
      ),
      201,
    );
  });
  app.get('/:template/:event', (c) => {
    const { template, row } = find(c);
    return c.json(eventView(template, row));
  });
  app.get('/:template/:event/detail', (c) => {
    const { template, row } = find(c);
    return c.json({ details: rendered(template.detailTemplate, row) });
  });
  app.get('/:template/:event/render', (c) => {
    const { template, row } = find(c);
    const source = c.req.query('detail') === 'true' ? template.detailTemplate : template.headerTemplate;
    return c.html(html`<p>${rendered(source, row)}</p>`);
  });
  return app;
}

function eventView(template: TemplateRow, row: TimelineRow) {
  return {
    id: row.eventId,
    eventTemplateId: row.templateId,
    objectType: template.objectType,
    objectId: row.objectId,
    ...(row.email !== null && { email: row.email }),
    ...(row.utk !== null && { utk: row.utk }),
    ...(row.domain !== null && { domain: row.domain }),
    tokens: row.tokens,
    ...(row.extraData !== null && { extraData: row.extraData }),
    ...(row.timelineIFrame !== null && { timelineIFrame: row.timelineIFrame }),
    timestamp: new Date(row.timestamp).toISOString(),
    createdAt: new Date(row.createdAt).toISOString(),
  };
}

const token = z.object({
  name: z.string().regex(/^[A-Za-z0-9._-]+$/),
  label: z.string(),
  type: z.enum(['string', 'number', 'enumeration', 'date']),
  options: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
  objectPropertyName: z.string().nullish(),
});
const template = z.object({
  name: z.string().min(1),
  objectType: z.enum(['contacts', 'companies', 'deals']),
  headerTemplate: z.string().default(''),
  detailTemplate: z.string().default(''),
  tokens: z.array(token).default([]),
});
const mostTemplates = 750;

/** `/crm/v3/timeline/{appId}/event-templates`, for the developer of the app. */
export function templateRoutes(hub: Hub, appOf: (c: Context) => AppRow): Hono {
  const app = new Hono();
  const must = (c: Context) => mustTemplate(hub, appOf(c).appId, c.req.param('template') ?? '');
  const stamp = (given: z.output<typeof token>) => stamped(hub, given);
  app.get('/', (c) => c.json({ results: hub.by.templatesOf.all(String(appOf(c).appId)).map(templateView) }));
  app.post('/', async (c) => {
    const { appId } = appOf(c);
    const { tokens, ...input } = await read(c, template);
    checkTokens(tokens);
    if (hub.by.templatesOf.all(String(appId)).length >= mostTemplates) {
      throw invalid('An app can have 750 templates.');
    }
    const id = String(hub.next('template'));
    const now = hub.now();
    const times = { createdAt: now, updatedAt: now };
    const row = hub.templates.put({ ...input, id, appId, tokens: tokens.map(stamp), ...times });
    return c.json(templateView(row), 201);
  });
  app.get('/:template', (c) => c.json(templateView(must(c))));
  app.put('/:template', async (c) => {
    const row = must(c);
    const { tokens, ...input } = parse(await read(c, z.unknown()), template.omit({ objectType: true }));
    checkTokens(tokens);
    const changed = { ...row, ...input, tokens: tokens.map(stamp), updatedAt: hub.now() };
    return c.json(templateView(hub.templates.put(changed)));
  });
  app.delete('/:template', (c) => {
    const row = must(c);
    hub.commit(() => {
      hub.templates.delete(row.id);
      for (const one of hub.timeline.all()) if (one.templateId === row.id) hub.timeline.delete(one.id);
    });
    return c.body(null, 204);
  });
  tokenRoutes(app, hub, must);
  return app;
}

function stamped(hub: Hub, given: z.output<typeof token>): TokenDefinition {
  const now = hub.now();
  return { ...given, objectPropertyName: given.objectPropertyName ?? null, createdAt: now, updatedAt: now };
}

function tokenRoutes(app: Hono, hub: Hub, must: (c: Context) => TemplateRow): void {
  app.post('/:template/tokens', async (c) => {
    const row = must(c);
    const made = stamped(hub, await read(c, token));
    if (row.tokens.some(({ name }) => name === made.name)) {
      throw conflict(`Token ${made.name} already exists`);
    }
    checkTokens([...row.tokens, made]);
    hub.templates.put({ ...row, tokens: [...row.tokens, made], updatedAt: hub.now() });
    return c.json(tokenView(made));
  });
  app.put('/:template/tokens/:token', async (c) => {
    const row = must(c);
    const before = row.tokens.find(({ name }) => name === c.req.param('token'));
    if (!before) throw notFound();
    const given = await read(c, token.pick({ label: true, options: true, objectPropertyName: true }));
    const after = { ...before, ...given, objectPropertyName: given.objectPropertyName ?? null };
    hub.templates.put({ ...row, tokens: row.tokens.map((one) => (one === before ? after : one)) });
    return c.json(tokenView(after));
  });
  app.delete('/:template/tokens/:token', (c) => {
    const row = must(c);
    hub.templates.put({ ...row, tokens: row.tokens.filter(({ name }) => name !== c.req.param('token')) });
    return c.body(null, 204);
  });
}

function tokenView({ objectPropertyName, createdAt, updatedAt, ...rest }: TokenDefinition) {
  return {
    ...rest,
    ...(objectPropertyName !== null && { objectPropertyName }),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}

function templateView({ tokens, createdAt, updatedAt, ...row }: TemplateRow) {
  const { id, name, objectType, headerTemplate, detailTemplate } = row;
  return {
    id,
    name,
    objectType,
    headerTemplate,
    detailTemplate,
    tokens: tokens.map(tokenView),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
  };
}
