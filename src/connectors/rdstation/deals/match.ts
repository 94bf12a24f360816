import type { Found } from '#kit/effects.ts';
import type { Deal } from '../port.ts';

/** Which of a deal's possible matches is meant. Pure. */

/** How far before our call a record of ours may be dated: clocks differ. */
export const clockToleranceMs = 2 * 60_000;

/** What to do when the only match is won or lost. */
export type ClosedRule = 'new' | 'fail' | 'update';
/** What to do when several deals match. */
export type SeveralRule = 'newest' | 'ask';

/** The answer to a look among open and closed deals that match. */
export type Choice =
  | { kind: 'none' }
  | { kind: 'one'; deal: Deal }
  | { kind: 'several'; deals: Deal[] }
  /** Only closed deals match and they are not to be touched, nor is a new one to be made. */
  | { kind: 'closed'; deal: Deal };

/**
 * Chooses among deals that match, newest first. Open ones come before closed ones; closed ones count only as `closed`
 * says.
 */
export function choose(deals: Deal[], rules: { several: SeveralRule; closed: ClosedRule }): Choice {
  const open = deals.filter((deal) => deal.outcome === 'open');
  const closed = deals.filter((deal) => deal.outcome !== 'open');
  const usable = open.length > 0 || rules.closed !== 'update' ? open : closed;
  const [first, second] = usable;
  if (first && second && rules.several === 'ask') return { kind: 'several', deals: usable };
  if (first) return { kind: 'one', deal: first };
  return rules.closed === 'fail' && closed[0] ? { kind: 'closed', deal: closed[0] } : { kind: 'none' };
}

/** What tells an own deal, whose creation was never answered, from another with the same title. */
export interface Trace {
  /** When the call may have reached the vendor, milliseconds since the epoch. */
  since: number;
  /** The stamp in a custom field, when one is configured. */
  stamp: { key: string; value: string } | null;
  /** The email of the contact to be linked, lowercase. */
  email: string | null;
}

/**
 * Deals that an unanswered creation of ours may have left, out of those with its exact title in its pipeline. With a
 * stamp only stamped ones count. Without it: created since the call, and not linked to somebody else, because ours has
 * no contact yet or the one we were linking.
 */
export function leftBehind(deals: Deal[], trace: Trace): Deal[] {
  const { stamp, email, since } = trace;
  const recent = deals.filter(
    (deal) => deal.createdAt !== null && deal.createdAt >= since - clockToleranceMs,
  );
  if (stamp) return recent.filter((deal) => deal.custom[stamp.key] === stamp.value);
  return recent.filter((deal) => {
    const emails = deal.contactEmails ?? [];
    return emails.length === 0 || (email !== null && emails.includes(email));
  });
}

/** The candidates of a question to a person, with their pages. */
export function candidates(
  deals: Deal[],
  urlOf: (deal: Deal) => string | null,
): Extract<Found<Deal>, { kind: 'many' }> {
  return {
    kind: 'many',
    candidates: deals.map((deal) => {
      const url = urlOf(deal);
      return { id: deal.id, title: deal.title, ...(url ? { url } : {}) };
    }),
  };
}
