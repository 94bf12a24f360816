import { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import { readId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { readAccount, roleIn } from '../auth/accounts.ts';
import { changeRole, listMembers, removeMember } from '../auth/members.ts';
import { mayReset, openReset } from '../auth/resets.ts';
import { allows } from '../auth/roles.ts';
import type { Member } from '../contract.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Caller, Route, Table } from '../route.ts';
import { member, resetLink, roleChange } from '../schemas/people.ts';

type Parts = Pick<ApiParts, 'pool' | 'clock' | 'config'>;
const nothing = z.object({});

/** Who belongs to a workspace. Changed by people, not by keys: a key stands for nobody who could answer for it. */
export function memberRoutes(parts: Parts): Route[] {
  const made = table('members');
  listRoutes(made, parts);
  changeRoutes(made, parts);
  return made.routes;
}

function listRoutes({ inWorkspace }: Table, { pool, clock, config }: Parts): void {
  inWorkspace('viewer', {
    method: 'get',
    path: '/members',
    summary: 'Members of the workspace; admins see who signs in with a code, and when they were last here',
    answer: z.array(member),
    handle: async ({ workspaceId, caller }) => {
      const members = await listMembers(pool, workspaceId);
      return members.map((one) => viewOf(one, caller));
    },
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/members/{member}/reset-link',
    summary: 'Make a link with which a member sets a new password; the only answer that holds it',
    body: nothing,
    answer: resetLink,
    status: 201,
    handle: async ({ workspaceId, params, caller }) => {
      const id = await memberIn(pool, workspaceId, params['member']!);
      await mayReset(pool, personOf(caller), id);
      if (!(await readAccount(pool, { id }))?.passwordHash) throw nobodyToReset();
      const { token, expiresAt } = await openReset(pool, id, clock.now());
      return {
        link: `${config.publicUrl}/reset?token=${token}`,
        expiresAt: new Date(expiresAt).toISOString(),
      };
    },
  });
}

function changeRoutes({ inWorkspace }: Table, { pool }: Parts): void {
  inWorkspace('admin', {
    method: 'patch',
    path: '/members/{member}',
    summary: 'Give a member another role; only owners make and unmake owners, and one always stays',
    body: roleChange,
    answer: z.array(member),
    handle: async ({ workspaceId, params, caller, body }) => {
      const memberId = await memberIn(pool, workspaceId, params['member']!);
      await changeRole(pool, { workspaceId, memberId, by: personOf(caller), role: body.role });
      return (await listMembers(pool, workspaceId)).map((one) => viewOf(one, caller));
    },
  });
  inWorkspace('admin', {
    method: 'delete',
    path: '/members/{member}',
    summary: 'Remove a member; what their sessions may do here ends at once',
    answer: null,
    handle: async ({ workspaceId, params, caller }) => {
      const memberId = await memberIn(pool, workspaceId, params['member']!);
      await removeMember(pool, { workspaceId, memberId, by: personOf(caller) });
    },
  });
  inWorkspace('viewer', {
    method: 'post',
    path: '/members/leave',
    summary: 'Leave the workspace; its last owner cannot',
    body: nothing,
    answer: null,
    handle: async ({ workspaceId, caller }) => {
      const id = personOf(caller);
      await removeMember(pool, { workspaceId, memberId: id, by: id });
    },
  });
}

type Found = Awaited<ReturnType<typeof listMembers>>[number];

function viewOf({ id, joinedAt, twoFactor, lastSeenAt, ...rest }: Found, caller: Caller): Member {
  const admin = allows(caller.role, 'admin');
  return {
    ...rest,
    id: showId('person', id),
    joinedAt: joinedAt.toISOString(),
    twoFactor: admin ? twoFactor : null,
    lastSeenAt: admin ? (lastSeenAt?.toISOString() ?? null) : null,
    you: caller.kind === 'person' && caller.person.id === id,
  };
}

/** Reads a member's id and looks them up in the workspace. Throws `not_found`. */
async function memberIn(pool: ApiParts['pool'], workspaceId: Id, text: string): Promise<Id> {
  const id = readId('person', text);
  if (id !== null && (await roleIn(pool, workspaceId, id)) !== null) return id;
  throw new AppError('not_found', 'This person is no member of this workspace.');
}

/** Whoever asks, as a person. Throws `forbidden` for a key. */
export function personOf(caller: Caller): Id {
  if (caller.kind === 'person') return caller.person.id;
  throw new AppError('forbidden', 'People are managed by people. Sign in instead of using an API key.', {
    params: { reason: 'not_by_key' },
  });
}

function nobodyToReset(): AppError {
  return new AppError('forbidden', "The demo's account has no password.", {
    params: { reason: 'demo_account' },
  });
}
