import { transaction } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import * as accounts from './accounts.ts';
import type { WorkspaceInput } from './accounts.ts';
import type { AccountInput, Auth, AuthOptions } from './auth.ts';
import type { Engine } from './engine.ts';
import { hashPassword, startSession } from './passwords.ts';
import type { Cookies } from './passwords.ts';
import { isSetupLink, useSetupLink } from './setup-link.ts';

type Transaction = Parameters<Parameters<typeof transaction>[1]>[0];

/** Making owners and workspaces. */
export function founding(engine: Engine, options: AuthOptions): Pick<Auth, 'setUp' | 'createWorkspace'> {
  const { pool, clock } = options;
  return {
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
      if (person.email === accounts.demoEmail) return leaveDemo(engine, options, workspace, account);
      await transaction(pool, async (tx) => {
        const id = await accounts.addWorkspace(tx, workspace, clock.now());
        await accounts.addMember(tx, id, person.id, 'owner');
      });
      return [];
    },
  };
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
      { params: { reason: 'account_exists' } },
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
