import type { ConnectionStatus, Reason } from '../domain/status.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';

/** One authorised account, as stored. */
export interface ConnectionRow {
  workspaceId: Id;
  id: Id;
  connector: string;
  name: string;
  environment: string;
  authMethod: string;
  account: string | null;
  settings: JsonObject;
  status: ConnectionStatus;
  reason: Reason | null;
  createdAt: Date;
  testedAt: Date | null;
}

/** What a vendor gave when our address was registered, and which address that was. */
export interface Subscription {
  /** The address holds a secret, so only its hash is kept: enough to see whether it is still ours. */
  urlHash: string;
  ids: string[];
  events: string[];
}

/** The address a vendor posts to, as stored. */
export interface EndpointRow {
  id: Id;
  urlSecretSealed: Buffer;
  subscription: Subscription | null;
  secrets: { id: Id; createdAt: Date }[];
  received: number;
  refused: number;
  unrecognized: number;
  lastReceivedAt: Date | null;
  lastRefusedAt: Date | null;
  lastRefusedReason: string | null;
}

/** A connection with its endpoint and how far its changes were read. */
export interface ConnectionDetails extends ConnectionRow {
  endpoint: EndpointRow | null;
  /** Its credentials, sealed, and when the access token runs out. */
  access: { sealed: Buffer; expiresAt: Date | null } | null;
  watermark: { completeUntil: Date; checkedAt: Date | null; foundLate: number } | null;
}
