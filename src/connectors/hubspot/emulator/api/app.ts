import { Hono, type Context } from 'hono';
import type { Hub } from '../model/hub.ts';
import { HubError } from '../model/refusal.ts';
import { tokenRoutes } from '../oauth/token-routes.ts';
import type { Subscriptions } from '../webhooks/subscriptions.ts';
import { accountRoutes, ownerRoutes, schemaRoutes } from './account.ts';
import { associationRoutes, linkRoutes } from './associations.ts';
import { olderLinkRoutes } from './older-links.ts';
import { batchRoutes } from './batch.ts';
import { gate, type ApiEnv, type GateParts } from './caller.ts';
import { propertyRoutes } from './definitions.ts';
import { formRoutes, secureSubmissionRoutes, submissionRoutes } from './forms.ts';
import { listRoutes } from './lists.ts';
import { objectRoutes } from './objects.ts';
import { canonicalPath } from './paths.ts';
import { pipelineRoutes } from './pipelines.ts';
import { searchRoutes } from './search.ts';
import { templateRoutes, timelineRoutes } from './timeline.ts';
import { developerApp, webhookRoutes } from './webhooks.ts';

/** HubSpot's public API. It routes by `canonicalPath`, so the same routes serve v3, v4 and the date versions. */
export function apiApp(parts: GateParts & { subscriptions: Subscriptions }): Hono<ApiEnv> {
  const { hub, apps, limiters, usage, subscriptions } = parts;
  const app = new Hono<ApiEnv>({ getPath: (request) => canonicalPath(request.url) });
  app.use(async (c, next) => {
    await next();
    c.header('X-HubSpot-Correlation-Id', c.res.headers.get('X-HubSpot-Correlation-Id') ?? hub.newId());
  });
  app.onError((error, c) => errorAnswer(error, c, hub));
  app.notFound((c) => errorAnswer(new HubError(404, 'resource not found'), c, hub));

  app.route('/oauth', tokenRoutes(parts));
  app.route('/submissions/v3', submissionRoutes(hub));
  app.route('/webhooks/v3', webhookRoutes(hub, apps, subscriptions));
  app.route('/crm/v3/timeline/:app{[0-9]+}/event-templates', templateRoutes(hub, developerApp(apps)));

  app.use(gate(parts));
  app.route('/submissions/v3/integration/secure/submit', secureSubmissionRoutes(hub));
  app.route('/crm/v3/objects', searchRoutes(hub));
  app.route('/crm/v3/objects', batchRoutes(hub));
  app.route('/crm/v3/objects', olderLinkRoutes(hub));
  app.route('/crm/v3/objects', objectRoutes(hub));
  app.route('/crm/v4/objects', linkRoutes(hub));
  app.route('/crm/v4/associations', associationRoutes(hub));
  app.route('/crm/v3/properties', propertyRoutes(hub));
  app.route('/crm/v3/pipelines', pipelineRoutes(hub));
  app.route('/crm/v3/owners', ownerRoutes(hub));
  app.route('/crm/v3/lists', listRoutes(hub));
  app.route('/crm/v3/schemas', schemaRoutes(hub));
  app.route('/crm/v3/timeline/events', timelineRoutes(hub));
  const callsToday = (portal: number) =>
    apps
      .of(portal)
      .reduce((sum, one) => sum + (one.kind === 'private' ? usage.callsOf(`${portal}/${one.appId}`) : 0), 0);
  app.route(
    '/account-info/v3',
    accountRoutes(hub, () => limiters.daily.rate.max, callsToday),
  );
  app.route('/', formRoutes(hub));
  return app;
}

function errorAnswer(error: Error, c: Context, hub: Hub) {
  if (!(error instanceof HubError)) throw error;
  const correlationId = hub.newId();
  c.header('X-HubSpot-Correlation-Id', correlationId);
  return c.json({ status: 'error', message: error.message, correlationId, ...error.details }, error.status);
}
