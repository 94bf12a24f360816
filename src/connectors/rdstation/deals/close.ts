import { VendorError } from '#kit/vendor-error.ts';
import type { ActionResult } from '#kit/connector.ts';
import type { Desk } from '../desk.ts';
import type { Place } from '../lists.ts';
import { stageGone, stageIn } from '../lists.ts';
import type { Deal, DealFields } from '../port.ts';
import { closedFailure } from './find.ts';
import type { RecordOutcome } from './result.ts';
import { dealOutput } from './result.ts';
import { moveTo } from './stage.ts';

/**
 * Marks a deal won or lost; one that is so already is left alone.
 * @throws VendorError `conflict` when it is closed the other way: RD does not reopen deals over the API
 */
export async function closeDeal(
  desk: Desk,
  deal: Deal,
  fields: DealFields & { outcome: 'won' | 'lost' },
): Promise<ActionResult> {
  if (deal.outcome === fields.outcome) return dealResult(desk, deal, 'unchanged');
  if (deal.outcome !== 'open') throw closedFailure(deal);
  const closed = await desk.crm.updateDeal(deal.id, fields);
  if (closed.outcome !== fields.outcome) {
    // An answer of 200 that changed nothing must not pass for done.
    throw new VendorError(
      'invalid',
      `RD Station CRM accepted the call but did not mark the deal ${deal.id} as ${fields.outcome}.`,
      {
        reach: 'refused',
      },
    );
  }
  return dealResult(desk, closed, 'updated');
}

/**
 * Moves an open deal to a place; one that stands there already is left alone.
 * @throws VendorError `conflict` when it is closed, `invalid` when the stage is gone
 */
export async function moveDeal(
  desk: Desk,
  deal: Deal,
  place: Place,
  allowBackwards: boolean,
): Promise<ActionResult> {
  if (deal.stageId === place.stage.id) return dealResult(desk, deal, 'unchanged');
  if (deal.outcome !== 'open') throw closedFailure(deal);
  const { move, because } = moveTo(deal, place, { when: 'always', allowBackwards });
  if (because) desk.note(because, { stage: place.stage.name, pipeline: place.pipeline.name });
  if (!move) return dealResult(desk, deal, 'unchanged');
  const moved = await desk.crm.updateDeal(deal.id, {
    stageId: place.stage.id,
    pipelineId: place.pipeline.id,
  });
  if (moved.stageId === place.stage.id) return dealResult(desk, moved, 'updated');
  const now = await desk.lists.pipelineNow(place.pipeline.id);
  if (now && !stageIn(now, place.stage.id)) throw stageGone(now, place.stage.id, place.stage.name);
  throw new VendorError(
    'invalid',
    `RD Station CRM accepted the call but did not move the deal ${deal.id} to "${place.stage.name}".`,
    {
      reach: 'refused',
    },
  );
}

/** What an action about one deal gives. */
export async function dealResult(desk: Desk, deal: Deal, outcome: RecordOutcome): Promise<ActionResult> {
  return {
    output: { deal: await dealOutput(desk, deal, outcome) },
    terms: [deal.title, deal.id],
    touched: [{ object: 'deal', id: deal.id, title: deal.title, outcome }],
  };
}
