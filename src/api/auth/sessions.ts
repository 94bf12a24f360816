import type { Queryable } from '#db/pool.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { Engine } from './engine.ts';
import type { Cookies } from './passwords.ts';

/** A browser somebody is signed in with. */
export interface SessionView {
  id: string;
  /** The browser's own description of itself. */
  userAgent: string | null;
  address: string | null;
  createdAt: string;
  lastUsedAt: string;
  /** The one that asks. */
  current: boolean;
}

/** Being seen is written at most this often, so that reading costs no write. */
const seenEveryMs = 5 * 60_000;

/** Sessions of somebody that have not run out, the last used first. */
export async function listSessions(
  db: Queryable,
  userId: Id,
  current: Id,
  now: number,
): Promise<SessionView[]> {
  const { rows } = await db.query<{
    id: Id;
    userAgent: string | null;
    address: string | null;
    createdAt: Date;
    usedAt: Date;
  }>(
    `select "id" as id, nullif("userAgent", '') as "userAgent", nullif("ipAddress", '') as address,
       "createdAt", "updatedAt" as "usedAt"
     from "session" where "userId" = $1 and "expiresAt" > to_timestamp($2 / 1000.0)
     order by "id" = $3 desc, "updatedAt" desc limit 100`,
    [userId, now, current],
  );
  return rows.map(({ id, userAgent, address, createdAt, usedAt }) => ({
    id: showId('session', id),
    userAgent,
    address,
    createdAt: createdAt.toISOString(),
    lastUsedAt: usedAt.toISOString(),
    current: id === current,
  }));
}

/** Ends one session at once; false when the person has none of that id. */
export async function endSession(db: Queryable, userId: Id, sessionId: Id): Promise<boolean> {
  const { rowCount } = await db.query('delete from "session" where "userId" = $1 and "id" = $2', [
    userId,
    sessionId,
  ]);
  return rowCount === 1;
}

/** Ends all sessions of somebody but one; `null`: all. */
export async function endSessions(db: Queryable, userId: Id, except: Id | null): Promise<void> {
  await db.query('delete from "session" where "userId" = $1 and ($2::uuid is null or "id" <> $2)', [
    userId,
    except,
  ]);
}

/** Notes that a session is in use; `lastUsed` is what it said when it was read. */
export async function noteSeen(
  db: Queryable,
  session: { id: Id; userId: Id; lastUsed: number },
  now: number,
): Promise<void> {
  if (now - session.lastUsed < seenEveryMs) return;
  await db.query(
    `with used as (
       update "session" set "updatedAt" = to_timestamp($3 / 1000.0) where "id" = $1 and "userId" = $2)
     update "user" set "lastSeenAt" = to_timestamp($3 / 1000.0) where "id" = $2`,
    [session.id, session.userId, now],
  );
}

/** Whose session cookies just made lead to. Throws when they lead to none, which is a mistake of ours. */
export async function ownerOfCookie(engine: Engine, cookies: Cookies): Promise<{ id: Id; userId: Id }> {
  const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
  const found = await engine.api.getSession({ headers: new Headers({ cookie }) });
  if (!found) throw new Error('a session just made is not there');
  return { id: found.session.id, userId: found.user.id };
}
