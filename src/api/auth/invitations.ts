import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Queryable } from '#db/pool.ts';
import { transaction } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { lockWorkspace, onlyOwners } from './members.ts';
import { readRole } from './roles.ts';
import type { Role } from './roles.ts';

/** How long an invitation can be accepted. */
export const invitationLivesMs = 7 * 86_400_000;

/** An invitation nobody accepted yet. */
export interface OpenInvitation {
  id: Id;
  email: string;
  role: Role;
  /** Name of whoever invited. */
  inviter: string;
  createdAt: Date;
  expiresAt: Date;
  expired: boolean;
}

/** The token of a link is in this answer and nowhere else. */
export interface MadeInvitation {
  invitation: OpenInvitation;
  token: string;
}

/** Who invites whom. */
export interface InvitationInput {
  workspaceId: Id;
  email: string;
  role: Role;
  by: Id;
}

const hash = (token: string) => createHash('sha256').update(token).digest();

/** Invitations of a workspace that are open or ran out, the newest first. */
export async function listInvitations(
  db: Queryable,
  workspaceId: Id,
  now: number,
  id: Id | null = null,
): Promise<OpenInvitation[]> {
  const { rows } = await db.query<Omit<OpenInvitation, 'role'> & { role: string }>(
    `select i."id" as id, i."email" as email, i."role" as role, u."name" as inviter, i."createdAt" as "createdAt",
       i."expiresAt" as "expiresAt", i."expiresAt" <= to_timestamp($2 / 1000.0) as expired
     from "invitation" i join "user" u on u."id" = i."inviterId"
     where i."organizationId" = $1 and i."status" = 'pending' and ($3::uuid is null or i."id" = $3)
     order by i."createdAt" desc, i."id" limit 500`,
    [workspaceId, now, id],
  );
  return rows.map((row) => ({ ...row, role: readRole(row.role) ?? 'viewer' }));
}

/**
 * Invites somebody; whoever is invited already gets a new link, and the one before is void. Throws `conflict` for a member,
 * `forbidden` when an admin invites an owner.
 */
export async function invite(pool: Pool, input: InvitationInput, now: number): Promise<MadeInvitation> {
  const email = input.email.trim().toLowerCase();
  return transaction(pool, async (tx) => {
    const members = await lockWorkspace(tx, input.workspaceId);
    const known = await tx.query<{ role: string; member: boolean }>(
      `select i."role" as role, false as member from "invitation" i
       where i."organizationId" = $1 and i."email" = $2 and i."status" = 'pending'
       union all select m."role", true from "member" m join "user" u on u."id" = m."userId"
       where m."organizationId" = $1 and u."email" = $2`,
      [input.workspaceId, email],
    );
    if (known.rows.some(({ member }) => member)) throw memberAlready();
    const atStake = [input.role, ...known.rows.map(({ role }) => role)];
    if (atStake.includes('owner') && members.get(input.by) !== 'owner') throw onlyOwners();
    return write(tx, { ...input, email }, now);
  });
}

/** A new link for an open invitation, for another seven days. Throws `not_found`, and `forbidden` for an owner's. */
export async function renew(
  pool: Pool,
  input: { workspaceId: Id; id: Id; by: Id },
  now: number,
): Promise<MadeInvitation> {
  return transaction(pool, async (tx) => {
    const { email, role } = await lockOpen(tx, input);
    return write(tx, { workspaceId: input.workspaceId, by: input.by, email, role }, now);
  });
}

/** Makes a link void. Throws `not_found`, and `forbidden` for an owner's. */
export async function revoke(pool: Pool, input: { workspaceId: Id; id: Id; by: Id }): Promise<void> {
  await transaction(pool, async (tx) => {
    await lockOpen(tx, input);
    await tx.query(
      `update "invitation" set "status" = 'revoked', "tokenHash" = null where "organizationId" = $1 and "id" = $2`,
      [input.workspaceId, input.id],
    );
  });
}

async function lockOpen(
  tx: Queryable,
  { workspaceId, id, by }: { workspaceId: Id; id: Id; by: Id },
): Promise<{ email: string; role: Role }> {
  const members = await lockWorkspace(tx, workspaceId);
  const { rows } = await tx.query<{ email: string; role: string }>(
    `select "email" as email, "role" as role from "invitation"
     where "organizationId" = $1 and "id" = $2 and "status" = 'pending'`,
    [workspaceId, id],
  );
  const role = readRole(rows[0]?.role);
  if (!rows[0] || !role) throw new AppError('not_found', 'This invitation is no longer open.');
  if (role === 'owner' && members.get(by) !== 'owner') throw onlyOwners();
  return { email: rows[0].email, role };
}

async function write(tx: Queryable, input: InvitationInput, now: number): Promise<MadeInvitation> {
  const token = randomBytes(32).toString('base64url');
  const { rows } = await tx.query<{ id: Id }>(
    `insert into "invitation" ("id", "organizationId", "email", "role", "status", "expiresAt", "createdAt", "inviterId", "tokenHash")
     values ($1, $2, $3, $4, 'pending', to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0), $7, $8)
     on conflict ("organizationId", "email") where "status" = 'pending' do update set "role" = excluded."role",
       "expiresAt" = excluded."expiresAt", "createdAt" = excluded."createdAt", "inviterId" = excluded."inviterId",
       "tokenHash" = excluded."tokenHash"
     returning "id" as id`,
    [
      ...[randomUUID(), input.workspaceId, input.email, input.role, now + invitationLivesMs, now],
      ...[input.by, hash(token)],
    ],
  );
  const [invitation] = await listInvitations(tx, input.workspaceId, now, rows[0]!.id);
  return { invitation: invitation!, token };
}

/** What a link leads to. */
export interface Invited {
  id: Id;
  workspaceId: Id;
  workspace: string;
  email: string;
  role: Role;
  inviter: string;
  expiresAt: Date;
  /** Whether the email has an account here. */
  hasAccount: boolean;
}

/** The invitation of a token. Throws `gone` for one that was used, revoked, renewed, ran out, or never was. */
export async function invitedBy(db: Queryable, token: string, now: number): Promise<Invited> {
  const { rows } = await db.query<Omit<Invited, 'role'> & { role: string }>(
    `select i."id" as id, i."organizationId" as "workspaceId", w.name as workspace, i."email" as email, i."role" as role,
       u."name" as inviter, i."expiresAt" as "expiresAt",
       exists (select from "user" o where o."email" = i."email") as "hasAccount"
     from "invitation" i join workspaces w on w.id = i."organizationId" join "user" u on u."id" = i."inviterId"
     where i."tokenHash" = $1 and i."status" = 'pending' and i."expiresAt" > to_timestamp($2 / 1000.0)`,
    [hash(token), now],
  );
  const role = readRole(rows[0]?.role);
  if (!rows[0] || !role) throw invitationGone();
  return { ...rows[0], role };
}

/** Marks an invitation as accepted. Throws `gone` when somebody was faster. In the transaction that makes the member. */
export async function closeInvitation(tx: Queryable, { id, workspaceId }: Invited): Promise<void> {
  const { rowCount } = await tx.query(
    `update "invitation" set "status" = 'accepted', "tokenHash" = null
     where "organizationId" = $1 and "id" = $2 and "status" = 'pending'`,
    [workspaceId, id],
  );
  if (rowCount !== 1) throw invitationGone();
}

function invitationGone(): AppError {
  return new AppError(
    'gone',
    'This invitation was used, revoked, made anew, or ran out after seven days. Ask for a new link.',
    { params: { reason: 'invitation_gone' } },
  );
}

function memberAlready(): AppError {
  return new AppError('conflict', 'This person is a member of the workspace already.', {
    params: { reason: 'member_already' },
    faults: [{ path: 'email', code: 'taken' }],
  });
}
