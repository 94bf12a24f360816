import type { Queryable } from '../../db/pool.ts';
import type { Id } from '../../std/id.ts';
import type { Notice, NoticeKind, Phase, Told } from '../kinds.ts';

interface NoticeRow {
  workspace_id: Id;
  id: Id;
  kind: NoticeKind;
  subject_id: Id;
  code: string;
  total: string;
  opened_at: Date;
  last_at: Date;
  closed_at: Date | null;
  name: string;
  run_id: Id | null;
  run_title: string | null;
  workflows: Id[];
}

/** Troubles that stand, and those that ended since `closedSince`, with their names. */
export async function loadNotices(db: Queryable, workspaceIds: Id[], closedSince: number): Promise<Notice[]> {
  const { rows } = await db.query<NoticeRow>({
    name: 'notices.load',
    text: `select n.workspace_id, n.id, n.kind, n.subject_id, n.code, n.total, n.opened_at, n.last_at, n.closed_at,
        coalesce(w.name, c.name, '') as name, r.id as run_id, e.title as run_title,
        case when n.kind in ('run.failed', 'run.parked') then array[n.subject_id] else coalesce((
          select array_agg(u.id) from workflows u
          join workflow_versions v on v.workspace_id = u.workspace_id and v.id = u.version_id
          where u.workspace_id = n.workspace_id and u.deleted_at is null and jsonb_path_exists(
            v.definition, '$.**.connectionId ? (@ == $c)', jsonb_build_object('c', n.subject_id::text))), '{}') end as workflows
      from notices n
      left join workflows w on w.workspace_id = n.workspace_id and w.id = n.subject_id
      left join connections c on c.workspace_id = n.workspace_id and c.id = n.subject_id
      left join runs r on r.id = n.runs[1]
      left join events e on e.id = r.event_id
      where n.workspace_id = any($1) and (n.closed_at is null or n.closed_at > $2)
      order by n.id`,
    values: [workspaceIds, new Date(closedSince)],
  });
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    id: row.id,
    kind: row.kind,
    subjectId: row.subject_id,
    code: row.code,
    total: Number(row.total),
    openedAt: row.opened_at,
    lastAt: row.last_at,
    closedAt: row.closed_at,
    name: row.name,
    run: row.run_id === null ? null : { id: row.run_id, title: row.run_title ?? '' },
    workflows: row.workflows,
  }));
}

/** How far rules told of notices. */
export async function loadTold(db: Queryable, noticeIds: Id[]): Promise<Told[]> {
  if (noticeIds.length === 0) return [];
  const { rows } = await db.query<{ notice_id: Id; rule_id: Id; phase: Phase; total: string; told_at: Date }>(
    'select notice_id, rule_id, phase, total, told_at from notice_told where notice_id = any($1)',
    [noticeIds],
  );
  return rows.map((row) => ({
    noticeId: row.notice_id,
    ruleId: row.rule_id,
    phase: row.phase,
    total: Number(row.total),
    toldAt: row.told_at,
  }));
}

/** Notes how far a rule has told. */
export async function saveTold(db: Queryable, workspaceId: Id, told: Told[]): Promise<void> {
  await db.query(
    `insert into notice_told (workspace_id, rule_id, notice_id, phase, total, told_at)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::timestamptz[])
     on conflict (workspace_id, rule_id, notice_id)
     do update set phase = excluded.phase, total = excluded.total, told_at = excluded.told_at`,
    [
      workspaceId,
      told.map((one) => one.ruleId),
      told.map((one) => one.noticeId),
      told.map((one) => one.phase),
      told.map((one) => one.total),
      told.map((one) => one.toldAt),
    ],
  );
}

/** Forgets troubles that ended so long ago that nobody tells of them any more. */
export async function forgetNotices(db: Queryable, before: Date): Promise<number> {
  const { rowCount } = await db.query('delete from notices where closed_at < $1', [before]);
  return rowCount ?? 0;
}
