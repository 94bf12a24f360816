import { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import { addKey, listKeys, readKeyId, removeKey } from '../auth/api-keys.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';
import { apiKey, apiKeyInput, newApiKey } from '../schemas/session.ts';

/** Keys for programs. */
export function keyRoutes({ pool, clock }: Pick<ApiParts, 'pool' | 'clock'>): Route[] {
  const { routes, inWorkspace } = table('keys');
  inWorkspace('admin', {
    method: 'get',
    path: '/keys',
    summary: 'API keys of the workspace, newest first',
    answer: z.array(apiKey),
    handle: ({ workspaceId }) => listKeys(pool, workspaceId),
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/keys',
    summary: 'Make an API key; the only answer that holds it',
    body: apiKeyInput,
    answer: newApiKey,
    status: 201,
    handle: ({ workspaceId, body, caller }) =>
      addKey(
        pool,
        workspaceId,
        { ...body, by: caller.kind === 'person' ? caller.person.id : null },
        clock.now(),
      ),
  });
  inWorkspace('admin', {
    method: 'delete',
    path: '/keys/{key}',
    summary: 'Remove an API key at once',
    answer: null,
    handle: async ({ workspaceId, params }) => {
      const id = readKeyId(params['key']!);
      if (id === null || !(await removeKey(pool, workspaceId, id))) {
        throw new AppError('not_found', 'This key does not exist in this workspace.');
      }
    },
  });
  return routes;
}
