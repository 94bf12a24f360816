import { newId, type Id } from '../std/id.ts';
import type { Job } from '../domain/job.ts';
import { deliver, destinationOf, type DeliverParts } from './delivery/deliver.ts';
import {
  findDelivery,
  forgetDeliveries,
  insertDeliveries,
  listDeliveries,
  recordTry,
  type Delivery,
} from './delivery/delivery-store.ts';
import { send } from './delivery/send.ts';
import type { Rule } from './kinds.ts';
import { deleteRule, findRule, listRules } from './rules/rule-store.ts';
import { ruleNotFound, writeRule, type RuleInput, type SavedRule } from './rules/rules.ts';
import { forgetNotices } from './watch/notice-store.ts';
import { listSources, setSourceLimit, type Source } from './watch/sources-store.ts';
import { newDelivery, targetsOf, watch, type Progress } from './watch/watch.ts';

export type { Delivery } from './delivery/delivery-store.ts';
export type { Source } from './watch/sources-store.ts';
export type { RuleInput, SavedRule } from './rules/rules.ts';

/** Telling people: rules, what became of messages, and the work behind both. */
export interface Notices {
  /** Whether mails can be sent. */
  hasMail: boolean;
  list(workspaceId: Id): Promise<Rule[]>;
  create(workspaceId: Id, input: RuleInput, by: string): Promise<SavedRule>;
  /** Throws AppError `not_found`. */
  change(workspaceId: Id, id: Id, input: RuleInput): Promise<SavedRule>;
  /** Messages under way are not sent any more. Throws AppError `not_found`. */
  remove(workspaceId: Id, id: Id): Promise<void>;
  /** Sends a test to every destination of a rule, now, and gives what came of it. Throws AppError `not_found`. */
  test(workspaceId: Id, id: Id): Promise<Delivery[]>;
  deliveries(workspaceId: Id, range: { before: Id | null; limit: number }): Promise<Delivery[]>;
  sources(workspaceId: Id): Promise<Source[]>;
  setSourceLimit(workspaceId: Id, connectionId: Id, hours: number | null): Promise<void>;
  /** One look at what changed. */
  watch(progress: Progress): Promise<Progress>;
  /** One try of the message of a job; the wait before the next in milliseconds, or null when it is over. */
  deliver(job: Job): Promise<number | null>;
  /** Forgets what nobody looks at any more; gives how many rows. */
  sweep(): Promise<number>;
}

const weekMs = 7 * 86_400_000;

export function createNotices(parts: DeliverParts): Notices {
  const { pool, clock } = parts;
  return {
    hasMail: parts.mailer !== null,
    list: (workspaceId) => listRules(pool, workspaceId),
    create: (workspaceId, input, by) => writeRule(parts, workspaceId, null, input, by),
    change: (workspaceId, id, input) => writeRule(parts, workspaceId, id, input, null),
    remove: async (workspaceId, id) => {
      if (!(await deleteRule(pool, workspaceId, id))) throw ruleNotFound();
    },
    test: (workspaceId, id) => sendTest(parts, workspaceId, id),
    deliveries: (workspaceId, range) => listDeliveries(pool, workspaceId, range),
    sources: (workspaceId) => listSources(pool, workspaceId),
    setSourceLimit: (workspaceId, connectionId, hours) =>
      setSourceLimit(pool, workspaceId, connectionId, hours, clock.now()),
    watch: (progress) => watch(parts, progress),
    deliver: async (job) => {
      const id = job.payload?.['deliveryId'];
      return job.workspaceId !== null && typeof id === 'string' ? deliver(parts, job.workspaceId, id) : null;
    },
    sweep: async () => {
      const notices = await forgetNotices(pool, new Date(clock.now() - weekMs));
      return notices + (await forgetDeliveries(pool, new Date(clock.now())));
    },
  };
}

async function sendTest(parts: DeliverParts, workspaceId: Id, ruleId: Id): Promise<Delivery[]> {
  const { pool, clock } = parts;
  const rule = await findRule(pool, workspaceId, ruleId);
  if (!rule) throw ruleNotFound();
  const { rows } = await pool.query<{ locale: string }>('select locale from workspaces where id = $1', [
    workspaceId,
  ]);
  const locale = rule.locale ?? rows[0]?.locale ?? 'en';
  const deliveries = targetsOf(rule).map((target) =>
    newDelivery(rule, { kind: 'test', target, locale, items: [], now: clock.now() }),
  );
  await insertDeliveries(pool, deliveries);
  const outcomes = deliveries.map(async (delivery) => {
    const to = await destinationOf(parts, delivery);
    const failure = to && (await send(parts, delivery, to));
    const status = to === null ? 'canceled' : failure === null ? 'sent' : 'failed';
    const error = failure?.reason ?? null;
    await recordTry(pool, delivery, { status, error, nextAt: null, endedAt: new Date(clock.now()) });
    return (await findDelivery(pool, workspaceId, delivery.id)) ?? delivery;
  });
  return Promise.all(outcomes);
}

/** The first look of a worker that knows nothing yet. */
export const newWatchJob = (now: number) => ({
  id: newId(now),
  lane: 'notices' as const,
  kind: 'notices.watch' as const,
  name: 'notices.watch',
});
