import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { AppError } from '#std/errors.ts';
import { docsPage } from './docs/page.ts';
import { noteConsent } from './audit/consent.ts';
import { askingOpenly, auditActor, noteForbidden, recorded } from './audit/recorder.ts';
import { admit } from './guard.ts';
import type { Admitted } from './guard.ts';
import { createLive } from './live.ts';
import type { Live } from './live.ts';
import { documentOf } from './openapi.ts';
import { parseWith, readJson, requireStorable } from './parse.ts';
import { problemOf } from './problem.ts';
import type { ApiParts } from './rooms.ts';
import { mayChange, paramsOf } from './route.ts';
import type { Asked, AskedInWorkspace, Route } from './route.ts';
import { auditRoutes } from './routes/audit.ts';
import { connectionRoutes } from './routes/connections.ts';
import { crmRoutes } from './routes/crms.ts';
import { deletionRoutes } from './routes/deletions.ts';
import { eventRoutes } from './routes/events.ts';
import { homeRoutes } from './routes/home.ts';
import { accountRoutes } from './routes/account.ts';
import { invitationRoutes } from './routes/invitations.ts';
import { keyRoutes } from './routes/keys.ts';
import { linkRoutes } from './routes/links.ts';
import { liveRoutes } from './routes/live.ts';
import { memberRoutes } from './routes/members.ts';
import { noticeRoutes } from './routes/notices.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { mirrorRoutes } from './routes/mirror.ts';
import { recordRoutes } from './routes/records.ts';
import { runRoutes } from './routes/runs.ts';
import { sessionRoutes } from './routes/session.ts';
import { workflowRoutes } from './routes/workflows.ts';
import { workspaceRoutes } from './routes/workspace.ts';
import { jsonOnly, sameOrigin, securityHeaders } from './security.ts';

/** The API as an app, to be mounted at `/`: it answers below `/api` and `/oauth`. */
export interface Api {
  app: OpenAPIHono;
  /** Every route, for the tests that walk them. */
  routes: Route[];
  /** Ends the streams of live updates, so that a server can close. */
  close(): void;
}

const mostBodyBytes = 1024 * 1024;

/** The whole API: walls, routes, document. */
export function createApi(parts: ApiParts): Api {
  const live = createLive(parts);
  const routes = allRoutes(parts, live);
  const document = documentOf(routes, parts.config);
  const app = new OpenAPIHono();
  app.onError((error, c) => problemOf(error, c, parts.log));
  app.use(
    '/api/*',
    securityHeaders(parts.config.publicUrl),
    sameOrigin(parts.config.publicUrl),
    jsonOnly,
    limited,
  );
  app.use('/oauth/*', securityHeaders(parts.config.publicUrl));
  app.get('/api/openapi.json', (c) => c.json(document));
  app.get('/api/docs', docsPage(document));
  for (const route of routes) {
    app.on(route.method.toUpperCase(), `/api${honoPath(route.path)}`, handlerOf(parts, route));
  }
  app.route(
    '/',
    oauthRoutes(parts, (c, workspaceId, id) => noteConsent(parts, c, workspaceId, id)),
  );
  app.all('/api/*', (c) => refuse(c, routes));
  return { app, routes, close: () => live.close() };
}

function allRoutes(parts: ApiParts, live: Live): Route[] {
  return [
    ...sessionRoutes(parts),
    ...linkRoutes(parts),
    ...accountRoutes(parts),
    ...homeRoutes(parts),
    ...connectionRoutes(parts),
    ...workflowRoutes(parts),
    ...runRoutes(parts),
    ...eventRoutes(parts),
    ...workspaceRoutes(parts),
    ...memberRoutes(parts),
    ...invitationRoutes(parts),
    ...keyRoutes(parts),
    ...auditRoutes(parts),
    ...deletionRoutes(parts),
    ...noticeRoutes(parts),
    ...crmRoutes(parts),
    ...mirrorRoutes(parts),
    ...recordRoutes(parts),
    ...liveRoutes(live, parts.clock, (c, path) =>
      // What the walls say they say again, with a reason, to the browser that comes back.
      admit(parts, c, path, 'viewer').then(
        () => true,
        () => false,
      ),
    ),
  ];
}

const limited = bodyLimit({
  maxSize: mostBodyBytes,
  onError: () => {
    throw new AppError('too_large', 'The body is over 1 MB. Send less at once.');
  },
});

const honoPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

function handlerOf(parts: ApiParts, route: Route) {
  const changes = mayChange(route);
  return async (c: Context): Promise<Response> => {
    const admitted =
      route.needs === null
        ? null
        : await admit(parts, c, route.path, route.needs, async (workspaceId, actor) => {
            if (changes) await noteForbidden(parts, route, c, workspaceId, actor);
          });
    const asked = {
      body: route.body && parseWith(route.body, await readJson(c), 'body'),
      query: route.query && parseWith(route.query, requireStorable(c.req.query()), 'query'),
      params: Object.fromEntries(paramsOf(route.path).map((name) => [name, c.req.param(name) ?? ''])),
      context: c,
    };
    const work = () =>
      route.needs === null ? route.handle(asked) : route.handle(within(route, asked, admitted!));
    if (!changes) return answered(route, c, await work());
    const asking = admitted
      ? { workspaceId: admitted.workspaceId, actor: auditActor(admitted.actor) }
      : await askingOpenly(parts, route, c);
    return answered(route, c, await recorded(parts, route, c, asking, asked.body, work));
  };
}

function within(
  route: Route,
  asked: Asked<unknown, unknown>,
  admitted: Admitted,
): AskedInWorkspace<unknown, unknown> {
  return {
    ...asked,
    ...admitted,
    id: (kind) => {
      const id = admitted.ids.get(kind);
      if (id === undefined) throw new Error(`${route.path} names no ${kind}`);
      return id;
    },
  };
}

function answered(route: Route, c: Context, answer: unknown): Response {
  if (answer instanceof Response) return answer;
  return route.answer === null ? c.body(null, 204) : c.json(answer as object, route.status ?? 200);
}

/** What no route took: 405 where the path exists for another method, else 404. */
function refuse(c: Context, routes: Route[]): never {
  const path = c.req.path.replace(/^\/api/, '');
  const fitting = routes.filter((route) => patternOf(route.path).test(path));
  const methods = [...new Set(fitting.map((route) => route.method.toUpperCase()))];
  if (methods.length === 0) {
    throw new AppError(
      'not_found',
      `There is nothing at ${c.req.path.slice(0, 200)}. All addresses are listed at /api/docs.`,
    );
  }
  c.header('allow', methods.join(', '));
  throw new AppError('method_not_allowed', `${c.req.method} is not done here. Use ${methods.join(' or ')}.`, {
    params: { allowed: methods },
  });
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
}
