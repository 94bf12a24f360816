import { randomBytes } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Connector, ConnectionContext } from '../kit/connector.ts';
import type { Option } from '../kit/field.ts';
import type { Reason } from '../domain/status.ts';
import type { Clock, Random } from '../std/clock.ts';
import type { SecretBox } from '../std/crypto.ts';
import type { Id } from '../std/id.ts';
import type { JsonObject } from '../std/json.ts';
import { createAccountMemory } from './account-memory.ts';
import { createAccounts, connectionNotFound } from './accounts.ts';
import { createAddresses } from './addresses.ts';
import { createContexts, type Use } from './contexts.ts';
import { createConnection } from './create.ts';
import { addSecret, endpointsForIntake, removeSecret, type IntakeEndpoint } from './endpoint-secrets.ts';
import { markNeedsReconnect, setEnabled, testConnection, type TestOutcome } from './health.ts';
import type { Outbound } from './http/outbound.ts';
import { checkInput, type CheckedInput, type NewConnection } from './input.ts';
import { finishAuthorize, startAuthorize } from './oauth/authorize.ts';
import { createRefresher } from './oauth/refresh.ts';
import { loadOptions } from './options.ts';
import type { Parts } from './parts.ts';
import { checkReconnect, reconnect } from './reconnect.ts';
import { register } from './registration.ts';
import { changeDetails, remove } from './settings.ts';
import { findConnection, listConnections } from './store.ts';
import { viewsOf, type ConnectionView } from './view.ts';

export type { ConnectionView, EndpointView } from './view.ts';
export type { IntakeEndpoint } from './endpoint-secrets.ts';
export type { NewConnection } from './input.ts';
export type { TestOutcome } from './health.ts';
export type { Use } from './contexts.ts';

/** Either it is connected, or a person has to agree at the vendor first. */
export type Connected = { connection: ConnectionView } | { authorizeUrl: string };

/** Authorised accounts of a workspace. Ids are bare UUIDs. Failures meant for people are AppErrors. */
export interface Connections {
  list(workspaceId: Id): Promise<ConnectionView[]>;
  /** Throws AppError `not_found`, as all that take an id. */
  get(workspaceId: Id, id: Id): Promise<ConnectionView>;
  /** Tests the credentials, then stores; with OAuth2 gives the address of the consent page. */
  create(workspaceId: Id, input: NewConnection): Promise<Connected>;
  /** Reconnects: tests, then replaces; a field left empty keeps its value. What waited for the connection goes on. */
  updateCredentials(workspaceId: Id, id: Id, credentials: Record<string, string>): Promise<Connected>;
  /** A person came back from the consent page. */
  finishAuthorize(state: string, code: string): Promise<{ workspaceId: Id; connectionId: Id }>;
  change(workspaceId: Id, id: Id, change: { name?: string; settings?: JsonObject }): Promise<ConnectionView>;
  setEnabled(workspaceId: Id, id: Id, enabled: boolean): Promise<ConnectionView>;
  /** Deletes it here and its webhook at the vendor; gives why that webhook is still there, or null. */
  remove(workspaceId: Id, id: Id): Promise<{ leftAtVendor: Reason | null }>;
  test(workspaceId: Id, id: Id): Promise<TestOutcome>;
  /** Registers our endpoint at the vendor. */
  subscribe(workspaceId: Id, id: Id): Promise<ConnectionView>;
  addSecret(workspaceId: Id, id: Id, secret: string): Promise<ConnectionView>;
  removeSecret(workspaceId: Id, id: Id, secretId: Id): Promise<ConnectionView>;
  /** Choices read live from the account. */
  options(
    workspaceId: Id,
    id: Id,
    loader: string,
    params: Record<string, string>,
    search: string,
  ): Promise<Option[]>;
  /**
   * What connectors run with. Its http waits for the account's budget (`BudgetExceeded` when that is long), renews a
   * token once after a 401, and records calls. Throws `VendorError` `auth` for a connection that is not active.
   */
  context(workspaceId: Id, id: Id, use: Use): Promise<ConnectionContext>;
  /** The vendor refused the credentials: an active connection stops until a person reconnects it. */
  markNeedsReconnect(workspaceId: Id, id: Id, reason: Reason): Promise<void>;
  /** Every endpoint of the hub, its secrets decrypted; to be kept under the catalog's epoch. */
  endpointsForIntake(): Promise<IntakeEndpoint[]>;
}

export interface ConnectionsOptions {
  pool: Pool;
  clock: Clock;
  random: Random;
  connectors: Record<string, Connector>;
  secrets: SecretBox;
  http: Outbound;
  /** PUBLIC_URL; null when it is not set, and vendors on the internet cannot reach us. */
  publicUrl: string | null;
  /** Where the hub is found on this machine. */
  localUrl: string;
  /** Null when no emulators run. */
  emulatorOrigin: string | null;
  onConnected?: Parts['onConnected'];
  onReconnected?: (tx: PoolClient, workspaceId: Id, connectionId: Id) => Promise<void>;
}

export function createConnections(options: ConnectionsOptions): Connections {
  const parts = assemble(options);
  const { pool } = parts;

  async function get(workspaceId: Id, id: Id): Promise<ConnectionView> {
    const row = await findConnection(pool, workspaceId, id);
    if (!row) throw connectionNotFound();
    return (await viewsOf(parts, [row]))[0]!;
  }

  async function after(work: Promise<unknown>, workspaceId: Id, id: Id): Promise<ConnectionView> {
    await work;
    return get(workspaceId, id);
  }

  async function create(workspaceId: Id, entered: NewConnection): Promise<Connected> {
    const input = checkInput(parts.connectors, parts.emulatorOrigin, entered);
    if (needsConsent(input)) return { authorizeUrl: await startAuthorize(parts, workspaceId, input, null) };
    const tokens = { credentials: input.credentials, expiresInMs: null };
    const id = await createConnection(parts, workspaceId, input, tokens);
    return { connection: await get(workspaceId, id) };
  }

  async function updateCredentials(
    workspaceId: Id,
    id: Id,
    entered: Record<string, string>,
  ): Promise<Connected> {
    const input = await checkReconnect(parts, workspaceId, id, entered);
    if (needsConsent(input)) return { authorizeUrl: await startAuthorize(parts, workspaceId, input, id) };
    await reconnect(parts, workspaceId, id, input, { credentials: input.credentials, expiresInMs: null });
    return { connection: await get(workspaceId, id) };
  }

  return {
    get,
    create,
    updateCredentials,
    list: async (ws) => viewsOf(parts, await listConnections(pool, ws)),
    finishAuthorize: (state, code) => finishAuthorize(parts, state, code),
    change: (ws, id, change) => after(changeDetails(parts, ws, id, change), ws, id),
    setEnabled: (ws, id, enabled) => after(setEnabled(parts, ws, id, enabled), ws, id),
    remove: (ws, id) => remove(parts, ws, id),
    test: (ws, id) => testConnection(parts, ws, id),
    subscribe: (ws, id) => after(register(parts, ws, id), ws, id),
    addSecret: (ws, id, secret) => after(addSecret(parts, ws, id, secret), ws, id),
    removeSecret: (ws, id, secretId) => after(removeSecret(parts, ws, id, secretId), ws, id),
    options: (ws, id, loader, params, search) =>
      loadOptions(parts, { workspaceId: ws, id }, loader, params, search),
    context: (ws, id, use) => parts.contexts.stored(ws, id, use),
    markNeedsReconnect: (ws, id, reason) => markNeedsReconnect(parts, ws, id, reason),
    endpointsForIntake: () => endpointsForIntake(parts),
  };
}

function needsConsent(input: CheckedInput): input is CheckedInput & { method: { kind: 'oauth2' } } {
  return input.method.kind === 'oauth2';
}

function assemble(options: ConnectionsOptions): Parts {
  const { pool, clock, random, connectors, secrets, http: outbound, emulatorOrigin, localUrl } = options;
  const accounts = createAccounts({ pool, clock, secrets, connectors, emulatorOrigin });
  const memory = createAccountMemory({ clock });
  const refresher = createRefresher({
    ...{ pool, clock, random, secrets, outbound, accounts, connectors },
    newOwner: () => randomBytes(9).toString('base64url'),
    onRefused: ({ workspaceId, id }, { error, message }) =>
      markNeedsReconnect({ pool, accounts }, workspaceId, id, {
        code: 'access_not_renewed',
        params: { error },
        message,
      }),
  });
  return {
    ...{ pool, clock, connectors, secrets, outbound, accounts, memory, emulatorOrigin, randomBytes },
    contexts: createContexts({ pool, clock, outbound, connectors, accounts, refresher, memory }),
    addresses: createAddresses({ publicUrl: options.publicUrl ?? localUrl, localUrl }),
    onConnected: options.onConnected ?? (() => Promise.resolve()),
    onReconnected: options.onReconnected ?? (() => Promise.resolve()),
  };
}
