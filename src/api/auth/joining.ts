import type { Pool } from 'pg';
import { transaction } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { addAccount, addMember } from './accounts.ts';
import { closeInvitation, invitedBy } from './invitations.ts';
import type { Invited } from './invitations.ts';
import { lockWorkspace } from './members.ts';

/** A new person, as they name themselves; the email is the invitation's. */
export interface NewPerson {
  name: string;
  password: string;
  language: string | null;
}

interface Parts {
  pool: Pool;
  hashPassword(password: string): Promise<string>;
  now: number;
}

/**
 * Accepts an invitation as whoever is signed in, or as somebody new. Gives the account that is a member now. Throws `gone`,
 * `forbidden` for somebody signed in with another email, `unauthenticated` when the email's owner must sign in first,
 * `unprocessable` when somebody new gives no name and password.
 */
export async function acceptInvitation(
  { pool, hashPassword, now }: Parts,
  token: string,
  person: { id: Id; email: string } | null,
  fresh: NewPerson | null,
): Promise<Id> {
  const invited = await invitedBy(pool, token, now);
  const passwordHash = person || !fresh ? null : await hashPassword(fresh.password);
  return transaction(pool, async (tx) => {
    await lockWorkspace(tx, invited.workspaceId);
    // Read again under the lock: the inviter may have been removed a moment ago.
    const current = await invitedBy(tx, token, now);
    const userId = person ? samePerson(current, person) : newcomer(current, fresh);
    const id =
      userId ??
      (await addAccount(tx, { name: fresh!.name, email: current.email, passwordHash }, fresh!.language));
    await addMember(tx, current.workspaceId, id, current.role);
    await closeInvitation(tx, current);
    return id;
  });
}

function samePerson(invited: Invited, person: { id: Id; email: string }): Id {
  if (person.email === invited.email) return person.id;
  throw new AppError(
    'forbidden',
    `This invitation is for ${invited.email}, and you are signed in as ${person.email}. Sign out first.`,
    { params: { reason: 'other_person', email: invited.email } },
  );
}

function newcomer(invited: Invited, fresh: NewPerson | null): null {
  if (invited.hasAccount) {
    throw new AppError('unauthenticated', `${invited.email} has an account here. Sign in with it first.`, {
      params: { reason: 'sign_in_first' },
    });
  }
  if (fresh) return null;
  throw new AppError('unprocessable', 'Give your name and choose a password.', {
    faults: [{ path: 'account', code: 'required' }],
  });
}
