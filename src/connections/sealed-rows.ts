import type { Id } from '../std/id.ts';

/** What sealed values are bound to: their table and the whole key of their row. */
export const credentialsRow = (workspaceId: Id, connectionId: Id) =>
  ['credentials', workspaceId, connectionId] as const;
export const endpointUrlRow = (workspaceId: Id, endpointId: Id) =>
  ['endpoints.url', workspaceId, endpointId] as const;
export const endpointSecretRow = (workspaceId: Id, endpointId: Id, id: Id) =>
  ['endpoint_secrets', workspaceId, endpointId, id] as const;
export const oauthStateRow = (stateHash: Buffer) => ['oauth_states', stateHash.toString('hex')] as const;
