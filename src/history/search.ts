import type { Queryable } from '#db/pool.ts';
import type { Id } from '#std/id.ts';
import { walkAlong, values } from './walk.ts';
import type { Range, Stretch, Values, Walk } from './walk.ts';

/** Newest rows looked at first: a common word fills its page from these. */
const recentRows = 4_000;
/** A word with no more rows than this is fetched whole and sorted. */
const rareRows = 20_000;
const walkRows = 20_000;

/**
 * Runs found by their search terms, newest first. The planner cannot tell a common word's beginning from a rare one, so
 * the plan is chosen here: first the newest terms by time, which settles common words; then the word's own rows by the
 * GIN index, if they are few; and for a word that is common but not lately, on by time.
 * @param query text of a tsquery, from `searchQuery`
 * @param alsoWanted a further condition on a run's id
 */
export function walkTerms(
  db: Queryable,
  range: Range,
  query: string,
  alsoWanted: ((runId: string, values: Values) => string) | null,
): Walk {
  const wanted = (given: Values) =>
    [`words @@ ${given.add(query)}::tsquery`, alsoWanted?.('t.run_id', given)].filter(Boolean).join(' and ');
  const along = (window: number) => walkAlong(db, range, { table: 'terms t', key: 't.run_id', wanted, window });
  const recent = along(recentRows);
  const onward = along(walkRows);
  let common = false;

  return async (before, count) => {
    if (common) return onward(before, count);
    const newest = await recent(before, count);
    if (newest.next === null || newest.ids.length >= count) return newest;
    const rare = await rareWord(db, range, query, alsoWanted, newest.next, count - newest.ids.length);
    common = rare === null;
    return rare === null ? newest : { ids: [...newest.ids, ...rare.ids], next: rare.next };
  };
}

/** The word's rows by the GIN index; null when there are too many to sort. */
async function rareWord(
  db: Queryable,
  range: Range,
  query: string,
  alsoWanted: ((runId: string, values: Values) => string) | null,
  before: Id,
  count: number,
): Promise<Stretch | null> {
  const given = values();
  const text = `with hits as materialized (
      select run_id from terms
      where words @@ ${given.add(query)}::tsquery and workspace_id = ${given.add(range.workspaceId)}
        and run_id < ${given.add(before)} and run_id >= ${given.add(range.from)}
      limit ${rareRows + 1})
    select (select count(*)::int from hits) as found, array(
      select distinct run_id from hits ${alsoWanted ? `where ${alsoWanted('hits.run_id', given)}` : ''}
      order by run_id desc limit ${given.add(count)}) as ids`;
  const { rows } = await db.query<{ found: number; ids: Id[] }>({ text, values: given.list });
  const { found, ids } = rows[0]!;
  if (found > rareRows) return null;
  return { ids, next: ids.length === count ? ids.at(-1)! : null };
}
