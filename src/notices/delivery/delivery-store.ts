import type { Queryable } from '../../db/pool.ts';
import type { Reason } from '../../domain/status.ts';
import type { Id } from '../../std/id.ts';
import type { Channel, NoticeItem } from '../kinds.ts';

export type DeliveryKind = 'notice' | 'digest' | 'test';
export type DeliveryStatus = 'pending' | 'sent' | 'failed' | 'canceled';

/** One message to one destination, and what became of it. */
export interface Delivery {
  workspaceId: Id;
  id: Id;
  ruleId: Id;
  kind: DeliveryKind;
  channel: Channel;
  /** The address for email; what may be shown of it for the others. */
  target: string;
  locale: string;
  items: NoticeItem[];
  status: DeliveryStatus;
  tries: number;
  error: Reason | null;
  createdAt: Date;
  nextAt: Date | null;
  endedAt: Date | null;
}

const columns = `workspace_id as "workspaceId", id, rule_id as "ruleId", kind, channel, target, locale, items, status,
  tries, error, created_at as "createdAt", next_at as "nextAt", ended_at as "endedAt"`;

/** Puts messages down; sending them is a job each. */
export async function insertDeliveries(db: Queryable, deliveries: Delivery[]): Promise<void> {
  for (const one of deliveries) {
    await db.query(
      `insert into notice_deliveries (workspace_id, id, rule_id, kind, channel, target, locale, items, status, tries,
         error, created_at, next_at, ended_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ...[one.workspaceId, one.id, one.ruleId, one.kind, one.channel, one.target, one.locale],
        ...[JSON.stringify(one.items), one.status, one.tries, one.error && JSON.stringify(one.error)],
        ...[one.createdAt, one.nextAt, one.endedAt],
      ],
    );
  }
}

export async function findDelivery(db: Queryable, workspaceId: Id, id: Id): Promise<Delivery | null> {
  const { rows } = await db.query<Delivery>(
    `select ${columns} from notice_deliveries where workspace_id = $1 and id = $2`,
    [workspaceId, id],
  );
  return rows[0] ?? null;
}

/** What a try came to. Only what is still under way changes. */
export async function recordTry(
  db: Queryable,
  delivery: Delivery,
  outcome: { status: DeliveryStatus; error: Reason | null; nextAt: Date | null; endedAt: Date | null },
): Promise<void> {
  await db.query(
    `update notice_deliveries set status = $3, error = $4, next_at = $5, ended_at = $6, tries = tries + 1
     where workspace_id = $1 and id = $2 and status = 'pending'`,
    [
      ...[delivery.workspaceId, delivery.id, outcome.status],
      ...[outcome.error && JSON.stringify(outcome.error), outcome.nextAt, outcome.endedAt],
    ],
  );
}

/** The newest deliveries of a workspace, before an id when one is given. */
export async function listDeliveries(
  db: Queryable,
  workspaceId: Id,
  range: { before: Id | null; limit: number },
): Promise<Delivery[]> {
  const { rows } = await db.query<Delivery>(
    `select ${columns} from notice_deliveries
     where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [workspaceId, range.before, range.limit],
  );
  return rows;
}

/** Drops deliveries older than each workspace keeps things. */
export async function forgetDeliveries(db: Queryable, now: Date): Promise<number> {
  const { rowCount } = await db.query(
    `delete from notice_deliveries d using workspaces w
     where d.workspace_id = w.id and d.created_at < $1::timestamptz - make_interval(days => w.retention_days)`,
    [now],
  );
  return rowCount ?? 0;
}
