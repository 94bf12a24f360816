import type { Queryable } from '#db/pool.ts';
import type { Id } from '#std/id.ts';

/** Counting stops here: "10,000 or more" says as much as the number would. */
const mostCounted = 10_000;
const upTo = (what: string) =>
  `(select count(*)::int from (select 1 from ${what} limit ${mostCounted}) as counted)`;

/** What hangs on a connection. */
export interface ConnectionStakes {
  waiting: number;
  parked: number;
  events: number;
  retentionDays: number;
}

/** Counts what is lost or fails when a connection goes. Each number up to 10,000. */
export async function connectionStakes(
  db: Queryable,
  workspaceId: Id,
  connectionId: Id,
): Promise<ConnectionStakes> {
  const concerned = (status: string) =>
    upTo(`attention where workspace_id = $1 and connection_id = $2 and status = '${status}'`);
  const { rows } = await db.query<ConnectionStakes>(
    `select ${concerned('waiting')} as waiting, ${concerned('parked')} as parked,
       (select count(*)::int from (select 1 from (select source_id from events where workspace_id = $1
          order by id desc limit ${mostCounted}) newest where source_id = $2) as own) as events,
       (select retention_days from workspaces where id = $1) as "retentionDays"`,
    [workspaceId, connectionId],
  );
  return rows[0]!;
}

/** What a workspace holds. */
export interface WorkspaceStakes {
  name: string;
  demo: boolean;
  members: number;
  connections: number;
  workflows: number;
  runs: number;
  events: number;
}

/** Counts what is lost when a workspace goes; null when there is none. */
export async function workspaceStakes(db: Queryable, workspaceId: Id): Promise<WorkspaceStakes | null> {
  const { rows } = await db.query<WorkspaceStakes>(
    `select w.name, w.demo,
       (select count(*)::int from "member" m where m."organizationId" = w.id) as members,
       (select count(*)::int from connections c where c.workspace_id = w.id) as connections,
       (select count(*)::int from workflows f where f.workspace_id = w.id and f.deleted_at is null) as workflows,
       ${upTo('runs r where r.workspace_id = $1')} as runs, ${upTo('events e where e.workspace_id = $1')} as events
     from workspaces w where w.id = $1`,
    [workspaceId],
  );
  return rows[0] ?? null;
}
