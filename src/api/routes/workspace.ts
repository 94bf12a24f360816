import type { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import { showId } from '#std/id.ts';
import { changeWorkspace, readWorkspace } from '../auth/accounts.ts';
import type { WorkspaceSettings } from '../auth/accounts.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';
import { signingSecret, workspace, workspaceChange } from '../schemas/workspace.ts';

type Parts = Pick<ApiParts, 'pool' | 'signingSecret'>;

/** What a workspace is called and how long it keeps things, and what its posts are signed with. */
export function workspaceRoutes({ pool, signingSecret: secretOf }: Parts): Route[] {
  const { routes, inWorkspace } = table('workspace');
  inWorkspace('viewer', {
    method: 'get',
    path: '',
    summary: 'The workspace: name, time zone, days that events and runs are kept',
    answer: workspace,
    handle: async ({ workspaceId }) => shown(await readWorkspace(pool, workspaceId)),
  });
  inWorkspace('admin', {
    method: 'patch',
    path: '',
    summary: 'Change the workspace; a shorter retention deletes what is older at the next hourly sweep',
    body: workspaceChange,
    answer: workspace,
    handle: async ({ workspaceId, body }) => shown(await changeWorkspace(pool, workspaceId, body)),
  });
  inWorkspace('admin', {
    method: 'get',
    path: '/signing-secret',
    summary: 'The secret that posts of webhook.send are signed with, as Standard Webhooks write it',
    answer: signingSecret,
    handle: async ({ workspaceId }) => ({ secret: secretOf(workspaceId) }),
  });
  return routes;
}

/** Throws `not_found` for a workspace that was deleted since the walls were passed. */
function shown(found: WorkspaceSettings | null): z.infer<typeof workspace> {
  if (!found) throw new AppError('not_found', 'This workspace does not exist.');
  return { ...found, id: showId('workspace', found.id) };
}
