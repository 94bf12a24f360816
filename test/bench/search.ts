/**
 * Measures reading the history with many runs: `node test/bench/search.ts [runs]` (1,000,000 without a number). Fills a
 * scratch database with made-up contracts over 30 days, then prints how long each kind of list takes. The bar is 200 ms.
 */
import type { Pool } from 'pg';
import { createHistory } from '#history/history.ts';
import type { RunFilter } from '#history/history.ts';
import { makePartitions } from '#runs/partitions.ts';
import { systemClock } from '#std/clock.ts';
import { newId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { createTestDatabase } from '../support/database.ts';
import { createBook } from './search-data.ts';
import type { Entry } from './search-data.ts';

const dayMs = 86_400_000;
const days = 30;
const batch = 5_000;
const barMs = 200;

const count = Number(process.argv[2] ?? 1_000_000);
const workspace = newId();
const workflows: Id[] = [];
await using database = await createTestDatabase();
await fill(database.pool);
await measure(database.pool);

async function fill(pool: Pool): Promise<void> {
  const end = systemClock.now();
  const begin = end - days * dayMs;
  await makePartitions(pool, { ...systemClock, now: () => begin });
  await pool.query(`insert into workspaces (id, name) values ($1, 'Bench')`, [workspace]);
  for (const name of ['Often', 'Sometimes', 'Rarely']) workflows.push(await addWorkflow(pool, name));
  const book = createBook();
  const started = systemClock.monotonic();
  for (let done = 0; done < count; done += batch) {
    const entries = Array.from({ length: Math.min(batch, count - done) }, (_, index) => {
      const share = (done + index) / count;
      return book.entry(share, begin + share * (end - begin), workflows);
    });
    await store(pool, entries);
  }
  await pool.query('analyze');
  await pool.query('vacuum terms');
  console.log(`${count} runs in ${Math.round((systemClock.monotonic() - started) / 1000)} s`);
}

async function addWorkflow(pool: Pool, name: string): Promise<Id> {
  const id = newId();
  await pool.query(`insert into workflows (workspace_id, id, name, draft) values ($1, $2, $3, '{}')`, [
    workspace,
    id,
    name,
  ]);
  const definition = { trigger: { connectionId: name === 'Rarely' ? id : workspace }, steps: {} };
  await pool.query(
    `insert into workflow_versions (workspace_id, id, workflow_id, number, definition) values ($1, $2, $2, 1, $3)`,
    [workspace, id, definition],
  );
  return id;
}

async function store(pool: Pool, entries: Entry[]): Promise<void> {
  const column = <Value>(read: (entry: Entry) => Value) => entries.map(read);
  const ids = column((entry) => entry.id);
  const statements: [string, unknown[]][] = [
    [
      `insert into events (id, workspace_id, source_id, trigger, via, title)
       select id, $1, $1, 'document.signed', 'webhook', title from unnest($2::uuid[], $3::text[]) as t (id, title)`,
      [workspace, ids, column((entry) => entry.title)],
    ],
    [
      `insert into runs (id, workspace_id, workflow_id, version_id, event_id, status)
       select id, $1, workflow, workflow, id, status from unnest($2::uuid[], $3::uuid[], $4::text[]) as t (id, workflow, status)`,
      [workspace, ids, column((entry) => entry.workflowId), column((entry) => entry.status)],
    ],
    [
      `insert into terms (run_id, workspace_id, words)
       select id, $1, array_to_tsvector(string_to_array(words, chr(10))) from unnest($2::uuid[], $3::text[]) as t (id, words)`,
      [workspace, ids, column((entry) => entry.words.join('\n'))],
    ],
    [
      `insert into attention (workspace_id, run_id, status, code)
       select $1, id, status, status from unnest($2::uuid[], $3::text[]) as t (id, status) where status in ('failed', 'parked', 'waiting')`,
      [workspace, ids, column((entry) => entry.status)],
    ],
  ];
  for (const [text, values] of statements) await pool.query(text, values);
}

async function measure(pool: Pool): Promise<void> {
  const history = createHistory({ pool, clock: systemClock, connectors: {} });
  const filters: [string, RunFilter][] = [
    ['newest', {}],
    ['common word', { search: 'contrato' }],
    ['common prefix', { search: 'co' }],
    ['rare word', { search: 'raridade' }],
    ['rare prefix', { search: 'rarid' }],
    ['unknown word', { search: 'nowhere' }],
    ['one letter', { search: 'z' }],
    ['two common words', { search: 'contrato silva' }],
    ['three words with a rare one', { search: 'contrato raridade pdf' }],
    ['company domain', { search: '@empresa17.com.br' }],
    ['begun email', { search: 'ana.silva12' }],
    ['unknown email', { search: 'nobody@example.com' }],
    ['file name', { search: 'Contrato Empresa 17 raridade.pdf' }],
    ['common, but only long ago', { search: 'antiga' }],
    ['common long ago, with a rare one', { search: 'antiga raridade' }],
    ['failed', { statuses: ['failed'] }],
    ['failed, rare word', { statuses: ['failed'], search: 'raridade' }],
    ['failed, common word', { statuses: ['failed'], search: 'contrato' }],
    ['canceled (very few)', { statuses: ['canceled'] }],
    ['completed', { statuses: ['completed'] }],
    ['completed, rare word', { statuses: ['completed'], search: 'raridade' }],
    ['running', { statuses: ['running'] }],
    ['rare workflow', { workflowId: workflows[2]! }],
    ['rare connection', { connectionId: workflows[2]! }],
    ['rare workflow, common word', { workflowId: workflows[2]!, search: 'contrato' }],
    [
      'last week, common word',
      { from: systemClock.now() - 14 * dayMs, to: systemClock.now() - 7 * dayMs, search: 'contrato' },
    ],
  ];
  for (const [name, filter] of filters) {
    const row = await time(() => history.runs(workspace, filter, { limit: 50 }));
    print(name, row.ms, `${row.value.items.length} found${row.value.cursor ? ', more' : ''}`);
  }
  const overview = await time(() => history.overview(workspace));
  print('home', overview.ms, `${overview.value.attention} need attention`);
  const changes = await time(() => history.fingerprints([workspace]));
  print('live fingerprint', changes.ms, '');
}

/** The slowest of five. */
async function time<Value>(work: () => Promise<Value>): Promise<{ ms: number; value: Value }> {
  let worst = { ms: -1, value: undefined as Value };
  for (let round = 0; round < 5; round++) {
    const started = systemClock.monotonic();
    const value = await work();
    const ms = systemClock.monotonic() - started;
    if (ms > worst.ms) worst = { ms, value };
  }
  return worst;
}

function print(name: string, ms: number, note: string): void {
  console.log(`${ms > barMs ? 'SLOW' : '    '} ${ms.toFixed(0).padStart(6)} ms  ${name.padEnd(34)} ${note}`);
}
