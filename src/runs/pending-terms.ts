import type { Pool, PoolClient } from 'pg';

const pendingLimitKb = 16_384;

/**
 * Search terms are appended to a list beside their GIN index and sorted into it later. PostgreSQL leaves the sorting to
 * the statement that finds the list full: seconds of cold reads in the middle of taking an event in (measured with five
 * million runs: 3.5 s for everybody). With a larger list (PostgreSQL's own is 4 MB) that statement never comes, as long
 * as `sortPendingTerms` is called several times a minute.
 */
export async function letPendingTermsGrow(tx: PoolClient, partition: string): Promise<void> {
  await tx.query(`alter index ${partition}_words_idx set (gin_pending_list_limit = ${pendingLimitKb})`);
}

/**
 * Sorts the terms that wait into the index, while others go on writing. A search reads the list from end to end, so a
 * short one also keeps searches fast.
 * @returns pages of the list that were emptied
 */
export async function sortPendingTerms(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ pages: string | null }>(
    `select sum(gin_clean_pending_list(inhrelid)) as pages from pg_inherits where inhparent = 'terms_words'::regclass`,
  );
  return Number(rows[0]!.pages ?? 0);
}
