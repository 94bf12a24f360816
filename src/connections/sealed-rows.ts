import type { SealedColumn } from '../db/reseal.ts';
import type { Id } from '../std/id.ts';

/** What sealed values are bound to: their table and the whole key of their row. */
export const credentialsRow = (workspaceId: Id, connectionId: Id) =>
  ['credentials', workspaceId, connectionId] as const;
export const endpointUrlRow = (workspaceId: Id, endpointId: Id) =>
  ['endpoints.url', workspaceId, endpointId] as const;
export const endpointSecretRow = (workspaceId: Id, endpointId: Id, id: Id) =>
  ['endpoint_secrets', workspaceId, endpointId, id] as const;
export const oauthStateRow = (stateHash: Buffer) => ['oauth_states', stateHash.toString('hex')] as const;

const uuid = (name: string) => ({ name, type: 'uuid' as const });

/** This room's sealed columns, for changing the key. */
export const sealedColumns: SealedColumn[] = [
  {
    table: 'credentials',
    column: 'sealed',
    key: [uuid('workspace_id'), uuid('connection_id')],
    row: ([workspaceId, id]) => credentialsRow(workspaceId!, id!),
  },
  {
    table: 'endpoints',
    column: 'url_secret_sealed',
    key: [uuid('workspace_id'), uuid('id')],
    row: ([workspaceId, id]) => endpointUrlRow(workspaceId!, id!),
  },
  {
    table: 'endpoint_secrets',
    column: 'sealed',
    key: [uuid('workspace_id'), uuid('endpoint_id'), uuid('id')],
    row: ([workspaceId, endpointId, id]) => endpointSecretRow(workspaceId!, endpointId!, id!),
  },
  {
    table: 'oauth_states',
    column: 'sealed',
    key: [{ name: 'state_hash', type: 'bytea' }],
    row: ([hash]) => oauthStateRow(Buffer.from(hash!, 'hex')),
  },
];
