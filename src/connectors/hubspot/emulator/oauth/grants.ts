import { equalInConstantTime } from '#std/hmac.ts';
import type { Hub } from '../model/hub.ts';
import type { AppRow, Apps } from './apps.ts';

interface CodeRow {
  id: string;
  clientId: string;
  redirectUri: string;
  portal: number;
  userId: number;
  scopes: string[];
  expiresAt: number;
  used: boolean;
}

/** An access or refresh token. */
export interface TokenRow {
  id: string;
  kind: 'access' | 'refresh';
  appId: number;
  portal: number;
  userId: number;
  scopes: string[];
  /** Null: it does not end by time. */
  expiresAt: number | null;
  revoked: boolean;
}

/** Why a token was not handed out; the `status` of HubSpot's OAuth errors (seen in clients, read 2026-11). */
export type GrantError =
  | 'BAD_AUTH_CODE'
  | 'BAD_CLIENT_ID'
  | 'BAD_CLIENT_SECRET'
  | 'BAD_REFRESH_TOKEN'
  | 'MISMATCH_REDIRECT_URI_AUTH_CODE';

export interface Grants {
  /** A person agreed: the app is installed, and this code is good for one exchange. */
  grant(app: AppRow, redirectUri: string, portal: number, userId: number, scopes: string[]): string;
  exchange(client: Client, code: string, redirectUri: string): TokenPair | GrantError;
  refresh(client: Client, refreshToken: string): TokenPair | GrantError;
  checkClient(client: Client): AppRow | 'BAD_CLIENT_ID' | 'BAD_CLIENT_SECRET';
  token(id: string): TokenRow | undefined;
  /** Whether a token still works: not over, not revoked, its app still installed. */
  lives(token: TokenRow): boolean;
  revoke(id: string): void;
  /** Ends all access tokens at once, as their time would: the refresh tokens stay. */
  expireAll(): void;
  seedRefreshToken(id: string, app: AppRow, portal: number, userId: number, scopes: string[]): void;
}
export interface Client {
  id: string;
  secret: string;
}
export interface TokenPair {
  access: TokenRow;
  refresh: TokenRow;
}

// "Short-lived" in the docs; ten minutes here.
const codeMs = 600_000;

/** Opens codes and tokens kept in the hub's journal. */
export function openGrants(hub: Hub, apps: Apps): Grants {
  const codes = hub.parts.journal.table<CodeRow>('oauth_codes');
  const tokens = openTokens(hub, apps);

  function checkClient(client: Client) {
    const app = apps.byClient(client.id);
    if (!app) return 'BAD_CLIENT_ID';
    return equalInConstantTime(app.clientSecret, client.secret) ? app : 'BAD_CLIENT_SECRET';
  }

  return {
    checkClient,
    grant(app, redirectUri, portal, userId, scopes) {
      return hub.commit(() => {
        apps.install(app.appId, portal, scopes, userId);
        const [id, expiresAt] = [hub.newId(), hub.now() + codeMs];
        const { clientId } = app;
        codes.put({ id, clientId, redirectUri, portal, userId, scopes, expiresAt, used: false });
        return id;
      });
    },
    exchange(client, code, redirectUri) {
      const app = checkClient(client);
      if (typeof app === 'string') return app;
      const row = codes.get(code);
      const usable = row && !row.used && row.expiresAt > hub.now() && row.clientId === client.id;
      if (!usable) return 'BAD_AUTH_CODE';
      if (row.redirectUri !== redirectUri) return 'MISMATCH_REDIRECT_URI_AUTH_CODE';
      return hub.commit(() => {
        codes.put({ ...row, used: true });
        const from = { ...row, appId: app.appId };
        return { access: tokens.issue('access', from), refresh: tokens.issue('refresh', from) };
      });
    },
    refresh(client, refreshToken) {
      const app = checkClient(client);
      return typeof app === 'string' ? app : tokens.refresh(app, refreshToken);
    },
    token: tokens.get,
    lives: tokens.lives,
    revoke: tokens.revoke,
    expireAll: tokens.expireAll,
    seedRefreshToken: tokens.seed,
  };
}

type Holder = Pick<TokenRow, 'appId' | 'portal' | 'userId' | 'scopes'>;
/** Old access tokens are kept for the message that says since when they are over, but not all of them for ever. */
const mostTokens = 500;

function openTokens(hub: Hub, apps: Apps) {
  const table = hub.parts.journal.table<TokenRow>('oauth_tokens');
  const ended = (row: TokenRow) => row.expiresAt !== null && row.expiresAt <= hub.now();
  const isOld = (row: TokenRow) => row.kind === 'access' && ended(row);

  function issue(kind: TokenRow['kind'], { appId, portal, userId, scopes }: Holder): TokenRow {
    const expiresAt = kind === 'access' ? hub.now() + hub.settings().accessTokenSeconds * 1000 : null;
    const id = kind === 'access' ? accessText(hub) : `eu1-${hub.newId().slice(0, 8)}-${hub.newId()}`;
    return table.put({ id, kind, appId, portal, userId, scopes, expiresAt, revoked: false });
  }

  return {
    issue,
    refresh(app: AppRow, refreshToken: string): TokenPair | GrantError {
      const row = table.get(refreshToken);
      const usable = row?.kind === 'refresh' && row.appId === app.appId && !row.revoked;
      if (!usable || !apps.installOf(row.appId, row.portal)) return 'BAD_REFRESH_TOKEN';
      return hub.commit(() => {
        const old = table.size > mostTokens ? table.all().filter(isOld) : [];
        for (const { id } of old) table.delete(id);
        const access = issue('access', row);
        if (!hub.settings().rotateRefreshTokens) return { access, refresh: row };
        table.put({ ...row, revoked: true });
        return { access, refresh: issue('refresh', row) };
      });
    },
    get: (id: string) => table.get(id),
    lives: (row: TokenRow) =>
      !row.revoked && !ended(row) && apps.installOf(row.appId, row.portal) !== undefined,
    revoke(id: string): void {
      const row = table.get(id);
      if (row) table.put({ ...row, revoked: true });
    },
    expireAll(): void {
      const now = hub.now();
      hub.commit(() => {
        for (const row of table.all()) {
          if (row.kind === 'access' && !ended(row)) table.put({ ...row, expiresAt: now });
        }
      });
    },
    seed(id: string, { appId }: AppRow, portal: number, userId: number, scopes: string[]): void {
      if (table.get(id)) return;
      table.put({ id, kind: 'refresh', appId, portal, userId, scopes, expiresAt: null, revoked: false });
    },
  };
}

// Long on purpose: HubSpot says to allow for 512 characters.
function accessText(hub: Hub): string {
  return `CN${[1, 2, 3, 4, 5].map(() => hub.newId().replaceAll('-', '')).join('')}`;
}
