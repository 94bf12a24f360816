import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { searchParts } from '#domain/terms.ts';
import { makePartitions, weekOf } from '#runs/partitions.ts';
import { systemClock } from '#std/clock.ts';
import { idAt } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import type { TestDatabase } from '../../test/support/database.ts';
import { bottomId, topId } from './cursor.ts';
import { walkTerms } from './search.ts';
import type { SearchLimits } from './search.ts';
import { storeWorkspace } from './stored.fixture.ts';
import { walkAlong } from './walk.ts';
import type { Walk } from './walk.ts';

const weekMs = 7 * 86_400_000;
const rowsAWeek = 30;
const weeks = 4;

let database: TestDatabase;
let workspaceId: Id;
/** Oldest first. */
const stored: { id: Id; words: string[] }[] = [];

/** Four weeks: "every" is in each row, "third" in one of three, "old" only in the oldest week, "rare" in three rows. */
before(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  workspaceId = await storeWorkspace(pool);
  const first = weekOf(systemClock.now()) - weeks * weekMs;
  await makePartitions(pool, { ...systemClock, now: () => first });
  for (let place = 0; place < weeks * rowsAWeek; place++) {
    const words = ['every', `n${place}`];
    if (place % 3 === 0) words.push('third');
    if (place < rowsAWeek) words.push('old');
    if ([7, 40, 118].includes(place)) words.push('rare');
    stored.push({ id: idAt(first + (place * weekMs) / rowsAWeek), words });
  }
  // Every fifth run has a second row, as an action adds one.
  const rows = [...stored, ...stored.filter((_, place) => place % 5 === 0)];
  await pool.query(
    `insert into terms (run_id, workspace_id, words)
     select id, $1, array_to_tsvector(string_to_array(words, ' ')) from unnest($2::uuid[], $3::text[]) as t (id, words)`,
    [workspaceId, rows.map(({ id }) => id), rows.map(({ words }) => words.join(' '))],
  );
});
after(() => database[Symbol.asyncDispose]());

async function everything(walk: Walk, pageSize: number): Promise<Id[]> {
  const ids: Id[] = [];
  let next: Id | null = topId;
  for (let steps = 0; next !== null; steps++) {
    assert.ok(steps < 1_000, 'the walk does not end');
    const stretch = await walk(next, pageSize);
    for (const id of stretch.ids) if (!ids.includes(id)) ids.push(id);
    assert.ok(stretch.next === null || stretch.next <= next, 'the walk turns back');
    next = stretch.next;
  }
  return ids;
}

const expected = (...words: string[]) =>
  stored
    .filter((row) => words.every((word) => row.words.some((one) => one.startsWith(word))))
    .map(({ id }) => id)
    .reverse();

const ways: Record<string, SearchLimits> = {
  'the newest rows': { recent: 10_000, rare: 1, step: 1, sample: 1, runs: 9 },
  'the index, week by week': { recent: 1, rare: 10_000, step: 1, sample: 5, runs: 9 },
  'the weeks by time': { recent: 1, rare: 0, step: 4, sample: 2, runs: 9 },
  'each in turn': { recent: 5, rare: 12, step: 7, sample: 3, runs: 9 },
};

for (const [name, limits] of Object.entries(ways)) {
  test(`every run that has the words is found once, newest first, by ${name}`, async () => {
    for (const typed of [
      'every',
      'third',
      'old',
      'rare',
      'n11',
      'rare old',
      'third rar',
      'nothing',
      'old n9',
    ]) {
      for (const pageSize of [1, 7, 500]) {
        const search = { parts: searchParts(typed), also: null, byRun: null };
        const walk = walkTerms(database.pool, { workspaceId, from: bottomId }, search, limits);
        assert.deepEqual(
          await everything(walk, pageSize),
          expected(...typed.split(' ')),
          `${typed} by ${pageSize}`,
        );
      }
    }
  });
}

test('a word too common to be fetched is looked for along another way, and nothing comes twice', async () => {
  const range = { workspaceId, from: bottomId };
  const wanted = () => `words @@ 'third'::tsquery and words @@ 'old'::tsquery`;
  const byRun = (window: number) =>
    walkAlong(database.pool, range, { table: 'terms t', key: 't.run_id', wanted, window });
  const search = { parts: searchParts('old'), also: () => `words @@ 'third'::tsquery`, byRun };
  for (const limits of Object.values(ways)) {
    const walk = walkTerms(database.pool, range, search, limits);
    const ids: Id[] = [];
    for (let next: Id | null = topId; next !== null;) {
      const stretch: Awaited<ReturnType<Walk>> = await walk(next, 4);
      ids.push(...stretch.ids);
      next = stretch.next;
    }
    assert.deepEqual(ids, expected('third', 'old'));
  }
});

test('a walk that begins at a time goes no further back', async () => {
  const from = stored[50]!.id;
  const search = { parts: searchParts('third'), also: null, byRun: null };
  const walk = walkTerms(database.pool, { workspaceId, from }, search, ways['each in turn']);
  assert.deepEqual(
    await everything(walk, 5),
    expected('third').filter((id) => id >= from),
  );
});
