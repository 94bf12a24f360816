import type { Queryable } from '#db/pool.ts';
import { weekOf } from '#runs/partitions.ts';
import { idAt, idTime } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { topId } from './cursor.ts';
import { walkAlong, values } from './walk.ts';
import type { Range, Stretch, Values, Walk } from './walk.ts';

/** What to look for. */
export interface TermSearch {
  /** A tsquery for each thing that must be there, from `searchParts`. */
  parts: string[];
  /** A further condition on a run's id. */
  also: ((runId: string, values: Values) => string) | null;
  /** Goes through the few runs that meet `also`, so many at a step, instead of through all there are. */
  byRun: ((window: number) => Walk) | null;
}

/** How many rows each way of looking may cost. */
export interface SearchLimits {
  /** Newest rows looked at first: a common word fills its page from these. */
  recent: number;
  /** A word with no more rows than this in a week is fetched whole and sorted. */
  rare: number;
  /** Rows looked at in one step of a week where the word is common. */
  step: number;
  /** Rows at each end of a week by which several words are compared. */
  sample: number;
  /** Runs looked at one by one in a step; a fifth of it at first. */
  runs: number;
}
const usualLimits: SearchLimits = { recent: 4_000, rare: 20_000, step: 20_000, sample: 1_000, runs: 5_000 };

/**
 * Runs found by their search terms, newest first. The planner cannot tell a common word's beginning from a rare one, so
 * the plan is chosen here: first the newest rows by time, which settles common words; then week by week (a partition
 * each) the word's own rows by the GIN index, if they are few; and where it is common, that week by time.
 */
export function walkTerms(db: Queryable, range: Range, search: TermSearch, limits = usualLimits): Walk {
  const query = search.parts.join(' & ');
  const wanted = (given: Values) =>
    [`words @@ ${given.add(query)}::tsquery`, search.also?.('t.run_id', given)].filter(Boolean).join(' and ');
  const along = (from: Id, window: number) =>
    walkAlong(db, { ...range, from }, { table: 'terms t', key: 't.run_id', wanted, window });
  const recent = search.byRun?.(Math.ceil(limits.runs / 5)) ?? along(range.from, limits.recent);
  const byRun = search.byRun?.(limits.runs);
  let looked = false;
  let oldest: Promise<Id> | null = null;
  let slow: { walk: Walk; until: Id } | null = null;

  return async (before, count) => {
    if (!looked) {
      looked = true;
      return recent(before, count);
    }
    oldest ??= oldestTerms(db, range);
    const until = max(startOfWeek(before), await oldest);
    const ended = until === (await oldest);
    if (slow?.until !== until) {
      const bounds = { ...range, from: until };
      const rarest = await rarestPart(db, bounds, before, search.parts, limits.sample);
      const rare = await rareWord(db, bounds, { ...search, rarest, query, most: limits.rare }, before, count);
      if (rare) return onward(rare);
      slow = { walk: along(until, limits.step), until };
    }
    if (byRun) return byRun(before, count);
    return onward(await slow.walk(before, count));

    /** Where a week is done, the one before it begins. */
    function onward(stretch: Stretch): Stretch {
      return stretch.next === null && !ended ? { ids: stretch.ids, next: until } : stretch;
    }
  };
}

const max = (left: Id, right: Id) => (left > right ? left : right);

/** The lowest id of the week that holds what is right before an id. */
function startOfWeek(before: Id): Id {
  return idAt(weekOf(idTime(before) - (before.endsWith('7000-8000-000000000000') ? 1 : 0)));
}

async function oldestTerms(db: Queryable, range: Range): Promise<Id> {
  const { rows } = await db.query<{ run_id: Id }>(
    'select run_id from terms where workspace_id = $1 and run_id >= $2 order by run_id limit 1',
    [range.workspaceId, range.from],
  );
  return rows[0]?.run_id ?? topId;
}

/** Which of several words is in the fewest rows at both ends of a stretch: it is the one worth looking up. */
async function rarestPart(
  db: Queryable,
  range: Range,
  before: Id,
  parts: string[],
  sample: number,
): Promise<string> {
  if (parts.length === 1) return parts[0]!;
  const given = values();
  const counts = parts.map(
    (part, place) => `count(*) filter (where words @@ ${given.add(part)}::tsquery)::int as c${place}`,
  );
  const [workspace, below, from] = [range.workspaceId, before, range.from].map(given.add);
  const end = (order: string) => `(select words from terms
    where workspace_id = ${workspace} and run_id < ${below} and run_id >= ${from} order by run_id ${order} limit ${sample})`;
  const { rows } = await db.query<Record<string, number>>(
    `select ${counts.join(', ')} from (${end('desc')} union all ${end('asc')}) sample`,
    given.list,
  );
  const found = parts.map((_, place) => rows[0]![`c${place}`]!);
  // Of two that are equally rare the longer one: more letters, fewer words.
  const least = Math.min(...found);
  return parts
    .filter((_, place) => found[place] === least)
    .reduce((left, right) => (right.length > left.length ? right : left));
}

/** The rows of the rarest word by the GIN index; null when there are too many to sort. */
async function rareWord(
  db: Queryable,
  range: Range,
  search: TermSearch & { rarest: string; query: string; most: number },
  before: Id,
  count: number,
): Promise<Stretch | null> {
  const given = values();
  const also = search.also ? `and ${search.also('hits.run_id', given)}` : '';
  const text = `with hits as materialized (
      select run_id, words from terms
      where words @@ ${given.add(search.rarest)}::tsquery and workspace_id = ${given.add(range.workspaceId)}
        and run_id < ${given.add(before)} and run_id >= ${given.add(range.from)}
      limit ${search.most + 1}),
    found as (select count(*)::int as count from hits)
    select found.count, case when found.count <= ${search.most} then array(
      select distinct run_id from hits where words @@ ${given.add(search.query)}::tsquery ${also}
      order by run_id desc limit ${given.add(count)}) end as ids from found`;
  const { rows } = await db.query<{ count: number; ids: Id[] | null }>({ text, values: given.list });
  const { ids } = rows[0]!;
  if (ids === null) return null;
  return { ids, next: ids.length === count ? ids.at(-1)! : null };
}
