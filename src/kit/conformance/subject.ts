import type { ConnectionContext, Connector } from '../connector.ts';
import type { CreateEmulator } from '../emulator/emulator.ts';
import type { Json, JsonObject } from '../../std/json.ts';
import type { VendorErrorKind } from '../vendor-error.ts';
import type { World } from './world.ts';

/** A connector, its emulator, and the little the suite cannot know about either. */
export interface Subject {
  connector: Connector;
  createEmulator: CreateEmulator;
  /** Sets up an account at the emulator and says how to connect to it. */
  connect(world: World): Promise<Credentials> | Credentials;
  /** The vendor's error body for a status; without it the fault has none. */
  errorBody?(status: number): Json;
  /** Where this vendor's statuses mean something else than usual. */
  kinds?: Partial<Record<number, VendorErrorKind>>;
  /** Fills the account with more than one page and reads it back. */
  paging?: PagingCase;
  /** Brings about a webhook. */
  hook?: HookCase;
  /** One case for each action that creates something. */
  creates?: CreateCase[];
  /** File with the English words of the connector. */
  words: URL;
}

export interface Credentials {
  /** Key of the auth method. */
  auth: string;
  values: Record<string, string>;
  /** Credentials the vendor must refuse. */
  wrong: Record<string, string>;
  settings?: JsonObject;
}

export interface PagingCase {
  /** Makes the records; gives their ids. */
  fill(world: World): Promise<string[]>;
  /** Ids the connector finds when it reads to the end. */
  read(context: ConnectionContext): Promise<string[]>;
}

export interface HookCase {
  /** Vendor's event names to subscribe to. */
  events: string[];
  /** Does something at the vendor that makes it send at least one webhook. */
  cause(world: World, context: ConnectionContext): Promise<void>;
  /** A trigger key that one of the webhooks must give. */
  trigger: string;
}

export interface CreateCase {
  action: string;
  input(world: World, context: ConnectionContext): Promise<JsonObject> | JsonObject;
  /** The call that creates, for cutting its answer off. */
  call: { method: string; path: string };
  /** How many of the thing the ledger holds. */
  count(world: World): number;
}
