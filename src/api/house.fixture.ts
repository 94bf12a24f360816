import { createAudit } from '../audit/audit.ts';
import { Catalog } from '#catalog/workflows.ts';
import { createConnections } from '#connections/connections.ts';
import { createOutbound } from '#connections/http/outbound.ts';
import { createHistory } from '#history/history.ts';
import { toy as plainToy } from '#history/toy.fixture.ts';
import { createNotices } from '#notices/notices.ts';
import type { Mailer } from '#notices/mail/mailer.ts';
import { systemClock } from '#std/clock.ts';
import { secretBoxOf } from '#std/crypto.ts';
import { newId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { createHash } from 'node:crypto';
import { signingSecret } from '../app.ts';
import { wireRecords } from '../wire-records.ts';
import { crm } from '../connectors/crm/manifest.ts';
import { deleteWorkspace } from '../erase-workspace.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { createApi } from './api.ts';
import type { Api } from './api.ts';
import { createAuth } from './auth/auth.ts';
import type { Auth } from './auth/auth.ts';
import type { Passwords } from './auth/engine.ts';
import type { Role } from './auth/roles.ts';
import { RunRecorder } from './run-recorder.fixture.ts';

export const publicUrl = 'http://127.0.0.1:4000';

export { toyDefinition } from '#history/toy.fixture.ts';

const digest = (password: string) => createHash('sha256').update(password).digest('hex');
/** Real hashing takes a tenth of a second and 32 MB, on purpose; hundreds of sign-ins need something quicker. */
export const cheapPasswords: Passwords = {
  hash: (password) => Promise.resolve(`cheap ${digest(password)}`),
  verify: ({ hash, password }) => Promise.resolve(hash === `cheap ${digest(password)}`),
};

/** Sends requests as somebody. */
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Response>;

/** The whole API on a database of its own. */
export interface House extends AsyncDisposable {
  api: Api;
  auth: Auth;
  database: TestDatabase;
  /** What was done to runs. */
  runs: RunRecorder;
  /** Requests without a session. */
  nobody: Ask;
  /** Requests with cookies or a key. */
  with(headers: Record<string, string>): Ask;
  /** A workspace with an owner and somebody of each other role, signed in. */
  workspace(name: string): Promise<Workspace>;
}

export interface Workspace {
  id: Id;
  path: string;
  as: Record<Role, Ask>;
}

/** @param options `demo` off and no mail server unless said */
export async function openHouse(options: { demo?: boolean; mailer?: Mailer } = {}): Promise<House> {
  const database = await createTestDatabase();
  const { pool } = database;
  const clock = systemClock;
  // Its accounts hold records too, so that every route of a connection can be asked.
  const toy = { ...plainToy, objects: crm.objects! };
  const connectors = { toy, crm };
  const outbound = createOutbound({ clock });
  const connections = createConnections({
    ...{
      pool,
      clock,
      connectors,
      publicUrl,
      random: Math.random,
      secrets: secretBoxOf('a secret of the tests, long enough'),
    },
    ...{ http: outbound, localUrl: publicUrl, emulatorOrigin: null },
  });
  const known = async (workspaceId: Id) =>
    new Map((await connections.list(workspaceId)).map((one) => [one.id, { connector: one.connector }]));
  const catalog = new Catalog({ pool, clock, connectors, connections: known });
  const demo = options.demo ?? false;
  const warn = () => undefined;
  const auth = createAuth({
    ...{ pool, clock, secret: 'a secret of the tests', publicUrl, demo, warn },
    passwords: cheapPasswords,
  });
  const runs = new RunRecorder();
  const notices = createNotices({
    ...{ pool, clock, outbound, publicUrl, random: Math.random, mailer: null, emulatorOrigin: null },
    ...{ secrets: secretBoxOf('a secret of the tests, long enough'), crashPoint: () => undefined },
  });
  const api = createApi({
    audit: createAudit({ pool, clock }),
    deleteWorkspace: (id) => deleteWorkspace({ pool, clock, connections }, id),
    ...{ auth, catalog, connections, runs, pool, clock, connectors },
    history: createHistory({ pool, clock, connectors }),
    backfill: async () => ({ found: 0, wouldRun: 0, samples: [], started: 0, truncated: false }),
    mailer: options.mailer ?? null,
    notices,
    ...wireRecords({ pool, clock, connectors, connections }),
    rehearsalContext: (workspaceId, id, signal) =>
      connections.context(workspaceId, id, { people: true, signal }),
    signingSecret: (workspaceId) => signingSecret('a secret of the tests', workspaceId),
    config: { publicUrl, demo, trustProxy: [], emulators: [], version: '0.0.0' },
    log: { error: (fields) => runs.errors.push(fields) },
  });
  const sender = (fixed: Record<string, string>): Ask => askWith(api, fixed);
  return {
    ...{ api, auth, database, runs },
    nobody: sender({}),
    with: sender,
    workspace: (name) => makeWorkspace(database, auth, sender, name),
    async [Symbol.asyncDispose]() {
      api.close();
      await outbound.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

function askWith(api: Api, fixed: Record<string, string>): Ask {
  return async (method, path, body, headers = {}) => {
    const own = { host: '127.0.0.1:4000', origin: publicUrl, ...fixed, ...headers };
    return api.app.request(`${publicUrl}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...own },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  };
}

/** The cookies of an answer, as the browser sends them back. */
export function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

async function makeWorkspace(
  { pool }: TestDatabase,
  auth: Auth,
  sender: (fixed: Record<string, string>) => Ask,
  name: string,
): Promise<Workspace> {
  const id = newId();
  await auth.ensureWorkspace({ id, name });
  const as = {} as Record<Role, Ask>;
  for (const role of ['owner', 'admin', 'editor', 'viewer'] as const) {
    const email = `${role}@${name.toLowerCase()}.example`;
    await auth.addPerson({ name: role, email, password: 'correct horse battery' }, id, role);
    const { cookies } = await auth.signIn(
      { email, password: 'correct horse battery' },
      { address: null, userAgent: null },
    );
    as[role] = sender({ cookie: cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ') });
    // Signing in is limited; here it is not what is tested.
    await pool.query('delete from tries');
  }
  return { id, path: `/api/w/${showId('workspace', id)}`, as };
}
