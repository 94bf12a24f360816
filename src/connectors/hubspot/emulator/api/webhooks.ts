import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import { HubError, invalid, notFound } from '../model/refusal.ts';
import { checkTarget, type AppRow, type Apps } from '../oauth/apps.ts';
import type { SubscriptionRow, Subscriptions } from '../webhooks/subscriptions.ts';
import { batchEnvelope, idSchema, read } from './input.ts';

/** The app of the path, if the caller is its developer: `?hapikey=`, or the key as a bearer token. */
export function developerApp(apps: Apps): (c: Context) => AppRow {
  return (c) => {
    const bearer = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const key = c.req.query('hapikey') ?? bearer ?? '';
    const mine = key === '' ? [] : apps.byDeveloperKey(key);
    if (mine.length === 0) {
      throw new HubError(
        401,
        'The API key provided is invalid. View or manage your API key in your developer account.',
        {
          category: 'INVALID_AUTHENTICATION',
        },
      );
    }
    const app = mine.find((one) => String(one.appId) === c.req.param('app') && one.kind === 'public');
    if (!app) throw notFound(`No app with the id ${c.req.param('app')}`);
    return app;
  };
}

const settings = z.object({
  targetUrl: z.string(),
  throttling: z.object({ maxConcurrentRequests: z.int(), period: z.string().optional() }),
});
const newSubscription = z.object({
  eventType: z.string(),
  propertyName: z.string().nullish(),
  objectTypeId: z.string().nullish(),
  active: z.boolean().default(false),
});

/** `/webhooks/v3/{appId}`: where events go and which. HubSpot docs "Webhooks API", read 2026-11. */
export function webhookRoutes(hub: Hub, apps: Apps, subscriptions: Subscriptions): Hono {
  const app = new Hono();
  const appOf = developerApp(apps);
  app.get('/:app/settings', (c) => {
    const row = appOf(c);
    if (row.targetUrl === null) throw notFound();
    return c.json(settingsView(row));
  });
  app.put('/:app/settings', async (c) => {
    const row = appOf(c);
    const { targetUrl, throttling } = await read(c, settings);
    const { maxConcurrentRequests } = throttling;
    if (maxConcurrentRequests <= 5) throw invalid('maxConcurrentRequests must be greater than 5');
    const change = { targetUrl: checkTarget(targetUrl), maxConcurrentRequests, updatedAt: hub.now() };
    return c.json(settingsView(apps.put({ ...row, ...change })));
  });
  app.delete('/:app/settings', (c) => {
    apps.put({ ...appOf(c), targetUrl: null });
    return c.body(null, 204);
  });
  app.get('/:app/subscriptions', (c) =>
    c.json({ results: subscriptions.of(appOf(c).appId).map(subscriptionView) }),
  );
  app.post('/:app/subscriptions', async (c) => {
    const row = appOf(c);
    const { eventType, propertyName = null, objectTypeId = null, active } = await read(c, newSubscription);
    return c.json(
      subscriptionView(subscriptions.create(row, { eventType, propertyName, objectTypeId, active })),
      201,
    );
  });
  app.post('/:app/subscriptions/batch/update', async (c) => {
    const row = appOf(c);
    const { inputs } = await read(
      c,
      z.object({ inputs: z.array(z.object({ id: idSchema, active: z.boolean() })) }),
    );
    const results = hub.commit(() =>
      inputs.map(({ id, active }) => subscriptions.setActive(row, id, active)),
    );
    return c.json(batchEnvelope(hub.now(), results.map(subscriptionView)));
  });
  app.get('/:app/subscriptions/:id', (c) =>
    c.json(subscriptionView(subscriptions.must(appOf(c), c.req.param('id')))),
  );
  for (const method of ['PATCH', 'PUT']) {
    app.on(method, '/:app/subscriptions/:id', async (c) => {
      const row = appOf(c);
      const { active } = await read(c, z.object({ active: z.boolean() }));
      return c.json(subscriptionView(subscriptions.setActive(row, c.req.param('id'), active)));
    });
  }
  app.delete('/:app/subscriptions/:id', (c) => {
    subscriptions.remove(appOf(c), c.req.param('id'));
    return c.body(null, 204);
  });
  return app;
}

function settingsView(row: AppRow) {
  return {
    targetUrl: row.targetUrl,
    throttling: { maxConcurrentRequests: row.maxConcurrentRequests },
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}

function subscriptionView(row: SubscriptionRow) {
  return {
    id: row.id,
    eventType: row.eventType,
    ...(row.propertyName !== null && { propertyName: row.propertyName }),
    ...(row.objectTypeId !== null && { objectTypeId: row.objectTypeId }),
    active: row.active,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}
