import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import { equalInConstantTime } from '#std/hmac.ts';

/** An app of the App Publisher: what may ask people for access. */
export interface AppRow {
  id: string;
  secret: string;
  name: string;
  redirectUris: string[];
}

interface CodeRow {
  id: string;
  clientId: string;
  redirectUri: string;
  userId: string;
  expiresAt: number;
  used: boolean;
}

interface RefreshRow {
  id: string;
  clientId: string;
  userId: string;
  issuedAt: number;
  used: boolean;
}

interface AccessRow {
  id: string;
  clientId: string;
  userId: string;
  expiresAt: number;
}

/** What the token endpoint hands out. */
interface TokenPair {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  refresh_token: string;
}

/** Why a token was not handed out, in OAuth's words (RFC 6749 §5.2). */
type GrantError = 'invalid_client' | 'invalid_grant';

// RD Station docs, read 2026-11: a code lives 5 minutes, an access token 2 hours, an unused refresh token 14 days.
const codeMs = 5 * 60_000;
const accessSeconds = 7200;
const refreshMs = 14 * 24 * 3_600_000;

/** The account's OAuth side: apps, codes, tokens. */
export interface Grants {
  app(clientId: string): AppRow | undefined;
  apps(): AppRow[];
  addApp(app: AppRow): AppRow;
  /** Whether the app may send people back there. */
  mayReturnTo(app: AppRow, redirectUri: string): boolean;
  /** Person said yes: a code, good for one exchange. */
  grant(app: AppRow, redirectUri: string, userId: string): string;
  exchange(client: Credentials, code: string, redirectUri: string): TokenPair | GrantError;
  /** The refresh token given is spent, whether or not the answer arrives. */
  refresh(client: Credentials, refreshToken: string): TokenPair | GrantError;
  /** Whose access token it is; null when it is unknown or over. */
  userOf(accessToken: string): string | null;
  /** Ends all tokens of an app. */
  revoke(clientId: string): void;
  seedRefreshToken(token: string, clientId: string, userId: string): void;
}

export interface Credentials {
  id: string;
  secret: string;
}

/** Opens the OAuth side kept in the parts' journal. */
export function openGrants(parts: EmulatorParts): Grants {
  const { clock, journal } = parts;
  const apps = journal.table<AppRow>('oauth_apps');
  const codes = journal.table<CodeRow>('oauth_codes');
  const tokens = openTokens(parts);

  function known(client: Credentials): boolean {
    const app = apps.get(client.id);
    return app !== undefined && equalInConstantTime(app.secret, client.secret);
  }

  return {
    app: (clientId) => apps.get(clientId),
    apps: () => apps.all(),
    addApp: (app) => apps.put(app),
    mayReturnTo: (app, redirectUri) => app.redirectUris.some((allowed) => allows(allowed, redirectUri)),
    grant(app, redirectUri, userId) {
      const id = secretFrom(parts);
      codes.put({ id, clientId: app.id, redirectUri, userId, expiresAt: clock.now() + codeMs, used: false });
      return id;
    },
    exchange(client, code, redirectUri) {
      if (!known(client)) return 'invalid_client';
      const row = codes.get(code);
      if (!row || row.used || row.expiresAt <= clock.now()) return 'invalid_grant';
      if (row.clientId !== client.id || row.redirectUri !== redirectUri) return 'invalid_grant';
      return journal.commit(() => {
        codes.put({ ...row, used: true });
        return tokens.issue(row.clientId, row.userId);
      });
    },
    refresh: (client, refreshToken) =>
      known(client) ? tokens.refresh(client.id, refreshToken) : 'invalid_client',
    userOf: tokens.userOf,
    revoke: tokens.revoke,
    seedRefreshToken: tokens.seed,
  };
}

function secretFrom(parts: EmulatorParts): string {
  return parts.newId().replaceAll('-', '');
}

function openTokens(parts: EmulatorParts) {
  const { clock, journal } = parts;
  const refreshes = journal.table<RefreshRow>('oauth_refresh_tokens');
  const accesses = journal.table<AccessRow>('oauth_access_tokens');

  function issue(clientId: string, userId: string): TokenPair {
    const now = clock.now();
    for (const old of accesses.all()) if (old.expiresAt <= now) accesses.delete(old.id);
    const access = secretFrom(parts);
    const refresh = secretFrom(parts);
    accesses.put({ id: access, clientId, userId, expiresAt: now + accessSeconds * 1000 });
    refreshes.put({ id: refresh, clientId, userId, issuedAt: now, used: false });
    return { access_token: access, token_type: 'Bearer', expires_in: accessSeconds, refresh_token: refresh };
  }

  return {
    issue,
    refresh(clientId: string, refreshToken: string): TokenPair | GrantError {
      const row = refreshes.get(refreshToken);
      if (!row || row.used || row.clientId !== clientId) return 'invalid_grant';
      if (row.issuedAt + refreshMs <= clock.now()) return 'invalid_grant';
      return journal.commit(() => {
        refreshes.put({ ...row, used: true });
        return issue(clientId, row.userId);
      });
    },
    userOf: (accessToken: string): string | null => {
      const row = accesses.get(accessToken);
      return row && row.expiresAt > clock.now() ? row.userId : null;
    },
    revoke: (clientId: string): void => {
      journal.commit(() => {
        for (const row of accesses.all()) if (row.clientId === clientId) accesses.delete(row.id);
        for (const row of refreshes.all()) {
          if (row.clientId === clientId) refreshes.put({ ...row, used: true });
        }
      });
    },
    seed: (token: string, clientId: string, userId: string): void => {
      if (refreshes.get(token)) return;
      refreshes.put({ id: token, clientId, userId, issuedAt: clock.now(), used: false });
    },
  };
}

// An address without a port or path on this machine stands for all of them: a hub's port is its own affair (RFC 8252
// §7.3). Any other must match to the letter.
function allows(allowed: string, redirectUri: string): boolean {
  if (allowed === redirectUri) return true;
  if (!URL.canParse(redirectUri) || !['http://127.0.0.1', 'http://localhost'].includes(allowed)) return false;
  const url = new URL(redirectUri);
  return `${url.protocol}//${url.hostname}` === allowed;
}
