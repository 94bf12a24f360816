import { z } from '@hono/zod-openapi';
import type { EventFilter } from '#history/history.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';
import { page, pageQuery, timeQuery } from '../schemas/common.ts';
import { eventDetail, eventSummary, outcome } from '../schemas/runs.ts';
import { filterId } from '../schemas/filters.ts';

/** What reached us. */
export function eventRoutes({ history }: Pick<ApiParts, 'history'>): Route[] {
  const { routes, inWorkspace } = table('events');
  inWorkspace('viewer', {
    method: 'get',
    path: '/events',
    summary: 'Events, newest first; a page may be short and still have a cursor',
    query: z.object({
      ...pageQuery,
      connection: filterId('connection').exactOptional(),
      outcome: outcome.exactOptional(),
      from: timeQuery.exactOptional(),
      to: timeQuery.exactOptional(),
    }),
    answer: page(eventSummary),
    handle: ({ workspaceId, query: { cursor, limit, connection, ...rest } }) => {
      const filter: EventFilter = { ...rest, ...(connection && { connectionId: connection }) };
      return history.events(workspaceId, filter, { limit, ...(cursor && { cursor }) });
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/events/{event}',
    summary: 'One event with its body and what it says',
    answer: eventDetail,
    handle: async ({ workspaceId, id }) => (await history.event(workspaceId, id('event'))).detail,
  });
  return routes;
}
