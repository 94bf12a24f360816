import type { Pool, PoolClient } from 'pg';
import type { Connector } from '../kit/connector.ts';
import type { Clock } from '../std/clock.ts';
import type { SecretBox } from '../std/crypto.ts';
import type { Id } from '../std/id.ts';
import type { AccountMemory } from './account-memory.ts';
import type { Accounts } from './accounts.ts';
import type { Addresses } from './addresses.ts';
import type { Contexts } from './contexts.ts';
import type { Outbound } from './http/outbound.ts';

/** What the verbs of this room work with. */
export interface Parts {
  pool: Pool;
  clock: Clock;
  connectors: Record<string, Connector>;
  secrets: SecretBox;
  outbound: Outbound;
  accounts: Accounts;
  contexts: Contexts;
  memory: AccountMemory;
  addresses: Addresses;
  /** Null when no emulators run. */
  emulatorOrigin: string | null;
  /** Cryptographic chance. */
  randomBytes: (length: number) => Buffer;
  /** Called in the transaction that makes a connection. */
  onConnected: (tx: PoolClient, made: { workspaceId: Id; id: Id; connector: string }) => Promise<void>;
  /** Called in the transaction that made a connection work again. */
  onReconnected: (tx: PoolClient, workspaceId: Id, connectionId: Id) => Promise<void>;
}
