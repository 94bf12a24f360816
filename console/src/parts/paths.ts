import { useMemo } from 'react';
import { queryOf, type Params } from '../api/client.ts';
import { useWorkspace } from '../api/workspace.ts';

/** The address of every screen of a workspace. */
export function pathsOf(workspaceId: string) {
  const base = `/w/${workspaceId}`;
  return {
    home: base,
    workflows: `${base}/workflows`,
    newWorkflow: (params: Params = {}) => `${base}/workflows/new${queryOf(params)}`,
    workflow: (id: string) => `${base}/workflows/${id}`,
    history: (params: Params = {}) => `${base}/history${queryOf(params)}`,
    run: (id: string) => `${base}/runs/${id}`,
    records: `${base}/records`,
    recordsOf: (crm: string, object: string, params: Params = {}) =>
      `${base}/records/${crm}/${object}${queryOf(params)}`,
    record: (crm: string, object: string, id: string) => `${base}/records/${crm}/${object}/${id}`,
    recordSchema: (crm: string, object: string) => `${base}/records/${crm}/${object}/schema`,
    connections: `${base}/connections`,
    newConnection: (params: Params = {}) => `${base}/connections/new${queryOf(params)}`,
    connection: (id: string) => `${base}/connections/${id}`,
    attention: `${base}/attention`,
    settings: `${base}/settings`,
    members: `${base}/settings/members`,
    account: `${base}/settings/account`,
  };
}

/** Addresses within the workspace on screen. */
export function usePaths() {
  const { id } = useWorkspace();
  return useMemo(() => pathsOf(id), [id]);
}
