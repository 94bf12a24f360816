import type { Pool } from 'pg';
import type { Result } from '../domain/run.ts';
import { isDataError } from '../db/pool.ts';
import { recordResults } from '../runs/result-store.ts';
import { createBatch } from '../std/batch.ts';
import { messageOf } from '../std/errors.ts';

const maxResults = 200;

/** Writes one result together with others; false when its job was no longer ours. */
export type WriteResult = (result: Result) => Promise<boolean>;

/** Group-committed results: what attempts came to at the same time is written by one statement. */
export function createResults(pool: Pool, owner: string): WriteResult {
  const batch = createBatch<Result, boolean>({
    maxItems: maxResults,
    // One statement at a time: what ends meanwhile goes with the next, and a bigger batch costs less a run.
    parallel: 1,
    flush: (results) => writeResults(pool, owner, results),
  });
  return (result) => batch.add(result);
}

/**
 * On a data error in halves, until the culprit stands alone. It is written without what the vendor gave, as failed for
 * good: given back, it would be performed again and again, and never be stored.
 */
async function writeResults(pool: Pool, owner: string, results: Result[]): Promise<boolean[]> {
  try {
    const written = await recordResults(pool, owner, results);
    return results.map((result) => written.has(result.job));
  } catch (error) {
    if (!isDataError(error)) throw error;
    if (results.length > 1) {
      const half = results.length >> 1;
      const left = await writeResults(pool, owner, results.slice(0, half));
      return [...left, ...(await writeResults(pool, owner, results.slice(half)))];
    }
    const written = await recordResults(pool, owner, [bare(results[0]!, messageOf(error))]);
    return [written.has(results[0]!.job)];
  }
}

/** The result without anything that came from outside. */
function bare(result: Result, message: string): Result {
  const reason = { code: 'result_not_storable', message };
  const attempt = result.attempt && {
    ...result.attempt,
    status: 'failed' as const,
    error: reason,
    detail: null,
    output: null,
    nextAt: null,
  };
  return { ...result, attempt, status: 'failed', reason, words: null, delayMs: 0 };
}
