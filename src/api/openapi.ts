import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { errorStatus } from '#std/errors.ts';
import type { ApiConfig } from './rooms.ts';
import { markOptional } from './exact-optional.ts';
import { paramsOf } from './route.ts';
import type { Route } from './route.ts';
import { problem, shownId } from './schemas/common.ts';

/** The OpenAPI 3.1 document. */
export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;

/** Describes a table of routes. */
export function documentOf(routes: Route[], config: ApiConfig): ApiDocument {
  const app = new OpenAPIHono();
  const registry = app.openAPIRegistry;
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of the workspace',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'countersign.session_token',
  });
  const seen = new Set<unknown>();
  for (const route of routes) {
    for (const schema of [route.query, route.body, route.answer]) if (schema) markOptional(schema, seen);
    registry.registerPath(describe(route));
  }
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Countersign',
      version: config.version,
      description:
        'Ids carry their prefix (`run_…`), times are ISO 8601 in UTC, errors are `application/problem+json`.',
    },
    servers: [{ url: config.publicUrl }],
  });
}

function describe(route: Route) {
  const names = paramsOf(route.path);
  const status = route.answer === null ? 204 : (route.status ?? 200);
  return createRoute({
    method: route.method,
    path: `/api${route.path}`,
    summary: route.summary,
    tags: [route.tag],
    ...(route.needs !== null && {
      security: [{ session: [] }, { key: [] }],
      description: `Needs the role ${route.needs}.`,
    }),
    request: {
      ...(names.length > 0 && { params: z.object(Object.fromEntries(names.map((name) => [name, shownId]))) }),
      ...(route.query && { query: route.query as z.ZodObject }),
      ...(route.body && {
        body: { required: true, content: { 'application/json': { schema: route.body } } },
      }),
    },
    responses: {
      [status]:
        route.answer === null
          ? { description: 'Done' }
          : { description: 'Good', content: { 'application/json': { schema: route.answer } } },
      default: {
        description: `A problem: ${Object.keys(errorStatus).join(', ')}`,
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  });
}
