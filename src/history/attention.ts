import type { Queryable } from '#db/pool.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { showTime } from './refs.ts';

/** An order key whose first run waits while others stand behind it. */
export interface BlockedKey {
  orderKey: string;
  runId: string;
  title: string;
  /** Runs behind it. */
  behind: number;
  nextAt: string | null;
}

/** Most keys shown. */
const mostKeys = 100;

/** Order keys held up by a waiting run, those with most behind them first. */
export async function blockedKeys(db: Queryable, workspaceId: Id): Promise<BlockedKey[]> {
  const { rows } = await db.query<{
    order_key: string;
    run_id: Id;
    title: string | null;
    behind: number;
    due_at: Date;
  }>(
    `select head.order_key, head.run_id, e.title, rest.behind, head.due_at
     from attention a
     join jobs head on head.run_id = a.run_id and head.order_key is not null and head.lease_until is null
     cross join lateral (select count(*)::int as behind from jobs j
       where j.order_key = head.order_key and (j.order_at, j.id) > (head.order_at, head.id)) rest
     left join runs r on r.id = a.run_id
     left join events e on e.id = r.event_id
     where a.workspace_id = $1 and a.status = 'waiting' and head.workspace_id = $1 and rest.behind > 0
       and not exists (select from jobs j
         where j.order_key = head.order_key and (j.order_at, j.id) < (head.order_at, head.id))
     order by rest.behind desc limit ${mostKeys}`,
    [workspaceId],
  );
  return rows.map((row) => ({
    orderKey: row.order_key,
    runId: showId('run', row.run_id),
    title: row.title ?? '',
    behind: row.behind,
    nextAt: showTime(row.due_at),
  }));
}
