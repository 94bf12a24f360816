import { createHash, createHmac } from 'node:crypto';
import type { Queryable } from '#db/pool.ts';

const hash = (token: string) => createHash('sha256').update(token).digest();

/**
 * Opens the set-up link, or gives the open one again: a restart must not make void what was printed. The token follows
 * from the instance's secret; the database keeps its hash.
 */
export async function openSetupLink(db: Queryable, secret: string): Promise<string> {
  const token = createHmac('sha256', secret).update('countersign set-up link').digest('base64url');
  await db.query(
    `insert into setup_link (token_hash) values ($1)
     on conflict (single) do update set token_hash = excluded.token_hash`,
    [hash(token)],
  );
  return token;
}

/** Uses the link up. False when the token is not the open link's. To be called in the transaction that makes the owner. */
export async function useSetupLink(db: Queryable, token: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from setup_link where token_hash = $1', [hash(token)]);
  return rowCount === 1;
}

/** Whether a token opens the set-up. */
export async function isSetupLink(db: Queryable, token: string): Promise<boolean> {
  const { rowCount } = await db.query('select from setup_link where token_hash = $1', [hash(token)]);
  return rowCount === 1;
}
