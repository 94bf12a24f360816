import type { MirrorRow } from '#records/mirror/mirror.ts';
import type { Id } from '#std/id.ts';
import type { MirrorProgress } from '../contract-records.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route } from '../route.ts';
import { mirrorChange, mirrorProgress } from '../schemas/crms.ts';

type Parts = Pick<ApiParts, 'mirror' | 'connections'>;

/** How far the mirror of a connected CRM is, and letting its first import rest. */
export function mirrorRoutes({ mirror, connections }: Parts): Route[] {
  const { routes, inWorkspace } = table('crms');
  const progressOf = async (workspaceId: Id, connectionId: Id): Promise<MirrorProgress> => {
    await connections.get(workspaceId, connectionId);
    const rows = await mirror.progress({ workspaceId, connectionId });
    return { objects: rows.map(viewOf), error: rows.find((row) => row.error !== null)?.error ?? null };
  };
  inWorkspace('viewer', {
    method: 'get',
    path: '/crms/{connection}/mirror',
    summary: 'How far the mirror of a connected CRM is, by object',
    answer: mirrorProgress,
    handle: ({ workspaceId, id }) => progressOf(workspaceId, id('connection')),
  });
  inWorkspace('admin', {
    method: 'patch',
    path: '/crms/{connection}/mirror',
    summary: 'Let the first import rest, or go on where it was',
    body: mirrorChange,
    answer: mirrorProgress,
    handle: async ({ workspaceId, id, body }) => {
      await connections.get(workspaceId, id('connection'));
      await mirror.pause({ workspaceId, connectionId: id('connection') }, body.paused);
      return progressOf(workspaceId, id('connection'));
    },
  });
  return routes;
}

const viewOf = (row: MirrorRow): MirrorProgress['objects'][number] => ({
  ...{ object: row.object, state: row.state, imported: row.imported, total: row.total },
  beganAt: row.beganAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  completeUntil: row.completeUntil.toISOString(),
  checkedAt: row.checkedAt?.toISOString() ?? null,
  foundLate: row.foundLate,
});
