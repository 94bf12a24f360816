import { z } from '@hono/zod-openapi';
import { isPublicUrl } from '#connections/environments.ts';
import { allows } from '../auth/roles.ts';
import { showConnections } from '../connection-view.ts';
import { showConnector } from '../connector-info.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import { pageQuery } from '../schemas/common.ts';
import { connectorInfo, home } from '../schemas/connections.ts';
import { attention } from '../schemas/runs.ts';

type Parts = Pick<ApiParts, 'history' | 'connections' | 'connectors' | 'config' | 'runs'>;

/** How things are, what needs a person, and what can be connected. */
export function homeRoutes(parts: Parts): Route[] {
  const { history, connectors, config } = parts;
  const made = table('home');
  const { inWorkspace } = made;
  inWorkspace('viewer', {
    method: 'get',
    path: '/home',
    summary: 'How things are: workflows, attention, the last 24 hours, how far each source was read',
    answer: home,
    handle: async ({ workspaceId }) => {
      const overview = await history.overview(workspaceId);
      // Emulators run beside us and always reach us.
      const onlyEmulators =
        overview.sources.length > 0 &&
        overview.sources.every(({ connection }) => connection.environmentKind === 'emulator');
      return {
        ...overview,
        reachable: onlyEmulators || isPublicUrl(config.publicUrl),
        emulators: config.emulators,
      };
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/connectors',
    summary: 'What can be connected, with its triggers, actions and forms',
    answer: z.array(connectorInfo),
    handle: async () =>
      Object.values(connectors).map((connector) => showConnector(connector, config.emulators.length > 0)),
  });
  attentionRoutes(made, parts);
  return made.routes;
}

/** What needs a person. */
function attentionRoutes({ inWorkspace }: Table, { history, connections, runs }: Parts): void {
  inWorkspace('viewer', {
    method: 'get',
    path: '/attention',
    summary: 'Runs that failed or wait for a decision, connections to reconnect, blocked order keys',
    query: z.object(pageQuery),
    answer: attention,
    handle: async ({ workspaceId, query, caller }) => {
      const [page, all, blocked, causes, users] = await Promise.all([
        history.runs(workspaceId, { statuses: ['failed', 'parked'] }, query),
        connections.list(workspaceId),
        history.blocked(workspaceId),
        history.causes(workspaceId),
        history.workflowsByConnection(workspaceId),
      ]);
      const broken = all.filter((connection) => connection.status === 'needs_reconnect');
      return {
        runs: page,
        connections: showConnections(broken, users, allows(caller.role, 'admin')),
        causes,
        blocked,
      };
    },
  });
  inWorkspace('editor', {
    method: 'post',
    path: '/attention/skip',
    summary: 'Let the runs behind a blocked order key pass its first one',
    body: z.object({ orderKey: z.string().min(1).max(1_000) }),
    answer: z.object({}),
    handle: async ({ workspaceId, body, actor }) => {
      await runs.skipBlocked(workspaceId, body.orderKey, actor);
      return {};
    },
  });
}
