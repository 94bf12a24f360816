import type { Queryable } from '#db/pool.ts';
import type { Id } from '#std/id.ts';

/** What a workspace looks like just now, in a few characters each: another text means something changed. */
export interface Fingerprint {
  workspaceId: Id;
  runs: string;
  connections: string;
  workflows: string;
}

/** Newest runs that are watched one by one; older ones show through `attention`. */
const watchedRuns = 100;

/** Fingerprints of some workspaces, by one statement that reads a few hundred rows of each at most. */
export async function fingerprints(db: Queryable, workspaceIds: Id[]): Promise<Fingerprint[]> {
  const { rows } = await db.query<{ id: Id; runs: string; connections: string; workflows: string }>({
    name: 'history.fingerprints',
    text: `select wanted.id, md5(concat_ws(' ', recent.state, needs.state, newest.id)) as runs,
        coalesce(md5(accounts.state), '') as connections, coalesce(md5(flows.state), '') as workflows
      from unnest($1::uuid[]) as wanted (id)
      cross join lateral (select string_agg(concat_ws(' ', r.id, r.status, r.rested_at, tried.count, held.fence), ' ') as state
        from (select id, status, rested_at from runs where workspace_id = wanted.id order by id desc limit ${watchedRuns}) r
        left join lateral (select fence from jobs where run_id = r.id) held on true
        cross join lateral (select count(*) from attempts where run_id = r.id) tried) recent
      cross join lateral (select concat_ws(' ', count(*), max(since), max(due_at)) as state
        from attention where workspace_id = wanted.id) needs
      left join lateral (select id from events where workspace_id = wanted.id order by id desc limit 1) newest on true
      cross join lateral (select string_agg(concat_ws(' ', c.id, c.status, c.name, c.tested_at, c.settings, n.subscription is null,
            o.received, o.refused, m.checked_at), ' ' order by c.id) as state
        from connections c
        left join endpoints n on n.connection_id = c.id
        left join endpoint_counts o on o.endpoint_id = n.id
        left join watermarks m on m.connection_id = c.id
        where c.workspace_id = wanted.id) accounts
      cross join lateral (select string_agg(concat_ws(' ', w.id, w.status, w.draft_revision, w.version_id, w.name, w.deleted_at), ' ' order by w.id) as state
        from workflows w where w.workspace_id = wanted.id) flows`,
    values: [workspaceIds],
  });
  return rows.map(({ id, ...parts }) => ({ workspaceId: id, ...parts }));
}
