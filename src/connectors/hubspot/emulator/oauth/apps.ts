import type { Hub } from '../model/hub.ts';
import { invalid } from '../model/refusal.ts';

/** A developer's app, which accounts install, or an account's own private app. */
export interface AppRow {
  id: string;
  appId: number;
  kind: 'public' | 'private';
  name: string;
  clientId: string;
  /** Signs webhooks; of a public app also proves who asks for tokens. */
  clientSecret: string;
  /** A private app's access token and account. */
  token: string | null;
  portal: number | null;
  /** Of the developer account: opens webhook settings and timeline templates. */
  developerKey: string;
  redirectUris: string[];
  requiredScopes: string[];
  optionalScopes: string[];
  targetUrl: string | null;
  maxConcurrentRequests: number;
  createdAt: number;
  updatedAt: number;
}

/** An account that installed an app. */
export interface InstallRow {
  id: string;
  appId: number;
  portal: number;
  scopes: string[];
  userId: number;
  at: number;
}

/** Scopes the emulator knows, and the ones of every new demo app. HubSpot docs "Scopes", read 2026-11. */
export const knownScopes: readonly string[] = [
  'oauth',
  ...['contacts', 'companies', 'deals', 'custom', 'line_items'].flatMap((noun) => [
    `crm.objects.${noun}.read`,
    `crm.objects.${noun}.write`,
  ]),
  'crm.objects.owners.read',
  ...['contacts', 'companies', 'deals', 'custom', 'line_items'].flatMap((noun) => [
    `crm.schemas.${noun}.read`,
    `crm.schemas.${noun}.write`,
  ]),
  'crm.lists.read',
  'crm.lists.write',
  'tickets',
  'forms',
  'timeline',
  'e-commerce',
  'automation',
  'settings.users.read',
];

/** The developer's apps and where they are installed. */
export interface Apps {
  all(): AppRow[];
  get(appId: number): AppRow | undefined;
  byClient(clientId: string): AppRow | undefined;
  byToken(token: string): AppRow | undefined;
  /** Apps whose settings a developer API key opens. */
  byDeveloperKey(key: string): AppRow[];
  put(app: AppRow): AppRow;
  install(appId: number, portal: number, scopes: string[], userId: number): InstallRow;
  installOf(appId: number, portal: number): InstallRow | undefined;
  installs(): InstallRow[];
  uninstall(appId: number, portal: number): void;
  /** Apps that hear of an account's changes. */
  of(portal: number): AppRow[];
}

/** Opens the apps kept in the hub's journal. */
export function openApps(hub: Hub): Apps {
  const { journal } = hub.parts;
  const apps = journal.table<AppRow>('apps');
  const installs = journal.table<InstallRow>('installs');
  const byClient = apps.index((row) => row.clientId);
  const byToken = apps.index((row) => row.token);
  const byKey = apps.index((row) => row.developerKey);
  const byPortal = installs.index((row) => String(row.portal));
  const own = apps.index((row) => (row.portal === null ? null : String(row.portal)));
  return {
    all: () => apps.all(),
    get: (appId) => apps.get(String(appId)),
    byClient: (clientId) => byClient.first(clientId),
    byToken: (token) => byToken.first(token),
    byDeveloperKey: (key) => byKey.all(key),
    put: (app) => apps.put(app),
    install(appId, portal, scopes, userId) {
      const id = `${appId}/${portal}`;
      return hub.commit(() => {
        hub.record('app.installed', id, { appId, portalId: portal, scopes });
        return installs.put({ id, appId, portal, scopes, userId, at: hub.now() });
      });
    },
    installOf: (appId, portal) => installs.get(`${appId}/${portal}`),
    installs: () => installs.all(),
    uninstall(appId, portal) {
      hub.commit(() => {
        if (installs.delete(`${appId}/${portal}`)) {
          hub.record('app.uninstalled', `${appId}/${portal}`, { appId, portalId: portal });
        }
      });
    },
    of: (portal) => [
      ...byPortal.all(String(portal)).flatMap((row) => apps.get(String(row.appId)) ?? []),
      ...own.all(String(portal)),
    ],
  };
}

/** Makes an app with fresh ids and secrets. */
export function newApp(hub: Hub, given: Pick<AppRow, 'kind' | 'name' | 'portal'> & Partial<AppRow>): AppRow {
  const now = hub.now();
  const appId = given.appId ?? 1_000_000 + hub.next('app');
  return {
    id: String(appId),
    appId,
    clientId: hub.newId(),
    clientSecret: hub.newId(),
    token: given.kind === 'private' ? `pat-eu1-${hub.newId()}` : null,
    developerKey: hub.newId(),
    redirectUris: ['http://127.0.0.1', 'http://localhost'],
    requiredScopes: ['oauth'],
    optionalScopes: [],
    targetUrl: null,
    maxConcurrentRequests: 10,
    createdAt: now,
    updatedAt: now,
    ...given,
  };
}

/**
 * Whether an app may send people back to an address. `http://127.0.0.1` without port or path stands for any of this
 * machine (RFC 8252 §7.3).
 */
export function mayReturnTo(app: AppRow, redirectUri: string): boolean {
  if (app.redirectUris.includes(redirectUri)) return true;
  if (!URL.canParse(redirectUri)) return false;
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === 'http:' && app.redirectUris.includes(`http://${hostname}`);
}

/** Webhooks go to https; plain http to this machine stands in for it here. @throws HubError 400 */
export function checkTarget(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const loopback = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return text;
  throw invalid('Target URL must be a valid https URL.');
}
