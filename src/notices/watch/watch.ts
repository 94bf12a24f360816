import type { Pool } from 'pg';
import { transaction, type Queryable } from '../../db/pool.ts';
import type { NewJob } from '../../domain/job.ts';
import { enqueue } from '../../jobs/store.ts';
import type { Clock } from '../../std/clock.ts';
import { newId, type Id } from '../../std/id.ts';
import type { Delivery, DeliveryKind } from '../delivery/delivery-store.ts';
import { insertDeliveries } from '../delivery/delivery-store.ts';
import type { Notice, Rule, Told } from '../kinds.ts';
import { activeRules, setDigestAt } from '../rules/rule-store.ts';
import { brokenConnections, settleConnections } from './connections-store.ts';
import { tellAtOnce, tellInDigest, type Telling } from './decide.ts';
import { nextAtHour } from './digest-time.ts';
import { loadNotices, loadTold, saveTold } from './notice-store.ts';
import { closeRuns, learnRuns } from './runs-store.ts';
import { measureRhythms, noteEvents, silentSources, unmeasured } from './sources-store.ts';

/** Where the last look ended. Losing it costs a longer look, and nothing is told twice for it. */
export interface Progress {
  /** Newest run seen, milliseconds. */
  runs: number | null;
  /** When sources were looked at last, milliseconds. */
  sources: number | null;
}

/** Sources are judged by the hour; a look a minute is plenty. */
const sourcesEveryMs = 60_000;
/** How long an ended trouble is kept in sight: a digest may have to tell of it. */
const keepClosedMs = 49 * 3_600_000;

/**
 * One look at what changed, and what is to be told of it: troubles, how far they were told and the messages are one
 * transaction, so nothing is told twice and nothing forgotten. Reads `attention`, `connections` and `events` only; a
 * workspace without rules costs nothing.
 */
export async function watch(parts: { pool: Pool; clock: Clock }, progress: Progress): Promise<Progress> {
  const { pool, clock } = parts;
  const rules = await activeRules(pool);
  if (rules.length === 0) return { runs: clock.now(), sources: null };
  return transaction(pool, async (tx) => {
    // Two looks at once would tell twice: after a lost lease the former holder may still be under way.
    await tx.query(`select pg_advisory_xact_lock(hashtext('notices.watch'))`);
    const now = clock.now();
    const workspaces = [...new Set(rules.map((rule) => rule.workspaceId))];
    const runs = await learnRuns(tx, workspaces, progress.runs, now);
    await closeRuns(tx, workspaces, now);
    const broken = await brokenConnections(tx, workspaces);
    await settleConnections(tx, workspaces, 'connection.broken', broken, now);
    const sources = await lookAtSources(tx, rules, progress.sources, now);
    await tell(tx, rules, workspaces, now);
    return { runs, sources };
  });
}

async function lookAtSources(
  tx: Queryable,
  rules: Rule[],
  last: number | null,
  now: number,
): Promise<number | null> {
  const caring = rules.filter((rule) => rule.kinds.includes('source.silent'));
  const workspaces = [...new Set(caring.map((rule) => rule.workspaceId))];
  if (workspaces.length === 0) return null;
  if (last !== null && now - last < sourcesEveryMs && now >= last) return last;
  await noteEvents(tx, workspaces, last, now);
  for (const workspaceId of await unmeasured(tx, workspaces, now)) {
    await measureRhythms(tx, workspaceId, now);
  }
  const silent = await silentSources(tx, workspaces, now);
  await settleConnections(tx, workspaces, 'source.silent', silent, now);
  return now;
}

/** What a workspace's messages need to know of it. */
interface Place {
  locale: string;
  timeZone: string;
}

async function tell(tx: Queryable, rules: Rule[], workspaces: Id[], now: number): Promise<void> {
  const notices = await loadNotices(tx, workspaces, now - keepClosedMs);
  const told = await loadTold(
    tx,
    notices.map((notice) => notice.id),
  );
  const places = await loadPlaces(tx, workspaces);
  const byBoth = new Map(told.map((one) => [`${one.ruleId} ${one.noticeId}`, one]));
  for (const rule of rules) {
    const place = places.get(rule.workspaceId);
    if (!place) continue;
    const known = (notice: Notice): Told | null => byBoth.get(`${rule.id} ${notice.id}`) ?? null;
    const decide = rule.digestHour === null ? tellAtOnce : tellInDigest;
    if (rule.digestHour !== null && !(await digestIsDue(tx, rule, rule.digestHour, place, now))) continue;
    const tellings = notices.flatMap((notice) => decide(rule, notice, known(notice), now) ?? []);
    await putDown(tx, rule, place, tellings, now);
  }
}

/** Whether the hour has come; sets the next one. A digest that was never due waits for its first hour. */
async function digestIsDue(
  tx: Queryable,
  rule: Rule,
  hour: number,
  place: Place,
  now: number,
): Promise<boolean> {
  const due = rule.digestAt !== null && rule.digestAt.getTime() <= now;
  if (!due && rule.digestAt !== null) return false;
  await setDigestAt(tx, rule, new Date(nextAtHour(now, hour, place.timeZone)));
  return due;
}

/** The messages of one rule, a job each, and how far it has told. A digest without news is not sent. */
async function putDown(
  tx: Queryable,
  rule: Rule,
  place: Place,
  tellings: Telling[],
  now: number,
): Promise<void> {
  if (tellings.every(({ item }) => item.phase === 'stands')) return;
  const kind: DeliveryKind = rule.digestHour === null ? 'notice' : 'digest';
  const items = tellings.map((telling) => telling.item);
  const deliveries = targetsOf(rule).map((target) =>
    newDelivery(rule, { kind, target, locale: rule.locale ?? place.locale, items, now }),
  );
  await insertDeliveries(tx, deliveries);
  await enqueue(tx, deliveries.map(deliveryJob));
  await saveTold(
    tx,
    rule.workspaceId,
    tellings.map((telling) => telling.told),
  );
}

/** Where a rule's messages go: each address is a message of its own, with its own outcome. */
export const targetsOf = (rule: Rule): string[] =>
  rule.channel === 'email' ? rule.emails : [rule.hint ?? rule.channel];

export function newDelivery(
  rule: Rule,
  about: Pick<Delivery, 'kind' | 'target' | 'locale' | 'items'> & { now: number },
): Delivery {
  const { now, ...rest } = about;
  return {
    ...rest,
    workspaceId: rule.workspaceId,
    id: newId(now),
    ruleId: rule.id,
    channel: rule.channel,
    status: 'pending',
    tries: 0,
    error: null,
    createdAt: new Date(now),
    nextAt: new Date(now),
    endedAt: null,
  };
}

/** Messages to one destination go one at a time, in order: one that hangs holds up no other destination. */
function deliveryJob(delivery: Delivery): NewJob {
  return {
    id: newId(delivery.createdAt.getTime()),
    lane: 'notices',
    kind: 'notices.deliver',
    workspaceId: delivery.workspaceId,
    payload: { deliveryId: delivery.id },
    orderKey: `notices ${delivery.ruleId} ${delivery.target}`,
    orderAt: delivery.createdAt.getTime(),
  };
}

async function loadPlaces(tx: Queryable, workspaces: Id[]): Promise<Map<Id, Place>> {
  const { rows } = await tx.query<{ id: Id; locale: string; timeZone: string }>(
    'select id, locale, time_zone as "timeZone" from workspaces where id = any($1)',
    [workspaces],
  );
  return new Map(rows.map(({ id, ...place }) => [id, place]));
}
