import { Hono } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import type { Clock } from '#std/clock.ts';
import type { Crm } from '../model/crm.ts';
import { dates } from '../model/documents.ts';
import { utc } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { HookRow } from '../model/rows.ts';
import type { Grants } from '../oauth/grants.ts';
import { customFieldRoutes, labelRoutes, productRoutes, userRoutes } from './account.ts';
import { list } from './collection.ts';
import { contactRoutes } from './contacts.ts';
import { dealRoutes } from './deals.ts';
import { noteRoutes, taskRoutes } from './follow-ups.ts';
import { organizationRoutes } from './organizations.ts';
import { pipelineRoutes } from './pipelines.ts';
import { dataOf, errors, refusalAnswer, type V2Env } from './reply.ts';

interface V2Parts {
  crm: Crm;
  grants: Grants;
  limiter: Limiter;
  clock: Clock;
}

/** RD Station CRM's API v2 (RD Station CRM docs, read 2026-11): OAuth 2 access tokens, `{data}` in and out. */
export function v2App({ crm, grants, limiter, clock }: V2Parts): Hono<V2Env> {
  const app = new Hono<V2Env>();
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) throw error;
    const { status, body } = refusalAnswer(error);
    return c.json(body, status);
  });
  app.use(async (c, next) => {
    const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const user = crm.users.get((token && grants.userOf(token)) ?? '');
    if (!user?.active) return c.json(errors('UNAUTHORIZED', 'Invalid token.'), 401);
    const { allowed, resetAt } = limiter.take(user.id);
    if (!allowed) {
      c.header('retry-after', String(Math.max(1, Math.ceil((resetAt - clock.now()) / 1000))));
      return c.json(errors('TOO_MANY_REQUESTS', 'API usage limit exceeded'), 429);
    }
    c.set('user', user);
    return next();
  });
  app.route('/deals', noteRoutes(crm));
  app.route('/deals', dealRoutes(crm));
  app.route('/contacts', contactRoutes(crm));
  app.route('/organizations', organizationRoutes(crm));
  app.route('/pipelines', pipelineRoutes(crm));
  app.route('/sources', labelRoutes(crm, 'source'));
  app.route('/campaigns', labelRoutes(crm, 'campaign'));
  app.route('/lost_reasons', labelRoutes(crm, 'lost_reason'));
  app.route('/segments', labelRoutes(crm, 'segment'));
  app.route('/products', productRoutes(crm));
  app.route('/users', userRoutes(crm));
  app.route('/custom_fields', customFieldRoutes(crm));
  app.route('/tasks', taskRoutes(crm));
  app.route('/webhooks', webhookRoutes(crm));
  app.all('*', (c) => c.json(errors('RESOURCE_NOT_FOUND', "The resource couldn't be found."), 404));
  return app;
}

const hookWritable = ['name', 'event_name', 'http_method', 'url', 'status'];

function webhookRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const find = (id: string) => {
    const row = crm.hooks.get(id);
    if (!row) throw new Refusal('not_found', 'Webhook');
    return row;
  };
  app.get('/', (c) => list(c, crm, { attributes: {}, rows: () => crm.hooks.all() }, hookDocument));
  app.post('/', async (c) => {
    const data = await dataOf(c, hookWritable);
    if (data.text('http_method') !== 'POST') throw new Refusal('not_included', 'http_method');
    const [eventType, url] = [data.text('event_name') ?? '', data.text('url') ?? ''];
    const row = crm.hooks.register({ name: data.text('name') ?? null, eventType, url, createdVia: 'api' });
    return c.json({ data: hookDocument(row) }, 201);
  });
  app.get('/:id', (c) => c.json({ data: hookDocument(find(c.req.param('id'))) }));
  app.put('/:id', async (c) => {
    const row = find(c.req.param('id'));
    const data = await dataOf(c, hookWritable);
    const status = data.text('status') ?? row.status;
    if (status !== 'active' && status !== 'inactive' && status !== row.status) {
      throw new Refusal('not_included', 'status');
    }
    const change = {
      name: data.text('name') ?? row.name,
      eventType: data.text('event_name') ?? row.eventType,
      url: data.text('url') ?? row.url,
      status,
    };
    return c.json({ data: hookDocument(crm.hooks.change(row, change)) });
  });
  app.delete('/:id', (c) => {
    crm.hooks.table.delete(find(c.req.param('id')).id);
    return c.body(null, 204);
  });
  return app;
}

function hookDocument(row: HookRow) {
  const { id, name, eventType, url, status } = row;
  return { id, name, event_name: eventType, http_method: 'POST', url, status, ...dates(row, utc) };
}
