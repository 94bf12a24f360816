import type { Pool } from 'pg';
import type { Queryable } from '../db/pool.ts';
import { idAt, type Id } from '../std/id.ts';
import type { AuditActor, AuditBegin, AuditEnd, AuditEntry, AuditFilter } from './entry.ts';

const batchSize = 5_000;

/** Adds a row for what is about to happen; its outcome is `unknown` until `endEntry`. */
export async function beginEntry(db: Queryable, id: Id, entry: AuditBegin): Promise<void> {
  const { workspaceId, actor, address, route, noun, subjects } = entry;
  await db.query(
    `insert into audit_log (id, workspace_id, actor_kind, actor_id, actor_name, address, route, noun, subjects)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [...[id, workspaceId, actor.kind, actor.id, actor.name, address, route, noun], JSON.stringify(subjects)],
  );
}

/** Says what came of it. */
export async function endEntry(db: Queryable, id: Id, end: AuditEnd): Promise<void> {
  const { outcome, actor, subjects, changes, params } = end;
  await db.query(
    `update audit_log set outcome = $2, actor_kind = $3, actor_id = $4, actor_name = $5, subjects = $6, changes = $7, params = $8
     where id = $1 and outcome = 'unknown'`,
    [
      ...[id, outcome, actor.kind, actor.id, actor.name],
      ...[JSON.stringify(subjects), JSON.stringify(changes), JSON.stringify(params)],
    ],
  );
}

interface Row extends Omit<AuditEntry, 'actor'> {
  actor_kind: AuditActor['kind'];
  actor_id: Id | null;
  actor_name: string | null;
}

const columns =
  'id, at, actor_kind, actor_id, actor_name, address, route, noun, subjects, changes, params, outcome';

/** Conditions on one row; parameters from `$2` on. */
const fitting = `($2::uuid is null or id < $2) and ($3::uuid is null or id >= $3) and ($4::uuid is null or id < $4)
  and ($5::text is null or noun = $5) and (not $6::boolean or outcome <> 'ok')
  and ($7::text is null or strpos(lower(coalesce(actor_name, '')), lower($7)) > 0)`;

/**
 * Rows of a workspace, newest first: its own, and those without a workspace (signing in, passwords) of its members.
 * @param before id of the last row that was read, or null
 */
export async function listEntries(
  db: Queryable,
  workspaceId: Id,
  filter: AuditFilter,
  page: { before: Id | null; limit: number },
): Promise<AuditEntry[]> {
  const newest = `${fitting} order by id desc limit $8`;
  const { rows } = await db.query<Row>(
    `select * from (
       (select ${columns} from audit_log where workspace_id = $1 and ${newest})
       union all
       (select ${columns} from audit_log where workspace_id is null
          and actor_id in (select "userId" from "member" where "organizationId" = $1) and ${newest})) as rows
     order by id desc limit $8`,
    [
      ...[workspaceId, page.before],
      filter.from === undefined ? null : idAt(filter.from),
      filter.to === undefined ? null : idAt(filter.to),
      ...[filter.noun ?? null, filter.refused ?? false, filter.who ?? null, page.limit],
    ],
  );
  return rows.map(({ actor_kind: kind, actor_id: actorId, actor_name: name, ...row }) => ({
    ...row,
    actor: { kind, id: actorId, name },
  }));
}

/** How long rows without a workspace are kept, in days. */
const ownDays = 730;
const dayMs = 86_400_000;

/** Retention: rows older than their workspace keeps its log. Those without a workspace stay as long as the longest. */
export async function forgetOldEntries(pool: Pool, now: number): Promise<number> {
  const { rows } = await pool.query<{ id: Id; days: number }>(
    'select id, audit_retention_days as days from workspaces',
  );
  let gone = 0;
  for (const { id, days } of rows) {
    gone += await inBatches(pool, 'workspace_id = $1 and id < $2', [id, idAt(now - days * dayMs)]);
  }
  const longest = Math.max(ownDays, ...rows.map((row) => row.days));
  gone += await inBatches(pool, 'workspace_id is null and id < $1', [idAt(now - longest * dayMs)]);
  return gone;
}

/**
 * Takes the log of a workspace away, which is being deleted: up to 5,000 rows. Gives how many went. That it was deleted,
 * and by whom, stays with what belongs to no workspace.
 */
export async function eraseEntries(db: Queryable, workspaceId: Id): Promise<number> {
  await db.query(
    `update audit_log set workspace_id = null where workspace_id = $1 and route = 'DELETE /w/{workspace}'`,
    [workspaceId],
  );
  const some = `select id from audit_log where workspace_id = $1 limit ${batchSize}`;
  const { rowCount } = await db.query(`delete from audit_log where id in (${some})`, [workspaceId]);
  return rowCount ?? 0;
}

async function inBatches(pool: Pool, where: string, values: unknown[]): Promise<number> {
  let total = 0;
  for (let count = batchSize; count >= batchSize; total += count) {
    const some = `select id from audit_log where ${where} limit ${batchSize}`;
    count = (await pool.query(`delete from audit_log where id in (${some})`, values)).rowCount ?? 0;
  }
  return total;
}
