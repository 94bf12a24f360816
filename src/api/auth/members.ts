import type { Pool } from 'pg';
import type { Queryable } from '#db/pool.ts';
import { transaction } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { allows, readRole } from './roles.ts';
import type { Role } from './roles.ts';

/** Somebody who belongs to a workspace. */
export interface Member {
  id: Id;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
  twoFactor: boolean;
  lastSeenAt: Date | null;
}

/** Members of a workspace: owners first, then by name. */
export async function listMembers(db: Queryable, workspaceId: Id): Promise<Member[]> {
  const { rows } = await db.query<Omit<Member, 'role'> & { role: string }>(
    `select u."id" as id, u."name" as name, u."email" as email, m."role" as role, m."createdAt" as "joinedAt",
       coalesce(u."twoFactorEnabled", false) as "twoFactor",
       greatest(u."lastSeenAt", (select max(s."updatedAt") from "session" s where s."userId" = u."id")) as "lastSeenAt"
     from "member" m join "user" u on u."id" = m."userId"
     where m."organizationId" = $1
     order by array_position(array['owner','admin','editor','viewer'], m."role"), lower(u."name"), u."id"`,
    [workspaceId],
  );
  return rows.flatMap((row) => {
    const role = readRole(row.role);
    return role ? [{ ...row, role }] : [];
  });
}

/** A member to be changed, and who changes it. */
export interface MemberChange {
  workspaceId: Id;
  memberId: Id;
  /** Who asks; their role is read again, for it may have changed meanwhile. */
  by: Id;
}

/**
 * Gives a member another role. Throws `not_found` for no member, `forbidden` when owners are at stake and an admin asks,
 * `conflict` for the last owner. Open invitations that the member could no longer make are revoked.
 */
export async function changeRole(pool: Pool, change: MemberChange & { role: Role }): Promise<void> {
  await transaction(pool, async (tx) => {
    const { members, target } = await lockMembers(tx, change);
    const mine = members.get(change.by) ?? 'viewer';
    if (target === change.role) return;
    if (!allows(mine, 'admin')) throw needsAdmin();
    if ((target === 'owner' || change.role === 'owner') && mine !== 'owner') throw onlyOwners();
    if (target === 'owner') keepAnOwner(members);
    await tx.query('update "member" set "role" = $3 where "organizationId" = $1 and "userId" = $2', [
      change.workspaceId,
      change.memberId,
      change.role,
    ]);
    await revokeInvitationsOf(tx, change.workspaceId, change.memberId, change.role);
  });
}

/**
 * Takes somebody out of a workspace; what they may do there ends with this, for each request asks for their role. Leaving is
 * removing oneself, which everybody may. Throws as `changeRole` does.
 */
export async function removeMember(pool: Pool, change: MemberChange): Promise<void> {
  await transaction(pool, async (tx) => {
    const { members, target } = await lockMembers(tx, change);
    const mine = members.get(change.by) ?? 'viewer';
    const leaving = change.by === change.memberId;
    if (!leaving && !allows(mine, 'admin')) throw needsAdmin();
    if (!leaving && target === 'owner' && mine !== 'owner') throw onlyOwners();
    if (target === 'owner') keepAnOwner(members);
    await tx.query('delete from "member" where "organizationId" = $1 and "userId" = $2', [
      change.workspaceId,
      change.memberId,
    ]);
    await revokeInvitationsOf(tx, change.workspaceId, change.memberId, null);
  });
}

/** Holds a workspace's members and invitations as they are, until the transaction ends. */
export async function lockWorkspace(tx: Queryable, workspaceId: Id): Promise<Map<Id, Role>> {
  // Two owners who lower each other at once must not both succeed.
  await tx.query('select from "organization" where "id" = $1 for update', [workspaceId]);
  const { rows } = await tx.query<{ id: Id; role: string }>(
    'select "userId" as id, "role" as role from "member" where "organizationId" = $1',
    [workspaceId],
  );
  return new Map(rows.flatMap(({ id, role }) => (readRole(role) ? [[id, readRole(role)!]] : [])));
}

async function lockMembers(
  tx: Queryable,
  { workspaceId, memberId }: MemberChange,
): Promise<{ members: Map<Id, Role>; target: Role }> {
  const members = await lockWorkspace(tx, workspaceId);
  const target = members.get(memberId);
  if (!target) throw new AppError('not_found', 'This person is no member of this workspace.');
  return { members, target };
}

function keepAnOwner(members: Map<Id, Role>): void {
  if ([...members.values()].filter((role) => role === 'owner').length > 1) return;
  throw new AppError('conflict', 'This is the last owner. Make somebody else an owner first.', {
    params: { reason: 'last_owner' },
  });
}

/** Links made by somebody who may no longer make them are doors left open. */
async function revokeInvitationsOf(
  tx: Queryable,
  workspaceId: Id,
  inviter: Id,
  role: Role | null,
): Promise<void> {
  if (role === 'owner') return;
  await tx.query(
    `update "invitation" set "status" = 'revoked', "tokenHash" = null
     where "organizationId" = $1 and "inviterId" = $2 and "status" = 'pending' and ($3 or "role" = 'owner')`,
    [workspaceId, inviter, role !== 'admin'],
  );
}

/** Only owners make, unmake and invite owners. */
export function onlyOwners(): AppError {
  return new AppError('forbidden', 'Only an owner makes, changes, removes and invites owners. Ask one.', {
    params: { reason: 'only_owners' },
  });
}

function needsAdmin(): AppError {
  return new AppError('forbidden', 'This needs the role admin. Ask an admin.', {
    params: { needs: 'admin' },
  });
}
