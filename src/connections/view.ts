import type { Connector } from '../kit/connector.ts';
import type { ConnectionStatus, Reason } from '../domain/status.ts';
import type { SecretBox } from '../std/crypto.ts';
import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import { accessOf, accountOf, allowanceOf, readAhead, type Access, type Allowance } from './allowance.ts';
import { hashUrl, type Addresses } from './addresses.ts';
import { environmentsOf } from './environments.ts';
import type { ConnectionDetails } from './rows.ts';
import { endpointUrlRow } from './sealed-rows.ts';

/** A connection as the API shows it, but for its ids (bare) and the workflows that use it. Times are ISO 8601, UTC. */
export interface ConnectionView {
  id: Id;
  name: string;
  connector: string;
  environment: string;
  environmentKind: 'live' | 'sandbox' | 'emulator';
  authMethod: string;
  account: string | null;
  status: ConnectionStatus;
  reason: Reason | null;
  settings: JsonObject;
  createdAt: string;
  testedAt: string | null;
  endpoint: EndpointView | null;
  watermark: { completeUpTo: string; checkedAt: string | null; foundLate: number } | null;
  /** Null when its connector is gone. */
  allowance: Allowance | null;
  access: Access | null;
}

export interface EndpointView {
  id: Id;
  /** Holds the secret part: only for those who may edit. */
  url: string;
  /** The vendor knows this very address. */
  registered: boolean;
  signed: boolean;
  secrets: { id: Id; createdAt: string }[];
  received: number;
  refused: number;
  unrecognized: number;
  lastReceivedAt: string | null;
  lastRefusedAt: string | null;
  lastRefusedReason: string | null;
}

export interface ViewParts {
  connectors: Record<string, Connector>;
  secrets: SecretBox;
  addresses: Addresses;
  emulatorOrigin: string | null;
}

/** Stored connections for people, with what is left of their budgets now: one statement for all. */
export async function viewsOf(
  parts: ViewParts & { pool: Queryable },
  rows: ConnectionDetails[],
): Promise<ConnectionView[]> {
  const keys = rows.flatMap((row) => accountOf(parts, row)?.key ?? []);
  const ahead = await readAhead(parts.pool, keys);
  return rows.map((row) => viewOf(parts, row, ahead));
}

/** A stored connection for people. One whose connector or emulator is gone is still shown. */
function viewOf(parts: ViewParts, row: ConnectionDetails, ahead: Map<string, number>): ConnectionView {
  const { connectors, emulatorOrigin } = parts;
  const connector = connectors[row.connector];
  const environments = connector ? environmentsOf(connector, emulatorOrigin) : [];
  const known = environments.find(({ key }) => key === row.environment);
  const kind = known?.kind ?? (row.environment === 'emulator' ? 'emulator' : 'live');
  const { watermark } = row;
  const account = accountOf(parts, row);
  return {
    id: row.id,
    name: row.name,
    connector: row.connector,
    environment: row.environment,
    environmentKind: kind,
    authMethod: row.authMethod,
    account: row.account,
    status: row.status,
    reason: row.reason,
    settings: row.settings,
    createdAt: row.createdAt.toISOString(),
    testedAt: row.testedAt?.toISOString() ?? null,
    endpoint: endpointView(parts, row, { key: row.environment, kind, origins: {} }),
    watermark: watermark && {
      completeUpTo: watermark.completeUntil.toISOString(),
      checkedAt: watermark.checkedAt?.toISOString() ?? null,
      foundLate: watermark.foundLate,
    },
    allowance: account && allowanceOf(account.budget, ahead.get(account.key) ?? 0),
    access: accessOf(parts, row),
  };
}

function endpointView(
  parts: ViewParts,
  row: ConnectionDetails,
  environment: Parameters<Addresses['endpointUrl']>[0],
): EndpointView | null {
  const { endpoint, workspaceId } = row;
  if (!endpoint) return null;
  const urlSecret = parts.secrets.open(endpoint.urlSecretSealed, endpointUrlRow(workspaceId, endpoint.id));
  const url = parts.addresses.endpointUrl(environment, endpoint.id, urlSecret);
  return {
    id: endpoint.id,
    url,
    registered: endpoint.subscription?.urlHash === hashUrl(url),
    signed: parts.connectors[row.connector]?.webhooks?.proof === 'signature',
    secrets: endpoint.secrets.map(({ id, createdAt }) => ({ id, createdAt: createdAt.toISOString() })),
    received: endpoint.received,
    refused: endpoint.refused,
    unrecognized: endpoint.unrecognized,
    lastReceivedAt: endpoint.lastReceivedAt?.toISOString() ?? null,
    lastRefusedAt: endpoint.lastRefusedAt?.toISOString() ?? null,
    lastRefusedReason: endpoint.lastRefusedReason,
  };
}
