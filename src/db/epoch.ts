import type { Queryable } from './pool.ts';

/** Tells every intake that endpoints, secrets or published versions changed; in the transaction of the change. */
export async function bumpEpoch(db: Queryable): Promise<void> {
  await db.query('update catalog_epoch set epoch = epoch + 1');
}

/** The catalog's epoch. */
export async function readEpoch(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ epoch: string }>('select epoch from catalog_epoch');
  return Number(rows[0]!.epoch);
}
