import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import type { Queryable } from '#db/pool.ts';
import { transaction } from '#db/pool.ts';
import { AppError } from '#std/errors.ts';
import type { Id } from '#std/id.ts';
import { setPassword } from './accounts.ts';
import { allows, readRole } from './roles.ts';
import { endSessions } from './sessions.ts';
import { accountKey, forgetTries } from './tries.ts';

/** How long a link to a new password works. */
export const resetLivesMs = 3_600_000;

const hash = (token: string) => createHash('sha256').update(token).digest();

/** A link's token; the database keeps its hash. */
export async function openReset(
  db: Queryable,
  userId: Id,
  now: number,
): Promise<{ token: string; expiresAt: number }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = now + resetLivesMs;
  await db.query(
    `with swept as (delete from reset_links where expires_at <= to_timestamp($3 / 1000.0))
     insert into reset_links (token_hash, user_id, created_at, expires_at)
     values ($1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0))`,
    [hash(token), userId, now, expiresAt],
  );
  return { token, expiresAt };
}

/** Whose password a token changes. Throws `gone` for one that was used, ran out, or never was. */
export async function resetOf(db: Queryable, token: string, now: number): Promise<{ id: Id; email: string }> {
  const { rows } = await db.query<{ id: Id; email: string }>(
    `select u."id" as id, u."email" as email from reset_links r join "user" u on u."id" = r.user_id
     where r.token_hash = $1 and r.expires_at > to_timestamp($2 / 1000.0)`,
    [hash(token), now],
  );
  if (!rows[0]) throw resetGone();
  return rows[0];
}

/** Sets the password and uses up every link of the account; all its sessions end. Throws `gone`. */
export async function useReset(pool: Pool, token: string, passwordHash: string, now: number): Promise<void> {
  await transaction(pool, async (tx) => {
    const { id, email } = await resetOf(tx, token, now);
    const used = await tx.query('delete from reset_links where token_hash = $1', [hash(token)]);
    if (used.rowCount !== 1) throw resetGone();
    await tx.query('delete from reset_links where user_id = $1', [id]);
    await setPassword(tx, id, passwordHash);
    await endSessions(tx, id, null);
    // Whoever was locked out by somebody's guessing gets in with the new password.
    await forgetTries(tx, accountKey('sign-in', email));
  });
}

/**
 * Refuses a reset link that would give its maker more than they have: it opens everything the person may do, so the maker must
 * administer every workspace the person belongs to, and owners are reset by owners. Throws `forbidden` with the reason.
 */
export async function mayReset(db: Queryable, maker: Id, person: Id): Promise<void> {
  if (maker === person) {
    throw new AppError('forbidden', 'Change your own password under "My account".', {
      params: { reason: 'reset_self' },
    });
  }
  const { rows } = await db.query<{ theirs: string; mine: string | null }>(
    `select t."role" as theirs, m."role" as mine from "member" t
     left join "member" m on m."organizationId" = t."organizationId" and m."userId" = $1
     where t."userId" = $2`,
    [maker, person],
  );
  for (const { theirs, mine } of rows) {
    const [own, other] = [readRole(mine), readRole(theirs) ?? 'owner'];
    if (own && allows(own, 'admin') && allows(own, other)) continue;
    throw own && allows(own, 'admin')
      ? new AppError('forbidden', 'This person is an owner. Only an owner makes a link for them.', {
          params: { reason: 'reset_owner' },
        })
      : new AppError(
          'forbidden',
          'This person also belongs to a workspace that you do not administer. Ask somebody who administers all of them.',
          { params: { reason: 'reset_elsewhere' } },
        );
  }
}

function resetGone(): AppError {
  return new AppError('gone', 'This link was used, or is older than an hour. Ask for a new one.', {
    params: { reason: 'reset_gone' },
  });
}
