import type { Queryable } from '../db/pool.ts';
import { pack, unpacked } from '../db/packed.ts';
import type { Id } from '../std/id.ts';
import type { NewEvent, NewRun } from '../domain/run.ts';

/** What became of a batch: `stale` when the catalog changed since it was matched, and then nothing was written. */
export type Stored = { stale: true; epoch: number } | { stale: false; fresh: Set<Id> };

/**
 * Stores events, their runs and jobs in one statement: all of it or nothing. An event whose key was seen before is left
 * out with its runs. Nothing is written when `epoch` is not the catalog's any more (rule: no event is matched against
 * an old version). Rows go in sorted by key, because unsorted ones deadlock with the batch beside them.
 * @param events no two with the same source and hash
 */
export async function storeEvents(
  db: Queryable,
  epoch: number,
  events: NewEvent[],
  runs: NewRun[],
): Promise<Stored> {
  const sorted = events.toSorted((a, b) => a.hash.compare(b.hash));
  const bodies = pack(sorted.map((event) => event.body));
  const { rows } = await db.query<{ epoch: string; fresh: Id[] }>({
    name: 'runs.store-events',
    text: storeEventsSql,
    values: [
      epoch,
      ...eventColumns(sorted),
      bodies.bytes,
      ...runColumns(runs),
      bodies.starts,
      bodies.lengths,
    ],
  });
  const row = rows[0]!;
  if (Number(row.epoch) !== epoch) return { stale: true, epoch: Number(row.epoch) };
  return { stale: false, fresh: new Set(row.fresh) };
}

const storeEventsSql = `
with now_epoch as (select epoch from catalog_epoch),
inp as (
  select * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bytea[], $6::text[], $7::text[], $8::smallint[], $9::text[],
    $10::float8[], $11::text[], $12::jsonb[], $25::int[], $26::int[])
    as t (id, workspace_id, source_id, hash, trigger, via, part, title, occurred_ms, outcome, headers, body_start, body_length)
  where (select epoch from now_epoch) = $1::bigint),
marked as (
  insert into seen (source_id, hash) select source_id, hash from inp on conflict do nothing returning source_id, hash),
fresh as (select inp.* from inp join marked using (source_id, hash)),
new_events as (
  insert into events (id, workspace_id, source_id, trigger, via, part, title, occurred_at, outcome, headers, body)
  select id, workspace_id, source_id, trigger, via, part, title, to_timestamp(occurred_ms / 1000), outcome, headers,
    ${unpacked('$13', 'body_start', 'body_length')}
  from fresh),
runs_in as (
  select r.* from unnest($14::uuid[], $15::uuid[], $16::uuid[], $17::uuid[], $18::uuid[], $19::uuid[], $20::text[],
    $21::text[], $22::bigint[], $23::text[], $24::uuid[])
    as r (id, event_id, workspace_id, workflow_id, version_id, job_id, lane, order_key, order_at, words, repeats)
  where r.event_id in (select id from fresh)),
new_runs as (
  insert into runs (id, workspace_id, workflow_id, version_id, event_id, repeats, order_key, order_at)
  select id, workspace_id, workflow_id, version_id, event_id, repeats, order_key, order_at from runs_in),
new_terms as (
  insert into terms (run_id, workspace_id, words)
  select id, workspace_id, array_to_tsvector(string_to_array(words, chr(10))) from runs_in where words is not null),
new_jobs as (
  insert into jobs (id, lane, kind, workspace_id, run_id, order_key, order_at)
  select job_id, lane, 'run.advance', workspace_id, id, order_key, order_at from runs_in)
select (select epoch from now_epoch) as epoch, array(select id from fresh) as fresh`;

function eventColumns(events: NewEvent[]): unknown[] {
  return [
    events.map((event) => event.id),
    events.map((event) => event.workspaceId),
    events.map((event) => event.sourceId),
    events.map((event) => event.hash),
    events.map((event) => event.trigger),
    events.map((event) => event.via),
    events.map((event) => event.part),
    events.map((event) => event.title),
    events.map((event) => event.occurredAt),
    events.map((event) => event.outcome),
    events.map((event) => (event.headers ? JSON.stringify(event.headers) : null)),
  ];
}

function runColumns(runs: NewRun[]): unknown[] {
  return [
    runs.map((run) => run.id),
    runs.map((run) => run.eventId),
    runs.map((run) => run.workspaceId),
    runs.map((run) => run.workflowId),
    runs.map((run) => run.versionId),
    runs.map((run) => run.jobId),
    runs.map((run) => run.lane),
    runs.map((run) => run.orderKey),
    runs.map((run) => run.orderAt),
    runs.map((run) => (run.words.length > 0 ? run.words.join('\n') : null)),
    runs.map((run) => run.repeats),
  ];
}

/** Which of the marks were made at or after a time (milliseconds since the epoch); as hex. */
export async function seenSince(
  db: Queryable,
  sourceId: Id,
  hashes: Buffer[],
  since: number,
): Promise<Set<string>> {
  const { rows } = await db.query<{ hash: Buffer }>(
    'select hash from seen where source_id = $1 and hash = any($2::bytea[]) and at >= to_timestamp($3::float8 / 1000)',
    [sourceId, hashes, since],
  );
  return new Set(rows.map((row) => row.hash.toString('hex')));
}
