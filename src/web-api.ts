import type { Hub } from './app.ts';
import type { Connector } from './kit/connector.ts';
import { connectors, signingSecret } from './app.ts';
import { createAudit } from './audit/audit.ts';
import { createApi, type Api } from './api/api.ts';
import { createAuth, type Auth } from './api/auth/auth.ts';
import { environmentsOf } from './connections/environments.ts';
import { productVersion } from './db/embedded/data-folder.ts';
import { deleteWorkspace } from './erase-workspace.ts';
import { createHistory } from './history/history.ts';
import { backfill } from './intake/backfill.ts';

/** The API of a hub, with the rooms it is made of, and the sign-in it asks. */
export function wireApi(hub: Hub, publicUrl: string, onWork: () => void): { api: Api; auth: Auth } {
  const { pool, clock, log, config, catalog, connections, control } = hub;
  const auth = createAuth({
    pool,
    clock,
    secret: config.internal.secret!,
    publicUrl,
    demo: config.demo,
    warn: (message) => log.warn(message),
  });
  const api = createApi({
    audit: createAudit({ pool, clock }),
    deleteWorkspace: (id) => deleteWorkspace({ pool, clock, connections }, id),
    history: createHistory({ pool, clock, connectors: withEmulators(config.internal.emulatorUrl) }),
    catalog,
    runs: control,
    connections,
    records: hub.records,
    mirror: hub.mirror,
    backfill: (workspaceId, connectionId, input) =>
      backfill(
        {
          pool,
          clock,
          connectors,
          listener: (workspace, id) => catalog.listener(workspace, id),
          context: (workspace, id) => connections.context(workspace, id, { people: true }),
          onWork,
        },
        workspaceId,
        connectionId,
        input,
      ),
    mailer: hub.mailer,
    notices: hub.notices,
    rehearsalContext: (workspaceId, id, signal) =>
      connections.context(workspaceId, id, { people: true, signal }),
    signingSecret: (workspaceId) => signingSecret(config.internal.secret!, workspaceId),
    auth,
    pool,
    config: {
      publicUrl,
      demo: config.demo,
      trustProxy: config.trustProxy,
      emulators: emulatorsOf(config.internal.emulatorUrl),
      version: productVersion,
    },
    clock,
    connectors,
    log,
  });
  return { api, auth };
}

/** The connectors with the environments their connections may be in, so that links lead to the emulators' pages too. */
function withEmulators(origin: string | null): Record<string, Connector> {
  const all = Object.values(connectors).map((connector) => ({
    ...connector,
    environments: environmentsOf(connector, origin),
  }));
  return Object.fromEntries(all.map((connector) => [connector.key, connector]));
}

/** The pages of the emulators, for people. */
function emulatorsOf(origin: string | null): { key: string; name: string; url: string }[] {
  if (!origin) return [];
  const vendors = Object.values(connectors)
    .filter((connector) => Object.keys(connector.environments[0]?.origins ?? {}).length > 0)
    .map(({ key, name }) => ({ key, name, url: `${origin}/${key}/` }));
  return [...vendors, { key: 'mailbox', name: 'Mailbox', url: `${origin}/mailbox` }];
}
