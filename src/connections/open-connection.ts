import type { Environment } from '../kit/connector.ts';
import type { ConnectionStatus } from '../domain/status.ts';
import type { SecretBox } from '../std/crypto.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import type { SealedConnection } from './credential-store.ts';
import { credentialsRow, endpointUrlRow } from './sealed-rows.ts';

/** By field key; for OAuth2 also `access_token` and `refresh_token`. */
export type Credentials = Record<string, string>;

/** A connection with its credentials decrypted, as it stood when it was read. */
export interface OpenConnection {
  workspaceId: Id;
  id: Id;
  connector: string;
  name: string;
  environment: Environment;
  authMethod: string;
  settings: JsonObject;
  status: ConnectionStatus;
  credentials: Credentials;
  revision: number;
  /** Until the access token runs out, when this was read; null when it does not. */
  expiresInMs: number | null;
  lifetimeMs: number | null;
  /** Calls to one account at a vendor are counted together under this key. */
  accountKey: string;
  /** Everything that must not be stored of its calls. One array for its life, so that masking is prepared once. */
  masked: string[];
}

/** Decrypts a stored connection. Throws AppError when its secrets do not open. */
export function openSealed(
  row: SealedConnection,
  environment: Environment,
  secrets: SecretBox,
): OpenConnection {
  const { workspaceId, id } = row;
  const credentials = JSON.parse(secrets.open(row.sealed, credentialsRow(workspaceId, id))) as Credentials;
  const urlSecret =
    row.urlSecretSealed && row.endpointId
      ? [secrets.open(row.urlSecretSealed, endpointUrlRow(workspaceId, row.endpointId))]
      : [];
  return {
    workspaceId,
    id,
    connector: row.connector,
    name: row.name,
    environment,
    authMethod: row.authMethod,
    settings: row.settings,
    status: row.status,
    credentials,
    revision: row.revision,
    expiresInMs: row.expiresInMs,
    lifetimeMs: row.lifetimeMs,
    accountKey: accountKeyOf(row, environment),
    masked: [...Object.values(credentials), ...urlSecret],
  };
}

/** The same account, connected twice in a workspace, has one budget. Workspaces cannot slow one another down by a name. */
export function accountKeyOf(
  row: { workspaceId: Id; id: Id; connector: string; account: string | null },
  environment: Environment,
): string {
  return [row.connector, environment.key, row.workspaceId, row.account ?? row.id].join(' ');
}
