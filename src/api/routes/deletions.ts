import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { readId } from '#std/id.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import * as schema from '../schemas/deletions.ts';

type Parts = Pick<ApiParts, 'history' | 'connections' | 'catalog' | 'deleteWorkspace'>;

/** What cannot be undone: each says first what is lost, and asks for the name. */
export function deletionRoutes(parts: Parts): Route[] {
  const [ofConnections, ofWorkspaces] = [table('connections'), table('workspace')];
  connectionRoutes(ofConnections, parts);
  workspaceRoutes(ofWorkspaces, parts);
  return [...ofConnections.routes, ...ofWorkspaces.routes];
}

function connectionRoutes({ inWorkspace }: Table, { history, connections, catalog }: Parts): void {
  inWorkspace('admin', {
    method: 'get',
    path: '/connections/{connection}/deletion',
    summary: 'What stops, fails and stays when the connection is deleted',
    answer: schema.connectionDeletion,
    handle: async ({ workspaceId, id }) => {
      const connectionId = id('connection');
      const [view, users, stakes] = await Promise.all([
        connections.get(workspaceId, connectionId),
        history.workflowsByConnection(workspaceId),
        history.connectionStakes(workspaceId, connectionId),
      ]);
      const { waiting, parked, ...kept } = stakes;
      return {
        ...kept,
        name: view.name,
        workflows: users.get(connectionId) ?? [],
        runs: { waiting, parked },
        webhookAtVendor: view.endpoint?.registered ?? false,
      };
    },
  });
  inWorkspace('admin', {
    method: 'delete',
    path: '/connections/{connection}',
    summary: 'Delete a connection, and its webhook at the vendor; workflows that use it are paused',
    body: schema.typedName,
    answer: schema.connectionDeleted,
    audit: (_body, answer) =>
      'leftAtVendor' in answer && answer.leftAtVendor ? { leftAtVendor: answer.leftAtVendor.code } : {},
    handle: async ({ workspaceId, id, body }) => {
      const connectionId = id('connection');
      const view = await connections.get(workspaceId, connectionId);
      requireName(body.name, view.name);
      const users = await history.workflowsByConnection(workspaceId);
      for (const workflow of users.get(connectionId) ?? []) {
        await pauseUnlessResting(catalog, workspaceId, readId('workflow', workflow.id)!);
      }
      return connections.remove(workspaceId, connectionId);
    },
  });
}

function workspaceRoutes({ inWorkspace }: Table, { history, deleteWorkspace }: Parts): void {
  inWorkspace('owner', {
    method: 'get',
    path: '/deletion',
    summary: 'What is lost when the workspace is deleted',
    answer: schema.workspaceDeletion,
    handle: async ({ workspaceId }) => {
      const { name, members, connections, workflows, runs, events } = await stakesOf(history, workspaceId);
      return { name, members, connections, workflows, runs, events };
    },
  });
  inWorkspace('owner', {
    method: 'delete',
    path: '',
    summary: 'Delete the workspace: credentials and access at once, its history in the background',
    body: schema.typedName,
    answer: schema.workspaceDeleted,
    audit: (_body, answer) => ('leftAtVendor' in answer ? { count: answer.leftAtVendor.length } : {}),
    handle: async ({ workspaceId, body }) => {
      const { name, demo } = await stakesOf(history, workspaceId);
      requireName(body.name, name);
      if (demo) {
        throw new AppError(
          'conflict',
          'The demo’s workspace would be made again at the next start. Set COUNTERSIGN_DEMO=off to be without it.',
        );
      }
      return { leftAtVendor: await deleteWorkspace(workspaceId) };
    },
  });
}

/** Throws `unprocessable` when the name typed is another. */
function requireName(typed: string, name: string): void {
  if (typed.trim() === name.trim()) return;
  throw new AppError('unprocessable', 'This is not its name. Type the name as it is shown to delete it.', {
    faults: [{ path: 'name', code: 'not_the_name' }],
  });
}

async function stakesOf(history: Parts['history'], workspaceId: Id) {
  const stakes = await history.workspaceStakes(workspaceId);
  if (!stakes) throw new AppError('not_found', 'This workspace does not exist.');
  return stakes;
}

/** A workflow that somebody paused meanwhile is fine as it is. */
async function pauseUnlessResting(catalog: Parts['catalog'], workspaceId: Id, workflowId: Id): Promise<void> {
  try {
    await catalog.pause(workspaceId, workflowId);
  } catch (error) {
    if (!(error instanceof AppError) || !['conflict', 'not_found'].includes(error.code)) throw error;
  }
}
