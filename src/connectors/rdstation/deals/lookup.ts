import { VendorError } from '#kit/vendor-error.ts';
import type { Desk } from '../desk.ts';
import type { Deal, DealOutcome } from '../port.ts';

/** What `deal.find` looks by. */
export interface DealLookup {
  by: 'id' | 'document' | 'title' | 'contact';
  value: string;
  pipelineId: string | null;
  /** Null for any. */
  outcome: DealOutcome | null;
  onSeveral: 'fail' | 'newest';
}

/**
 * The deal that a lookup means, or null.
 * @throws VendorError `conflict` naming them when several match and none is to be guessed
 */
export async function lookUpDeal(desk: Desk, lookup: DealLookup): Promise<Deal | null> {
  const { pipelineId, outcome } = lookup;
  const deals = (await dealsBy(desk, lookup)).filter(
    (deal) =>
      (outcome === null || deal.outcome === outcome) &&
      (pipelineId === null || deal.pipelineId === null || deal.pipelineId === pipelineId),
  );
  if (deals.length > 1 && lookup.onSeveral === 'fail') {
    throw new VendorError(
      'conflict',
      `More than one deal matches: ${deals.map((deal) => deal.id).join(', ')}.`,
      {
        reach: 'refused',
      },
    );
  }
  return deals[0] ?? null;
}

async function dealsBy(desk: Desk, { by, value, pipelineId, outcome }: DealLookup): Promise<Deal[]> {
  switch (by) {
    case 'title':
      return desk.crm.findDeals({
        title: value,
        ...(pipelineId ? { pipelineId } : {}),
        ...(outcome ? { outcome } : {}),
      });
    case 'contact': {
      const lists = [];
      for (const contact of await desk.crm.findContactsByEmail(value)) {
        lists.push(await desk.crm.dealsOfContact(contact, { pipelineId, closed: outcome !== 'open' }));
      }
      return lists.flat();
    }
    default: {
      const id = by === 'id' ? value : await desk.context.effects.linked('deal', value);
      const deal = id === null ? null : await desk.crm.getDeal(id);
      return deal ? [deal] : [];
    }
  }
}
