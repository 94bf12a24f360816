import type { Queryable } from '../../db/pool.ts';
import type { Id } from '../../std/id.ts';
import type { Rule } from '../kinds.ts';

/** Where a rule's messages go, when not by mail. */
export interface Address {
  url: string;
  /** What posts are signed with, `whsec_…`; null where the vendor checks no signature. */
  secret: string | null;
}

/** What a sealed address is bound to. */
export const ruleRow = (workspaceId: Id, id: Id) => ['notice_rules', workspaceId, id] as const;

const columns = `workspace_id as "workspaceId", id, enabled, kinds, workflow_ids as "workflowIds", channel, emails, hint,
  digest_hour as "digestHour", digest_at as "digestAt", locale, created_at as "createdAt", created_by as "createdBy"`;

/** The rules of a workspace, oldest first. */
export async function listRules(db: Queryable, workspaceId: Id): Promise<Rule[]> {
  const { rows } = await db.query<Rule>(
    `select ${columns} from notice_rules where workspace_id = $1 order by created_at, id`,
    [workspaceId],
  );
  return rows;
}

/** Every rule that is on. */
export async function activeRules(db: Queryable): Promise<Rule[]> {
  const { rows } = await db.query<Rule>(
    `select ${columns} from notice_rules where enabled order by workspace_id, id`,
  );
  return rows;
}

/** One rule with its sealed address, or null. */
export async function findRule(
  db: Queryable,
  workspaceId: Id,
  id: Id,
): Promise<(Rule & { sealed: Buffer | null }) | null> {
  const { rows } = await db.query<Rule & { sealed: Buffer | null }>(
    `select ${columns}, sealed from notice_rules where workspace_id = $1 and id = $2`,
    [workspaceId, id],
  );
  return rows[0] ?? null;
}

/** Stores a rule, new or changed. When and by whom it was made stays. */
export async function saveRule(db: Queryable, rule: Rule, sealed: Buffer | null): Promise<void> {
  await db.query(
    `insert into notice_rules (workspace_id, id, enabled, kinds, workflow_ids, channel, emails, sealed, hint,
       digest_hour, digest_at, locale, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (workspace_id, id) do update set enabled = excluded.enabled, kinds = excluded.kinds,
       workflow_ids = excluded.workflow_ids, channel = excluded.channel, emails = excluded.emails,
       sealed = excluded.sealed, hint = excluded.hint, digest_hour = excluded.digest_hour,
       digest_at = excluded.digest_at, locale = excluded.locale`,
    [
      ...[rule.workspaceId, rule.id, rule.enabled, rule.kinds, rule.workflowIds, rule.channel, rule.emails],
      ...[sealed, rule.hint, rule.digestHour, rule.digestAt, rule.locale, rule.createdAt, rule.createdBy],
    ],
  );
}

/** False when it is not there. */
export async function deleteRule(db: Queryable, workspaceId: Id, id: Id): Promise<boolean> {
  const { rowCount } = await db.query('delete from notice_rules where workspace_id = $1 and id = $2', [
    workspaceId,
    id,
  ]);
  return rowCount === 1;
}

/** When a rule's next digest is due. */
export async function setDigestAt(db: Queryable, rule: Rule, at: Date | null): Promise<void> {
  await db.query('update notice_rules set digest_at = $3 where workspace_id = $1 and id = $2', [
    rule.workspaceId,
    rule.id,
    at,
  ]);
}
