import { Hono } from 'hono';
import type { Limiter } from '#kit/emulator/limits.ts';
import type { Crm } from '../model/crm.ts';
import { hookShape } from '../model/hooks.ts';
import type { Fields } from '../model/fields.ts';
import { Refusal } from '../model/refusal.ts';
import { activityRoutes, taskRoutes } from './follow-ups.ts';
import { contactRoutes } from './contacts.ts';
import { customFieldRoutes } from './custom-fields.ts';
import { dealProductRoutes } from './deal-products.ts';
import { dealRoutes } from './deals.ts';
import { labelRoutes, productRoutes } from './labels.ts';
import { organizationRoutes } from './organizations.ts';
import { accountName, teamRoutes, userRoutes } from './people.ts';
import { pipelineRoutes, stageRoutes } from './pipelines.ts';
import { bodyOf, refusalAnswer, type V1Env } from './reply.ts';

/**
 * RD Station CRM's API v1 (RD Station CRM docs, read 2026-11): `?token=` on every call, 200 also for what was created,
 * and the vendor's several shapes of errors.
 */
export function v1App(crm: Crm, limiter: Limiter): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) throw error;
    const { status, body } = refusalAnswer(error);
    return c.json(body, status);
  });
  app.use(async (c, next) => {
    const user = crm.by.token.first(c.req.query('token') ?? '');
    if (!user?.active) return c.json({ error: 'Permission denied.' }, 401);
    if (!limiter.take(user.id).allowed) {
      // The vendor's spelling.
      const error = { error_type: 'RATE_LIMIT_EXCEDDED', error_message: 'API usage limit exceeded' };
      return c.json({ errors: error }, 429);
    }
    c.set('user', user);
    return next();
  });
  app.get('/token/check', (c) => {
    const { email, name } = c.get('user');
    return c.json({ email, name, organization: accountName });
  });
  app.route('/deals', dealProductRoutes(crm));
  app.route('/deals', dealRoutes(crm));
  app.route('/contacts', contactRoutes(crm));
  app.route('/organizations', organizationRoutes(crm));
  app.route('/deal_pipelines', pipelineRoutes(crm));
  app.route('/deal_stages', stageRoutes(crm));
  app.route('/deal_sources', labelRoutes(crm, 'source', 'deal_sources', 'deal_source'));
  app.route('/campaigns', labelRoutes(crm, 'campaign', 'campaigns', 'campaign'));
  app.route('/deal_lost_reasons', labelRoutes(crm, 'lost_reason', 'deal_lost_reasons', null));
  app.route('/custom_fields', customFieldRoutes(crm));
  app.route('/users', userRoutes(crm));
  app.route('/teams', teamRoutes(crm));
  app.route('/activities', activityRoutes(crm));
  app.route('/tasks', taskRoutes(crm));
  app.route('/products', productRoutes(crm));
  app.route('/webhooks', webhookRoutes(crm));
  const unknown = { error_type: 'RESOURCE_NOT_FOUND', error_message: "The resource couldn't be found." };
  app.all('*', (c) => c.json({ errors: unknown }, 404));
  return app;
}

function webhookRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  const find = (uuid: string) => {
    const row = crm.hooks.get(uuid);
    if (!row) throw new Refusal('not_found', 'Webhook');
    return row;
  };
  app.get('/', (c) => c.json({ webhooks: crm.hooks.all().map(hookShape) }));
  app.post('/', async (c) => {
    const body = await bodyOf(c);
    checkMethod(body);
    const [eventType, url] = [body.text('event_type') ?? '', body.text('url') ?? ''];
    return c.json(
      hookShape(as400(() => crm.hooks.register({ name: null, eventType, url, createdVia: 'api' }))),
    );
  });
  app.get('/:uuid', (c) => c.json(hookShape(find(c.req.param('uuid')))));
  app.put('/:uuid', async (c) => {
    const row = find(c.req.param('uuid'));
    const body = await bodyOf(c);
    const [eventType, url] = [body.text('event_type') ?? row.eventType, body.text('url') ?? row.url];
    return c.json(hookShape(as400(() => crm.hooks.change(row, { eventType, url }))));
  });
  app.delete('/:uuid', (c) => {
    crm.hooks.table.delete(find(c.req.param('uuid')).id);
    return c.body(null, 204);
  });
  return app;
}

function checkMethod(body: Fields): void {
  if (body.text('http_method') !== 'POST') {
    throw new Refusal('bad_request', 'http_method', 'http_method must be POST');
  }
}

// Webhooks know no 422: what is wrong with them is a bad request.
function as400<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      'bad_request',
      error.subject,
      `${error.subject} ${error.detail || 'is not included in the list'}`,
    );
  }
}
