import type { Pool } from 'pg';

/**
 * Fills the history with completed runs of the bench's workflow as they would stand after weeks of work: events, runs,
 * attempts, search terms, dedupe marks. Written by the database itself, 100,000 at a time; those already there count.
 */
export async function fillWithOldRuns(pool: Pool, count: number): Promise<void> {
  const { rows } = await pool.query<{
    workspace_id: string;
    workflow_id: string;
    version_id: string;
    source_id: string;
  }>(
    `select w.workspace_id, w.id as workflow_id, w.version_id, c.id as source_id
     from workflows w join connections c on c.workspace_id = w.workspace_id limit 1`,
  );
  const known = rows[0]!;
  await pool.query('set statement_timeout = 0');
  const there = await pool.query<{ runs: string }>('select count(*) as runs from runs');
  const missing = Math.max(0, count - Number(there.rows[0]!.runs));
  for (let done = 0; done < missing; done += 100_000) {
    await pool.query(fillSql, [
      known.workspace_id,
      known.workflow_id,
      known.version_id,
      known.source_id,
      Math.min(100_000, missing - done),
    ]);
  }
  if (missing > 0) await pool.query('vacuum analyze');
}

const fillSql = `
with made as materialized (
  select uuidv7(-(random() * interval '6 days')) as run_id, uuidv7(-(random() * interval '6 days')) as event_id, gen_random_uuid() as eid
  from generate_series(1, $5::int)),
bodies as materialized (
  select *, convert_to(json_build_object('eid', eid, 'sent', 0, 'event', json_build_object('name', 'sign'), 'document',
    json_build_object('key', eid, 'filename', 'contract.pdf'), 'signer',
    json_build_object('email', 'ana.' || left(eid::text, 8) || '@example.test', 'name', 'Ana Souza'))::text, 'UTF8') as body from made),
s as (insert into seen (source_id, hash) select $4, substring(sha256(eid::text::bytea) for 16) from bodies),
e as (insert into events (id, workspace_id, source_id, trigger, via, title, outcome, body)
  select event_id, $1, $4, 'webhook.received', 'webhook', eid::text, 'recognized', body from bodies),
r as (insert into runs (id, workspace_id, workflow_id, version_id, event_id, status, rested_at)
  select run_id, $1, $2, $3, event_id, 'completed', now() from bodies),
a as (insert into attempts (run_id, step, n, status, action, http, started_at, ms, detail, output)
  select run_id, 'send', 1, 'succeeded', 'webhook/webhook.send', 200, now(), 3, body || body || body, '{"status": 200, "body": {"ok": true}}' from bodies)
insert into terms (run_id, workspace_id, words)
select run_id, $1, array_to_tsvector(array[eid::text, 'contract.pdf', 'contract', 'pdf', 'ana souza', 'ana', 'souza',
  'ana.' || left(eid::text, 8) || '@example.test', 'example.test']) from bodies`;
