import type { Queryable } from '../db/pool.ts';
import type { Id } from '../std/id.ts';
import type { ClosedIntentStatus, Intent, OpenIntentStatus, TargetKey } from '../domain/intent.ts';

const openStatuses = `('looking', 'sending', 'unknown', 'parked', 'approved')`;
const batchSize = 5_000;
const keyColumns = (key: TargetKey) => [key.workspaceId, key.connectionId, key.object, key.match];
const sameKey = `connection_id = $2 and object = $3 and md5(match) = md5($4) and match = $4 and workspace_id = $1`;

/** What we remember under a target key. */
export async function findLink(db: Queryable, key: TargetKey): Promise<string | null> {
  const { rows } = await db.query<{ external_id: string }>({
    name: 'effects.find-link',
    text: `select external_id from external_links where ${sameKey}`,
    values: keyColumns(key),
  });
  return rows[0]?.external_id ?? null;
}

/** Forgets a link whose record is gone at the vendor. */
export async function dropLink(db: Queryable, key: TargetKey, externalId: string): Promise<void> {
  await db.query(`delete from external_links where ${sameKey} and external_id = $5`, [
    ...keyColumns(key),
    externalId,
  ]);
}

export type Opened = { link: string } | { opened: true } | { opened: false; open: Intent | null };

interface OpenRow {
  link: string | null;
  fresh: boolean;
  id: Id | null;
  run_id: Id;
  holder: Id;
  status: OpenIntentStatus;
  deadline_in_ms: number;
  sent_at: Date | null;
}

/**
 * Opens an intent for a target, unless the target is linked or somebody's intent is open; answers which of the three.
 * `open` is null when the other's intent was closed in between: ask again.
 */
export async function openIntent(
  db: Queryable,
  key: TargetKey,
  intent: { id: Id; runId: Id; holder: Id; lookMs: number },
): Promise<Opened> {
  const { rows } = await db.query<OpenRow>({
    name: 'effects.open-intent',
    text: `with link as (select external_id from external_links where ${sameKey}),
      fresh as (
        insert into intents (id, workspace_id, connection_id, object, match, run_id, holder, status, deadline)
        select $5, $1, $2, $3, $4, $6, $7, 'looking', now() + $8 * interval '1 ms' where not exists (select from link)
        on conflict do nothing returning id)
      select (select external_id from link) as link, exists (select from fresh) as fresh, i.id, i.run_id, i.holder, i.status,
        extract(epoch from i.deadline - now())::float8 * 1000 as deadline_in_ms, i.sent_at
      from (select 1) one left join intents i on ${sameKey} and i.status in ${openStatuses}`,
    values: [...keyColumns(key), intent.id, intent.runId, intent.holder, intent.lookMs],
  });
  const row = rows[0]!;
  if (row.link !== null) return { link: row.link };
  if (row.fresh) return { opened: true };
  return {
    opened: false,
    open: row.id === null ? null : { ...intentOf(row), id: row.id },
  };
}

const intentOf = (row: OpenRow) => ({
  runId: row.run_id,
  holder: row.holder,
  status: row.status,
  deadlineInMs: row.deadline_in_ms,
  sentAt: row.sent_at?.getTime() ?? null,
});

/** Takes over an open intent whose holder's time is up, to look again. False when somebody was faster. */
export async function takeIntent(
  db: Queryable,
  intent: Intent,
  by: { runId: Id; holder: Id; lookMs: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update intents set run_id = $3, holder = $4, status = case when sent_at is null then 'looking' else 'unknown' end,
       deadline = now() + $5 * interval '1 ms'
     where id = $1 and holder = $2 and status = $6`,
    [intent.id, intent.holder, by.runId, by.holder, by.lookMs, intent.status],
  );
  return rowCount === 1;
}

/**
 * Commits that a call may go out from now until the deadline; may be repeated when its answer was lost. False:
 * overtaken, nothing may be sent.
 */
export async function markSending(db: Queryable, id: Id, holder: Id, callMs: number): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'effects.mark-sending',
    text: `update intents set status = 'sending', deadline = now() + $3 * interval '1 ms', sent_at = coalesce(sent_at, now())
      where id = $1 and holder = $2 and status in ('looking', 'unknown', 'approved', 'sending')`,
    values: [id, holder, callMs],
  });
  return rowCount === 1;
}

/** The call's outcome is not known, or a person is asked; the intent stays open. */
export async function keepOpen(
  db: Queryable,
  id: Id,
  holder: Id,
  status: 'unknown' | 'parked',
): Promise<void> {
  await db.query(`update intents set status = $3 where id = $1 and holder = $2`, [id, holder, status]);
}

/** Closes an intent without anything created. */
export async function closeIntent(
  db: Queryable,
  id: Id,
  holder: Id,
  status: Exclude<ClosedIntentStatus, 'done'> | 'done',
): Promise<void> {
  await db.query({
    name: 'effects.close-intent',
    text: `update intents set status = $3 where id = $1 and holder = $2 and status in ${openStatuses}`,
    values: [id, holder, status],
  });
}

/** Remembers what exists at the vendor and closes the intent, in one statement. */
export async function linkAndClose(
  db: Queryable,
  key: TargetKey,
  intent: { id: Id; runId: Id },
  externalId: string,
): Promise<void> {
  await db.query({
    name: 'effects.link-and-close',
    text: `with closed as (update intents set status = 'done', external_id = $6 where id = $5 and status in ${openStatuses})
      insert into external_links (workspace_id, connection_id, object, match, external_id, run_id)
      values ($1, $2, $3, $4, $6, $7)
      on conflict (connection_id, object, md5(match)) do nothing`,
    values: [...keyColumns(key), intent.id, externalId, intent.runId],
  });
}

/** The intents for which a run asks a person. */
export async function parkedIntents(
  db: Queryable,
  workspaceId: Id,
  runId: Id,
): Promise<(TargetKey & { id: Id })[]> {
  const { rows } = await db.query<{ id: Id; connection_id: Id; object: string; match: string }>(
    `select id, connection_id, object, match from intents
     where workspace_id = $1 and run_id = $2 and status = 'parked' order by created_at`,
    [workspaceId, runId],
  );
  return rows.map((row) => ({
    id: row.id,
    workspaceId,
    connectionId: row.connection_id,
    object: row.object,
    match: row.match,
  }));
}

/**
 * Ends what runs meant to do. A call that may have reached the vendor stays `unknown`, so that the next run asks the
 * vendor before it sends; locks run out by themselves, because their holder may be in the middle of its work.
 */
export async function withdrawIntents(db: Queryable, workspaceId: Id, runIds: Id[]): Promise<void> {
  await db.query(
    `update intents set status = case when sent_at is null then 'given_up' when status = 'sending' then status else 'unknown' end
     where workspace_id = $1 and run_id = any($2) and status in ${openStatuses} and object not like 'lock:%'`,
    [workspaceId, runIds],
  );
}

/** A person gave up on what a run asked about. */
export async function giveUpIntents(db: Queryable, ids: Id[]): Promise<void> {
  await db.query(`update intents set status = 'given_up' where id = any($1) and status = 'parked'`, [ids]);
}

/** A person said: send it again. The next attempt of the run creates without looking. */
export async function approveIntent(db: Queryable, id: Id): Promise<void> {
  await db.query(`update intents set status = 'approved' where id = $1 and status = 'parked'`, [id]);
}

/**
 * Forgets what runs before `before` meant to do, when retention has dropped them: closed intents go, and what still asks
 * a person nobody can answer any more holds its target no longer. Links stay. Batches of 5,000.
 */
export async function forgetIntents(db: Queryable, before: Id): Promise<number> {
  await db.query(
    `update intents set status = case when sent_at is null then 'given_up' else 'unknown' end
     where run_id < $1 and status in ('parked', 'approved')`,
    [before],
  );
  let forgotten = 0;
  for (let count = batchSize; count === batchSize; forgotten += count) {
    const { rowCount } = await db.query(
      `delete from intents where id in (
         select id from intents where run_id < $1 and status not in ${openStatuses} limit ${batchSize})`,
      [before],
    );
    count = rowCount ?? 0;
  }
  return forgotten;
}
