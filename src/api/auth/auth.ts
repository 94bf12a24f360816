import type { Pool } from 'pg';
import { transaction } from '#db/pool.ts';
import type { Clock } from '#std/clock.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import * as accounts from './accounts.ts';
import type { Membership, WorkspaceInput } from './accounts.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { hashPassword, signIn, startSession } from './passwords.ts';
import type { Client, Cookies } from './passwords.ts';
import { isSetupLink, openSetupLink, useSetupLink } from './setup-link.ts';
import type { Role } from './roles.ts';

export type { Cookies } from './passwords.ts';

/** Whoever is signed in. */
export interface Person {
  id: Id;
  name: string;
  email: string;
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
  memberships(person: Person): Promise<Membership[]>;
  role(workspaceId: Id, userId: Id): Promise<Role | null>;
  /** Whether nobody can sign in yet. */
  needsSetup(): Promise<boolean>;
  /** Throws `unauthenticated`, or `rate_limited` after ten tries in a minute from one address. */
  signIn(input: { email: string; password: string }, client: Client): Promise<Cookies>;
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

export interface AuthOptions {
  pool: Pool;
  clock: Clock;
  /** The instance's secret. */
  secret: string;
  publicUrl: string;
  /** Whether the demo exists. */
  demo: boolean;
  /** Told what better-auth has to say. */
  warn: (message: string) => void;
}

/** A reserved name (RFC 2606): no mail can reach it and nobody else can have it. */
const demoEmail = 'demo@countersign.invalid';

/** Sign-in on our database. */
export function createAuth(options: AuthOptions): Auth {
  const { pool, clock, demo, publicUrl } = options;
  const engine = createEngine(options);
  const isDemo = (person: Person) => person.email === demoEmail;

  return {
    async person(headers) {
      const found = await engine.api.getSession({ headers });
      if (!found) return null;
      const { id, name, email } = found.user;
      const person = { id, name, email };
      return isDemo(person) && !demo ? null : person;
    },
    async memberships(person) {
      const all = await accounts.membershipsOf(pool, person.id);
      return all.filter((membership) => demo || !membership.demo);
    },
    role: (workspaceId, userId) => accounts.roleIn(pool, workspaceId, userId),
    needsSetup: async () => !demo && !(await accounts.anybodyHasAccount(pool)),
    signIn: (input, client) => signIn(engine, publicUrl, input, client),
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
    async setUp({ token, account, workspace }) {
      // Hashing takes a while on purpose: not for whoever guesses at the link.
      if (!(await isSetupLink(pool, token))) throw linkUsed();
      const passwordHash = await hashPassword(engine, account.password);
      const userId = await transaction(pool, async (tx) => {
        if (!(await useSetupLink(tx, token))) throw linkUsed();
        return foundWorkspace(tx, { ...account, passwordHash }, workspace, clock.now());
      });
      return startSession(engine, userId);
    },
    async createWorkspace(person, workspace, account) {
      if (isDemo(person)) return leaveDemo(engine, options, workspace, account);
      await transaction(pool, async (tx) => {
        const id = await accounts.addWorkspace(tx, workspace, clock.now());
        await accounts.addMember(tx, id, person.id, 'owner');
      });
      return [];
    },
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
    (await accounts.accountByEmail(tx, demoEmail)) ??
    (await accounts.addAccount(tx, { name: 'Demo', email: demoEmail, passwordHash: null }));
  for (const workspaceId of workspaces) await accounts.addMember(tx, workspaceId, userId, 'owner');
  return userId;
}

/** An account with a workspace of its own. */
async function foundWorkspace(
  tx: Transaction,
  account: accounts.NewAccount,
  workspace: WorkspaceInput,
  now: number,
): Promise<Id> {
  const userId = await accounts.addAccount(tx, account);
  const workspaceId = await accounts.addWorkspace(tx, workspace, now);
  await accounts.addMember(tx, workspaceId, userId, 'owner');
  return userId;
}

/** "Connect for real": the visitor of the demo becomes the first owner. Once there is one, people sign in. */
async function leaveDemo(
  engine: Engine,
  { pool, clock }: AuthOptions,
  workspace: WorkspaceInput,
  account: AccountInput | null,
): Promise<Cookies> {
  if (await accounts.anybodyHasAccount(pool)) {
    throw new AppError(
      'forbidden',
      'Somebody has an account here already. Sign in with it to make a workspace.',
    );
  }
  if (account === null) {
    throw new AppError(
      'unprocessable',
      'Give a name, an email and a password: the demo has no account of its own.',
      {
        faults: [{ path: 'account', code: 'required' }],
      },
    );
  }
  const passwordHash = await hashPassword(engine, account.password);
  const userId = await transaction(pool, async (tx) => {
    const id = await foundWorkspace(tx, { ...account, passwordHash }, workspace, clock.now());
    for (const demoId of await accounts.demoWorkspaces(tx)) await accounts.addMember(tx, demoId, id, 'owner');
    return id;
  });
  return startSession(engine, userId);
}

function linkUsed(): AppError {
  return new AppError(
    'gone',
    'This set-up link was used already, or is not the one that Countersign printed when it started.',
  );
}
