import { transaction } from '#db/pool.ts';
import type { Clock } from '#std/clock.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import * as accounts from './accounts.ts';
import type { Membership, WorkspaceInput } from './accounts.ts';
import { createEngine } from './engine.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { founding } from './founding.ts';
import { createOwnAccount } from './own-account.ts';
import type { OwnAccount } from './own-account.ts';
import { hashPassword, startSession } from './passwords.ts';
import type { Cookies } from './passwords.ts';
import { noteSeen } from './sessions.ts';
import { openSetupLink } from './setup-link.ts';
import type { Role } from './roles.ts';
import { confirmCode, signIn } from './sign-in.ts';
import type { Client, SignedIn } from './sign-in.ts';

export type { Cookies } from './passwords.ts';

/** Whoever is signed in. */
export interface Person {
  id: Id;
  name: string;
  email: string;
}

/** A person and the session they are here with. */
export interface OpenSession {
  person: Person;
  sessionId: Id;
}

/** The first owner and workspace. */
export interface SetupInput {
  token: string;
  account: AccountInput;
  workspace: { name: string; timeZone?: string };
}
export interface AccountInput {
  name: string;
  email: string;
  password: string;
}

/** Sign-in and who belongs where. */
export interface Auth {
  /** The person of a request's session, or null. */
  person(headers: Headers): Promise<Person | null>;
  /** The same with the session's id. */
  session(headers: Headers): Promise<OpenSession | null>;
  memberships(person: Person): Promise<Membership[]>;
  role(workspaceId: Id, userId: Id): Promise<Role | null>;
  /** Whether nobody can sign in yet. */
  needsSetup(): Promise<boolean>;
  /** Throws `unauthenticated`, or `rate_limited` after too many tries from one address or for one account (`tries.ts`). */
  signIn(input: { email: string; password: string }, client: Client): Promise<SignedIn>;
  /** The second factor. Throws `unauthenticated` for a wrong code, `gone` when the password is needed again, `rate_limited`. */
  confirmCode(input: { code: string; backup: boolean }, client: Client): Promise<Cookies>;
  /** What people do with their own account. */
  own: OwnAccount;
  /** Signs in somebody who proved who they are in another way. */
  startSession(userId: Id): Promise<Cookies>;
  /** A password as it is kept. */
  hashPassword(password: string): Promise<string>;
  /** Whether this is the demo's account, which many share. */
  isDemo(person: Person): boolean;
  signOut(headers: Headers): Promise<Cookies>;
  /** Signs in as the demo's owner. Throws `not_found` without a demo. */
  enterDemo(): Promise<Cookies>;
  /** Makes the first owner and workspace. Throws `gone` when the link was used or is not ours. */
  setUp(input: SetupInput): Promise<Cookies>;
  /** Makes a workspace owned by the person; in the demo, by the account given, which is signed in. */
  createWorkspace(person: Person, workspace: WorkspaceInput, account: AccountInput | null): Promise<Cookies>;
  /** Makes an account that belongs to a workspace. Throws `conflict` when the email has one. */
  addPerson(account: AccountInput, workspaceId: Id, role: Role): Promise<Id>;
  /** Makes a workspace unless its id is there already; for the demo. */
  ensureWorkspace(workspace: WorkspaceInput & { id: Id }): Promise<void>;
  /** For the start: the path of the page that makes the first owner, or null when somebody has an account. */
  openSetup(): Promise<string | null>;
}

export interface AuthOptions extends EngineOptions {
  clock: Clock;
  /** Whether the demo exists. */
  demo: boolean;
}

const isDemoPerson = (person: Person) => person.email === accounts.demoEmail;

/** Sign-in on our database. */
export function createAuth(options: AuthOptions): Auth {
  const { pool, clock, demo } = options;
  const engine = createEngine(options);
  const parts = { engine, pool, clock };

  const session = async (headers: Headers): Promise<OpenSession | null> => {
    const found = await engine.api.getSession({ headers });
    if (!found) return null;
    const { id, name, email } = found.user;
    const person = { id, name, email };
    if (isDemoPerson(person) && !demo) return null;
    const { id: sessionId, updatedAt } = found.session;
    await noteSeen(pool, { id: sessionId, userId: id, lastUsed: updatedAt.getTime() }, clock.now());
    return { person, sessionId };
  };

  return {
    isDemo: isDemoPerson,
    session,
    person: async (headers) => (await session(headers))?.person ?? null,
    own: createOwnAccount(parts),
    startSession: (userId) => startSession(engine, userId),
    hashPassword: (password) => hashPassword(engine, password),
    async memberships(person) {
      const all = await accounts.membershipsOf(pool, person.id);
      return all.filter((membership) => demo || !membership.demo);
    },
    role: (workspaceId, userId) => accounts.roleIn(pool, workspaceId, userId),
    needsSetup: async () => !demo && !(await accounts.anybodyHasAccount(pool)),
    signIn: (input, client) => signIn(parts, input, client),
    confirmCode: (input, client) => confirmCode(parts, input, client),
    async signOut(headers) {
      const answer = await engine.api.signOut({ headers, asResponse: true });
      return answer.headers.getSetCookie();
    },
    async enterDemo() {
      const workspaces = demo ? await accounts.demoWorkspaces(pool) : [];
      if (workspaces.length === 0) {
        throw new AppError('not_found', 'There is no demo here. Sign in with your account.');
      }
      return startSession(engine, await transaction(pool, (tx) => demoOwner(tx, workspaces)));
    },
    ...founding(engine, options),
    ...housekeeping(engine, options),
  };
}

/** What the start and the demo ask for, not people. */
function housekeeping(
  engine: Engine,
  { pool, clock, demo, secret }: AuthOptions,
): Pick<Auth, 'addPerson' | 'ensureWorkspace' | 'openSetup'> {
  return {
    async addPerson({ name, email, password }, workspaceId, role) {
      const passwordHash = await hashPassword(engine, password);
      return transaction(pool, async (tx) => {
        const id = await accounts.addAccount(tx, { name, email, passwordHash });
        await accounts.addMember(tx, workspaceId, id, role);
        return id;
      });
    },
    async ensureWorkspace(workspace) {
      await transaction(pool, (tx) => accounts.addWorkspace(tx, workspace, clock.now()));
    },
    async openSetup() {
      if (demo || (await accounts.anybodyHasAccount(pool))) return null;
      return `/setup?token=${await openSetupLink(pool, secret)}`;
    },
  };
}

type Transaction = Parameters<Parameters<typeof transaction>[1]>[0];

/** The demo's owner has no password: entering is a click. Made when first needed. */
async function demoOwner(tx: Transaction, workspaces: Id[]): Promise<Id> {
  await accounts.addOrganizations(tx);
  const userId =
    (await accounts.accountByEmail(tx, accounts.demoEmail)) ??
    (await accounts.addAccount(tx, { name: 'Demo', email: accounts.demoEmail, passwordHash: null }));
  for (const workspaceId of workspaces) await accounts.addMember(tx, workspaceId, userId, 'owner');
  return userId;
}
