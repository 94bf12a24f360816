import { z } from '@hono/zod-openapi';
import { allows } from '../auth/roles.ts';
import { showConnections, showOne } from '../connection-view.ts';
import type { Connection } from '../contract.ts';
import { requireOwned } from '../guard.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { AskedInWorkspace, Route, Table } from '../route.ts';
import { option, timeQuery } from '../schemas/common.ts';
import * as schema from '../schemas/connections.ts';
import { rememberConsent } from './oauth.ts';

type Parts = Pick<ApiParts, 'history' | 'connections' | 'backfill' | 'config'>;

/** Connections: reading, making, mending, and what belongs to them. */
export function connectionRoutes(parts: Parts): Route[] {
  const { history, connections } = parts;
  const made = table('connections');
  const { inWorkspace } = made;

  async function shown(
    asked: AskedInWorkspace<unknown, unknown>,
    id = asked.id('connection'),
  ): Promise<Connection> {
    const [view, users] = await Promise.all([
      connections.get(asked.workspaceId, id),
      history.workflowsByConnection(asked.workspaceId),
    ]);
    return showOne(view, users, allows(asked.caller.role, 'admin'));
  }

  inWorkspace('viewer', {
    method: 'get',
    path: '/connections',
    summary: 'Connections by name',
    answer: z.array(schema.connection),
    handle: async ({ workspaceId, caller }) => {
      const [views, users] = await Promise.all([
        connections.list(workspaceId),
        history.workflowsByConnection(workspaceId),
      ]);
      return showConnections(views, users, allows(caller.role, 'admin'));
    },
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/connections',
    summary: 'Connect an account: tested first; with OAuth 2 the answer is where to agree',
    body: schema.newConnection,
    answer: schema.newConnectionAnswer,
    handle: async (asked) => {
      const made = await connections.create(asked.workspaceId, asked.body);
      if ('authorizeUrl' in made) return rememberConsent(asked, parts.config.publicUrl, made.authorizeUrl);
      return { connection: await shown(asked, made.connection.id) };
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/connections/{connection}',
    summary: 'One connection',
    answer: schema.connection,
    handle: (asked) => shown(asked),
  });
  changingRoutes(made, parts, shown);
  mendingRoutes(made, parts, shown);
  accountRoutes(made, parts);
  return made.routes;
}

type Show = (asked: AskedInWorkspace<unknown, unknown>) => Promise<Connection>;

/** Its name, its settings, whether it works. Deleting is in `deletions.ts`. */
function changingRoutes({ inWorkspace }: Table, { connections }: Parts, shown: Show): void {
  inWorkspace('admin', {
    method: 'patch',
    path: '/connections/{connection}',
    summary: 'Rename, change settings, switch off or on',
    body: schema.connectionChange,
    answer: schema.connection,
    handle: async (asked) => {
      const { enabled, ...change } = asked.body;
      const id = asked.id('connection');
      if (Object.keys(change).length > 0) await connections.change(asked.workspaceId, id, change);
      if (enabled !== undefined) await connections.setEnabled(asked.workspaceId, id, enabled);
      return shown(asked);
    },
  });
}

/** Credentials, registration, secrets. */
function mendingRoutes({ inWorkspace }: Table, { connections, config }: Parts, shown: Show): void {
  inWorkspace('admin', {
    method: 'put',
    path: '/connections/{connection}/credentials',
    summary: 'Reconnect: runs that waited for it go on; with OAuth 2 the answer is where to agree',
    body: schema.credentialsInput,
    answer: z.union([schema.connection, z.object({ authorizeUrl: z.url() })]),
    handle: async (asked) => {
      const made = await connections.updateCredentials(
        asked.workspaceId,
        asked.id('connection'),
        asked.body.credentials,
      );
      return 'authorizeUrl' in made
        ? rememberConsent(asked, config.publicUrl, made.authorizeUrl)
        : shown(asked);
    },
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/connections/{connection}/subscribe',
    summary: 'Register our endpoint at the vendor',
    body: z.object({}),
    answer: schema.connection,
    handle: async (asked) => {
      await connections.subscribe(asked.workspaceId, asked.id('connection'));
      return shown(asked);
    },
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/connections/{connection}/secrets',
    summary: 'Add a secret the vendor signs with',
    body: z.object({ secret: z.string().min(1).max(1_000) }),
    answer: schema.connection,
    handle: async (asked) => {
      await connections.addSecret(asked.workspaceId, asked.id('connection'), asked.body.secret);
      return shown(asked);
    },
  });
  inWorkspace('admin', {
    method: 'delete',
    path: '/connections/{connection}/secrets/{secret}',
    summary: 'Retire a secret',
    answer: schema.connection,
    handle: async (asked) => {
      const secret = parseSecretId(asked.params['secret']!);
      await connections.removeSecret(asked.workspaceId, asked.id('connection'), secret);
      return shown(asked);
    },
  });
}

/** What is read from the account. */
function accountRoutes({ inWorkspace }: Table, { connections, history, backfill }: Parts): void {
  inWorkspace('editor', {
    method: 'post',
    path: '/connections/{connection}/test',
    summary: 'Ask the vendor whether the credentials work',
    body: z.object({}),
    answer: schema.connectionTest,
    handle: (asked) => connections.test(asked.workspaceId, asked.id('connection')),
  });
  inWorkspace('editor', {
    method: 'get',
    path: '/connections/{connection}/options/{loader}',
    summary: 'Choices read live from the account; further parameters are what they depend on',
    query: z.object({ search: z.string().max(200).optional() }).catchall(z.string().max(500)),
    answer: z.array(option),
    handle: ({ workspaceId, id, params, query: { search, ...rest } }) =>
      connections.options(
        workspaceId,
        id('connection'),
        params['loader']!,
        rest as Record<string, string>,
        search ?? '',
      ),
  });
  inWorkspace('editor', {
    method: 'post',
    path: '/connections/{connection}/backfill',
    summary: 'Count what happened before; with `confirm` bring it in',
    body: z.object({ workflowId: z.string().max(60), from: timeQuery, to: timeQuery, confirm: z.boolean() }),
    answer: schema.backfill,
    audit: ({ confirm }, answer) => ({ confirm, ...('started' in answer && { count: answer.started }) }),
    handle: async ({ workspaceId, id, body, by }) => {
      const [workflowId] = await requireOwned(history, workspaceId, 'workflow', [body.workflowId]);
      return backfill(workspaceId, id('connection'), { ...body, workflowId: workflowId!, by });
    },
  });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Secrets have bare ids; anything else names none. */
function parseSecretId(text: string): string {
  return uuid.test(text) ? text : '00000000-0000-0000-0000-000000000000';
}
