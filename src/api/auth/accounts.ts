import { randomUUID } from 'node:crypto';
import type { Queryable } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';
import { newId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { readRole } from './roles.ts';
import type { Role } from './roles.ts';

/** The statements on people, workspaces and who belongs where. */

/** An account to be. `passwordHash` is better-auth's; null for the demo's owner, who signs in by a click. */
export interface NewAccount {
  name: string;
  email: string;
  passwordHash: string | null;
}

/** A workspace somebody belongs to. */
export interface Membership {
  id: Id;
  name: string;
  demo: boolean;
  timeZone: string;
  role: Role;
}

/** A reserved name (RFC 2606): no mail can reach it and nobody else can have it. */
export const demoEmail = 'demo@countersign.invalid';

/** Makes an account. Throws `conflict` when the email has one. */
export async function addAccount(
  db: Queryable,
  account: NewAccount,
  language: string | null = null,
): Promise<Id> {
  const id = randomUUID();
  const email = account.email.toLowerCase();
  const { rowCount } = await db.query(
    `insert into "user" ("id", "name", "email", "emailVerified", "language") values ($1, $2, $3, false, $4)
     on conflict ("email") do nothing`,
    [id, account.name, email, language],
  );
  if (rowCount === 0) {
    throw new AppError('conflict', 'This email has an account already. Sign in with it.', {
      faults: [{ path: 'email', code: 'taken' }],
    });
  }
  if (account.passwordHash !== null) {
    await db.query(
      `insert into "account" ("accountId", "providerId", "userId", "password", "updatedAt") values ($1::text, 'credential', $1::uuid, $2, now())`,
      [id, account.passwordHash],
    );
  }
  return id;
}

/** The account of an email, or null. */
export async function accountByEmail(db: Queryable, email: string): Promise<Id | null> {
  const { rows } = await db.query<{ id: Id }>('select "id" as id from "user" where "email" = $1', [email]);
  return rows[0]?.id ?? null;
}

/** Somebody's account as it is kept. `passwordHash` is null for whoever has none. */
export interface StoredAccount {
  id: Id;
  name: string;
  email: string;
  language: string | null;
  twoFactor: boolean;
  passwordHash: string | null;
}

/** An account by its id or its email; null when there is none. */
export async function readAccount(
  db: Queryable,
  by: { id: Id } | { email: string },
): Promise<StoredAccount | null> {
  const [column, value] = 'id' in by ? ['"id"', by.id] : ['"email"', by.email.trim().toLowerCase()];
  const { rows } = await db.query<StoredAccount>(
    `select u."id" as id, u."name" as name, u."email" as email, u."language" as language,
       coalesce(u."twoFactorEnabled", false) as "twoFactor",
       (select a."password" from "account" a where a."userId" = u."id" and a."providerId" = 'credential') as "passwordHash"
     from "user" u where u.${column} = $1`,
    [value],
  );
  return rows[0] ?? null;
}

/** Changes what people say of themselves. */
export async function changeAccount(
  db: Queryable,
  id: Id,
  change: { name?: string; language?: string },
): Promise<void> {
  await db.query(
    `update "user" set "name" = coalesce($2, "name"), "language" = coalesce($3, "language"), "updatedAt" = now()
     where "id" = $1`,
    [id, change.name, change.language],
  );
}

/** Replaces somebody's password by another one's hash. */
export async function setPassword(db: Queryable, id: Id, passwordHash: string): Promise<void> {
  await db.query(
    `update "account" set "password" = $2, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential'`,
    [id, passwordHash],
  );
}

/** A workspace to be. */
export interface WorkspaceInput {
  id?: Id;
  name: string;
  demo?: boolean;
  timeZone?: string;
  locale?: string;
}

/** Makes a workspace together with the organization of the same id; one that is there stays as it is. */
export async function addWorkspace(db: Queryable, input: WorkspaceInput, now: number): Promise<Id> {
  const id = input.id ?? newId(now);
  await db.query(
    'insert into workspaces (id, name, demo, time_zone, locale) values ($1, $2, $3, $4, $5) on conflict (id) do nothing',
    [id, input.name, input.demo ?? false, input.timeZone ?? 'UTC', input.locale ?? 'en'],
  );
  await addOrganizations(db);
  return id;
}

/** What people set for a workspace. */
export interface WorkspaceSettings {
  id: Id;
  name: string;
  demo: boolean;
  timeZone: string;
  /** How long events and runs are kept: 1 to 3650 days. */
  retentionDays: number;
  /** How long the audit log is kept: 30 to 3650 days. */
  auditRetentionDays: number;
}
const settingsOf =
  'id, name, demo, time_zone as "timeZone", retention_days as "retentionDays", audit_retention_days as "auditRetentionDays"';

/** A workspace as it is set; null when there is none. */
export async function readWorkspace(db: Queryable, workspaceId: Id): Promise<WorkspaceSettings | null> {
  const { rows } = await db.query<WorkspaceSettings>(`select ${settingsOf} from workspaces where id = $1`, [
    workspaceId,
  ]);
  return rows[0] ?? null;
}

/** Changes what is given, the organization's name with the workspace's; null when there is no such workspace. */
export async function changeWorkspace(
  db: Queryable,
  workspaceId: Id,
  change: Partial<Pick<WorkspaceSettings, 'name' | 'timeZone' | 'retentionDays' | 'auditRetentionDays'>>,
): Promise<WorkspaceSettings | null> {
  const { rows } = await db.query<WorkspaceSettings>(
    `with changed as (
       update workspaces set name = coalesce($2, name), time_zone = coalesce($3, time_zone),
         retention_days = coalesce($4, retention_days), audit_retention_days = coalesce($5, audit_retention_days) where id = $1 returning *),
     renamed as (update "organization" o set "name" = changed.name from changed where o."id" = changed.id)
     select ${settingsOf} from changed`,
    [workspaceId, change.name, change.timeZone, change.retentionDays, change.auditRetentionDays],
  );
  return rows[0] ?? null;
}

/** Gives workspaces that were made elsewhere (the demo's) their organization. */
export async function addOrganizations(db: Queryable): Promise<void> {
  await db.query(
    `insert into "organization" ("id", "name", "slug", "createdAt")
     select w.id, w.name, w.id::text, now() from workspaces w
     where w.deleted_at is null and not exists (select from "organization" o where o."id" = w.id) on conflict do nothing`,
  );
}

/** Makes somebody a member; a member stays what they are. */
export async function addMember(db: Queryable, workspaceId: Id, userId: Id, role: Role): Promise<void> {
  await db.query(
    `insert into "member" ("organizationId", "userId", "role", "createdAt") values ($1, $2, $3, now()) on conflict do nothing`,
    [workspaceId, userId, role],
  );
}

/** What somebody is in a workspace; null for no member, or when there is no such workspace. */
export async function roleIn(db: Queryable, workspaceId: Id, userId: Id): Promise<Role | null> {
  const { rows } = await db.query<{ role: string }>(
    'select "role" as role from "member" where "organizationId" = $1 and "userId" = $2',
    [workspaceId, userId],
  );
  return readRole(rows[0]?.role);
}

/** Workspaces somebody belongs to, their own before the demo. */
export async function membershipsOf(db: Queryable, userId: Id): Promise<Membership[]> {
  const { rows } = await db.query<Omit<Membership, 'role'> & { role: string }>(
    `select w.id, w.name, w.demo, w.time_zone as "timeZone", m."role" as role
     from "member" m join workspaces w on w.id = m."organizationId"
     where m."userId" = $1 order by w.demo, w.created_at, w.id`,
    [userId],
  );
  return rows.flatMap((row) => {
    const role = readRole(row.role);
    return role ? [{ ...row, role }] : [];
  });
}

/** Workspaces of the demo. */
export async function demoWorkspaces(db: Queryable): Promise<Id[]> {
  const { rows } = await db.query<{ id: Id }>('select id from workspaces where demo order by created_at, id');
  return rows.map((row) => row.id);
}

/** Whether anybody but the demo's owner has an account. */
export async function anybodyHasAccount(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ any: boolean }>(
    `select exists (select from "account" where "providerId" = 'credential') as any`,
  );
  return rows[0]!.any;
}

/** Takes everybody and every key out of a workspace that is being deleted, so that nobody gets in any more. */
export async function leaveWorkspace(db: Queryable, workspaceId: Id): Promise<void> {
  await db.query('update workspaces set deleted_at = now() where id = $1', [workspaceId]);
  await db.query('delete from api_keys where workspace_id = $1', [workspaceId]);
  await db.query('delete from "organization" where "id" = $1', [workspaceId]);
}

/** The last of a deleted workspace: its row, and what stands or falls with it. */
export async function eraseWorkspaceRow(db: Queryable, workspaceId: Id): Promise<void> {
  await db.query('delete from workspaces where id = $1 and deleted_at is not null', [workspaceId]);
}
