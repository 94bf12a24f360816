import { createHash, randomBytes } from 'node:crypto';
import type { Queryable } from '#db/pool.ts';
import { newId, readId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { readRole } from './roles.ts';
import type { Role } from './roles.ts';

/** What a key may be: everything but the owner. */
export type KeyRole = Exclude<Role, 'owner'>;

/** A key as people see it; the key itself is shown once. */
export interface KeyView {
  id: string;
  name: string;
  role: KeyRole;
  ending: string;
  createdAt: string;
  lastUsedAt: string | null;
}

const prefix = 'csk_';
/** `last_used_at` is written at most this often, so a busy key costs no write per call. */
const usedEvery = '1 minute';

/** A key's id as people see it. */
export function showKeyId(id: Id): string {
  return `key_${id.replaceAll('-', '')}`;
}

/** Reads an id as shown; null when it is none. */
export function readKeyId(text: string): Id | null {
  return readId('run', text.replace(/^key_/, 'run_'));
}

const hash = (key: string) => createHash('sha256').update(key).digest();

/** Makes a key. The key is in this answer and nowhere else. */
export async function addKey(
  db: Queryable,
  workspaceId: Id,
  key: { name: string; role: KeyRole; by: Id | null },
  now: number,
): Promise<{ key: KeyView; secret: string }> {
  const secret = prefix + randomBytes(32).toString('base64url');
  const id = newId(now);
  await db.query(
    'insert into api_keys (workspace_id, id, name, role, key_hash, ending, created_by) values ($1, $2, $3, $4, $5, $6, $7)',
    [workspaceId, id, key.name, key.role, hash(secret), secret.slice(-4), key.by],
  );
  const made = (await listKeys(db, workspaceId)).find((one) => one.id === showKeyId(id))!;
  return { key: made, secret };
}

/** Keys of a workspace, newest first. */
export async function listKeys(db: Queryable, workspaceId: Id): Promise<KeyView[]> {
  const { rows } = await db.query<{
    id: Id;
    name: string;
    role: KeyRole;
    ending: string;
    created_at: Date;
    last_used_at: Date | null;
  }>(
    'select id, name, role, ending, created_at, last_used_at from api_keys where workspace_id = $1 order by id desc',
    [workspaceId],
  );
  return rows.map((row) => ({
    id: showKeyId(row.id),
    name: row.name,
    role: row.role,
    ending: row.ending,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }));
}

/** Removes a key at once; false when there is none. */
export async function removeKey(db: Queryable, workspaceId: Id, id: Id): Promise<boolean> {
  const { rowCount } = await db.query('delete from api_keys where workspace_id = $1 and id = $2', [
    workspaceId,
    id,
  ]);
  return rowCount === 1;
}

/** Who a key stands for, or null when it is not one of ours (any more). */
export async function keyHolder(
  db: Queryable,
  key: string,
): Promise<{ keyId: Id; workspaceId: Id; name: string; role: Role } | null> {
  if (!key.startsWith(prefix)) return null;
  const { rows } = await db.query<{ id: Id; workspace_id: Id; name: string; role: string; stale: boolean }>(
    `select id, workspace_id, name, role, coalesce(last_used_at < now() - interval '${usedEvery}', true) as stale
     from api_keys where key_hash = $1`,
    [hash(key)],
  );
  const role = readRole(rows[0]?.role);
  if (!rows[0] || !role) return null;
  const { id, workspace_id: workspaceId, name, stale } = rows[0];
  if (stale) {
    await db.query('update api_keys set last_used_at = now() where workspace_id = $1 and id = $2', [
      workspaceId,
      id,
    ]);
  }
  return { keyId: id, workspaceId, name, role };
}
