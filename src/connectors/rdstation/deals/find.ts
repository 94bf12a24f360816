import type { Found } from '#kit/effects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { Desk } from '../desk.ts';
import { recordUrl } from '../links.ts';
import type { Deal } from '../port.ts';
import { candidates, choose, leftBehind } from './match.ts';
import type { DealPlan } from './plan.ts';

/**
 * Looks for what an unanswered creation of this plan may have left behind.
 * @param since when that call may have reached RD, milliseconds since the epoch
 */
export async function recoverDeal(desk: Desk, plan: DealPlan, since: number): Promise<Found<Deal>> {
  const { order, stamp, people } = plan;
  const deals = await desk.crm.findDeals({ title: order.title, pipelineId: order.pipelineId });
  const left = leftBehind(deals, { since, stamp, email: people[0]?.person.email ?? null });
  if (left.length > 1) return candidates(left, (deal) => recordUrl(desk.context, 'deal', deal.id));
  if (!left[0]) return { kind: 'none' };
  desk.note('deal_recovered', { id: left[0].id });
  return { kind: 'one', id: left[0].id, value: left[0] };
}

/**
 * Looks for the deal of a plan as its match says.
 * @throws VendorError `conflict` when only a closed deal matches and the plan says to fail
 */
export async function findDeal(desk: Desk, plan: DealPlan): Promise<Found<Deal>> {
  return chosen(desk, plan, await matching(desk, plan));
}

/** Deals that match as the order says, open and closed, newest first. */
async function matching(desk: Desk, plan: DealPlan): Promise<Deal[]> {
  const { order, stamp, people } = plan;
  const { pipelineId, title } = order;
  if (order.match === 'title') return desk.crm.findDeals({ title, pipelineId });
  if (order.match === 'document') {
    if (!stamp) return [];
    // v1 cannot look for a custom field: there the stamp is looked for among deals of this title. v2 can.
    return desk.crm.findDeals({
      custom: stamp,
      ...(desk.crm.linkSide === 'contact' ? { title, pipelineId } : {}),
    });
  }
  const contacts = (await people[0]?.found()) ?? [];
  const lists = [];
  for (const contact of contacts) {
    lists.push(await desk.crm.dealsOfContact(contact, { pipelineId, closed: order.closedDeals !== 'new' }));
  }
  const deals = lists.flat();
  return deals.filter((deal, index) => deals.findIndex((one) => one.id === deal.id) === index);
}

function chosen(desk: Desk, plan: DealPlan, deals: Deal[]): Found<Deal> {
  const choice = choose(deals, { several: plan.order.onSeveral, closed: plan.order.closedDeals });
  switch (choice.kind) {
    case 'none':
      return { kind: 'none' };
    case 'several':
      return candidates(choice.deals, (deal) => recordUrl(desk.context, 'deal', deal.id));
    case 'closed':
      throw closedFailure(choice.deal);
    case 'one':
      return { kind: 'one', id: choice.deal.id, value: choice.deal };
  }
}

/** The failure for a won or lost deal that the order says not to touch. */
export function closedFailure(deal: Deal): VendorError {
  return new VendorError(
    'conflict',
    `The deal "${deal.title}" (${deal.id}) is ${deal.outcome}, and this step does not change closed deals.`,
    { reach: 'refused' },
  );
}

/**
 * Whether a deal that was linked earlier is still the one meant; null sends the search on its way.
 * @throws VendorError `conflict` when it is closed and the plan says to fail
 */
export function stillMeant(plan: DealPlan, deal: Deal): Deal | null {
  const { match, pipelineId, title, closedDeals } = plan.order;
  const elsewhere = deal.pipelineId !== null && deal.pipelineId !== pipelineId;
  if (match !== 'document' && elsewhere) return null;
  if (match === 'title' && deal.title.trim() !== title.trim()) return null;
  if (deal.outcome === 'open' || closedDeals === 'update') return deal;
  if (closedDeals === 'fail') throw closedFailure(deal);
  return null;
}
