import type { Pool, QueryResult } from 'pg';

/** A pool whose statements a test can intercept; transactions go past it. */
export function intercepted(
  pool: Pool,
  around: (name: string, query: () => Promise<unknown>) => Promise<unknown>,
): Pool {
  const made = Object.create(pool) as Pool;
  made.query = ((statement: string | { name?: string }, ...rest: never[]) => {
    const name = typeof statement === 'string' ? statement : (statement.name ?? '');
    return around(name, () => pool.query(statement as never, ...rest));
  }) as never;
  return made;
}

/** The pool of a process that may be killed: from then on none of its statements reaches the database. */
export function mortal(pool: Pool): { pool: Pool; kill(): void } {
  let dead = false;
  return {
    pool: intercepted(pool, (_name, query) => (dead ? Promise.reject(new Error('killed')) : query())),
    kill: () => void (dead = true),
  };
}

/** A pool on which a statement that finds something is carried out once without its answer coming back. */
export function losingAnswerOf(pool: Pool, lost: string): Pool {
  let left = 1;
  return intercepted(pool, async (name, query) => {
    const result = (await query()) as QueryResult;
    if (name === lost && result.rowCount !== 0 && left-- > 0) {
      throw new Error('Connection terminated unexpectedly');
    }
    return result;
  });
}
