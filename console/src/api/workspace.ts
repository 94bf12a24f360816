import { createContext, useContext, useMemo } from 'react';
import type { Role, Session } from '../../../src/api/contract.ts';
import { apiAt, type Api } from './client.ts';

/** One workspace as the session tells it. */
export type Workspace = Session['workspaces'][number];

export const WorkspaceContext = createContext<Workspace | null>(null);

/** The workspace of the address. Only under the workspace's frame. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (!workspace) throw new Error('useWorkspace is used outside a workspace');
  return workspace;
}

/** The API of the workspace of the address. */
export function useApi(): Api {
  const { id } = useWorkspace();
  return useMemo(() => apiAt(`/api/w/${encodeURIComponent(id)}`), [id]);
}

const roles: Role[] = ['owner', 'admin', 'editor', 'viewer'];

/** Whether a role may do what needs another: each may do what those after it may. */
export function allows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}

/** Tells whether the reader may do here what needs a role. */
export function useMay(): (needed: Role) => boolean {
  const { role } = useWorkspace();
  return (needed) => allows(role, needed);
}

/** Whether the reader may change workflows and runs here. */
export function useMayEdit(): boolean {
  return useWorkspace().role !== 'viewer';
}

/** Whether the reader may connect accounts here. */
export function useMayConnect(): boolean {
  return ['owner', 'admin'].includes(useWorkspace().role);
}
