/** Measures lists and searches of the room at 100,000 contacts: `node src/records/measure.fixture.ts [count]`. */
import type { FilterGroups } from '../domain/records/filter.ts';
import { openRecords } from './records.fixture.ts';
import type { Search } from './records.ts';
import { fillContacts } from './scale.fixture.ts';

const count = Number(process.argv[2] ?? 100_000);
await using house = await openRecords();
const { records, ref, database } = house;
await fillContacts(database.pool, ref, count);

const where = (property: string, operator: string, value: string): FilterGroups =>
  [{ filters: [{ property, operator, value }] }] as FilterGroups;
const sorted = (property: string, direction: 'asc' | 'desc' = 'asc') => ({ sort: { property, direction } });
const searches: Record<string, Omit<Search, 'limit'>> = {
  'newest first': {},
  'sorted by last name': sorted('lastname'),
  'sorted by email, downwards': sorted('email', 'desc'),
  'sorted by city (no ordered place)': sorted('city'),
  'filtered by stage, many': { filterGroups: where('lifecyclestage', 'EQ', 'customer') },
  'filtered by company, few': { filterGroups: where('company', 'EQ', 'Company 77') },
  'filtered by company, none': { filterGroups: where('company', 'EQ', 'Nobody') },
  'filtered by stage, sorted by last name': {
    filterGroups: where('lifecyclestage', 'EQ', 'lead'),
    ...sorted('lastname'),
  },
  'filtered by NEQ': { filterGroups: where('city', 'NEQ', 'Oslo') },
  'filtered by a word, few': { filterGroups: where('jobtitle', 'CONTAINS_TOKEN', '2999') },
  'filtered by no value': { filterGroups: where('message', 'HAS_PROPERTY', '') },
  'filtered by time': { filterGroups: where('createdate', 'GT', '2026-03-01') },
  'words: a': { query: 'a' },
  'words: an ha': { query: 'an ha' },
  'words: person9999': { query: 'person9999' },
  'words: an, sorted by last name': { query: 'an', ...sorted('lastname') },
};
const timed = async (work: () => Promise<unknown>) => {
  const times: number[] = [];
  for (let n = 0; n < 7; n++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((one, other) => one - other)[3]!.toFixed(1);
};
for (const [name, search] of Object.entries(searches)) {
  const page = await timed(() => records.search(ref, 'contact', { ...search, limit: 50 }));
  const total = await timed(() => records.count(ref, 'contact', search));
  process.stdout.write(`${name.padEnd(42)} page ${page.padStart(7)} ms   count ${total.padStart(7)} ms\n`);
}
const email = () => `new${performance.now()}.${Math.random()}@x.example`;
const create = await timed(() =>
  records.createMany(
    ...([ref, 'contact'] as const),
    Array.from({ length: 100 }, () => ({
      values: { email: email(), firstname: 'Ana', lastname: 'Souza', city: 'Oslo' },
    })),
    { source: 'import', detail: null },
  ),
);
const some = (await records.search(ref, 'contact', { limit: 100 })).records;
let round = 0;
const update = await timed(() => {
  round++;
  const inputs = some.map(({ id }) => ({ ref: { id }, values: { city: `City ${round}` } }));
  return records.updateMany(ref, 'contact', inputs, { source: 'import', detail: null });
});
process.stdout.write(`100 creates ${create} ms, 100 updates ${update} ms\n`);
