import { createHash } from 'node:crypto';
import { AppError } from '../../std/errors.ts';
import type { Id } from '../../std/id.ts';
import { createConnection, refuseTakenName } from '../create.ts';
import { insertOauthState, takeOauthState } from '../credential-store.ts';
import { forPeople } from '../explain.ts';
import { checkInput, type CheckedInput, type NewConnection } from '../input.ts';
import type { Parts } from '../parts.ts';
import { reconnect } from '../reconnect.ts';
import { oauthStateRow } from '../sealed-rows.ts';
import { originOf, requestTokens, type OauthMethod, type Tokens } from './token-endpoint.ts';

const STATE_BYTES = 24;
/** A person may have to sign in at the vendor, and look for the phone, before they can agree. */
const STATE_TTL_MS = 30 * 60_000;
const CALL_MS = 20_000;

/** What is remembered, sealed, while a person is at the vendor's consent page. */
interface Remembered {
  input: NewConnection;
  /** The connection to reconnect; null for a new one. */
  connectionId: Id | null;
  redirectUri: string;
}

/** Sends a person to the vendor to agree: gives the address. Throws AppError `conflict` for a name that is taken. */
export async function startAuthorize(
  parts: Parts,
  workspaceId: Id,
  checked: CheckedInput & { method: OauthMethod },
  connectionId: Id | null,
): Promise<string> {
  if (connectionId === null) await refuseTakenName(parts.pool, workspaceId, checked.name);
  const state = parts.randomBytes(STATE_BYTES).toString('base64url');
  const hash = hashState(state);
  const redirectUri = parts.addresses.oauthCallback;
  const remembered: Remembered = { input: asInput(checked), connectionId, redirectUri };
  const sealed = parts.secrets.seal(JSON.stringify(remembered), oauthStateRow(hash));
  await insertOauthState(parts.pool, { hash, workspaceId, sealed, ttlMs: STATE_TTL_MS });
  return authorizeUrl(checked, state, redirectUri);
}

/**
 * A person came back from the vendor: exchanges the code, tests what it gave and stores the connection. A state is good
 * once. Throws AppError `gone` for one that is unknown or over, else as creating and reconnecting do.
 */
export async function finishAuthorize(
  parts: Parts,
  state: string,
  code: string,
): Promise<{ workspaceId: Id; connectionId: Id }> {
  const hash = hashState(state);
  const found = await takeOauthState(parts.pool, hash);
  if (!found) {
    throw new AppError('gone', 'This sign-in is too old or was used already. Start connecting again.');
  }
  const { workspaceId } = found;
  const remembered = JSON.parse(parts.secrets.open(found.sealed, oauthStateRow(hash))) as Remembered;
  const input = checkInput(parts.connectors, parts.emulatorOrigin, remembered.input);
  const tokens = await exchange(parts, input, code, remembered.redirectUri);
  const credentials = {
    ...input.credentials,
    access_token: tokens.accessToken,
    ...(tokens.refreshToken !== null && { refresh_token: tokens.refreshToken }),
  };
  const granted = { credentials, expiresInMs: tokens.expiresInMs };
  if (remembered.connectionId === null) {
    return { workspaceId, connectionId: await createConnection(parts, workspaceId, input, granted) };
  }
  await reconnect(parts, workspaceId, remembered.connectionId, input, granted);
  return { workspaceId, connectionId: remembered.connectionId };
}

async function exchange(
  parts: Parts,
  input: CheckedInput,
  code: string,
  redirectUri: string,
): Promise<Tokens> {
  const { outbound, clock } = parts;
  const { environment, credentials } = input;
  const method = input.method as OauthMethod;
  try {
    return await requestTokens(
      { outbound, clock, method, environment, credentials, timeoutMs: CALL_MS },
      { kind: 'code', code, redirectUri },
    );
  } catch (error) {
    throw forPeople(error, 'connection_refused_credentials');
  }
}

function authorizeUrl(
  checked: CheckedInput & { method: OauthMethod },
  state: string,
  redirectUri: string,
): string {
  const { authorize, scopes } = checked.method;
  const url = new URL(originOf(checked.environment, authorize.origin) + authorize.path);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('client_id', checked.credentials['client_id'] ?? '');
  url.searchParams.set('redirect_uri', redirectUri);
  if (scopes.length > 0) url.searchParams.set('scope', scopes.join(' '));
  for (const [name, value] of Object.entries(authorize.params ?? {})) url.searchParams.set(name, value);
  url.searchParams.set('state', state);
  return url.href;
}

function asInput({
  connector,
  name,
  environment,
  method,
  credentials,
  settings,
}: CheckedInput): NewConnection {
  return {
    ...{ name, credentials, settings },
    connector: connector.key,
    environment: environment.key,
    authMethod: method.key,
  };
}

function hashState(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
