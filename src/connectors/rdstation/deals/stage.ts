import type { Place } from '../lists.ts';
import type { Deal } from '../port.ts';

/** When an existing deal is moved to the chosen stage. */
export type StageRule = 'on_create' | 'always';

/** Whether to move, and what to tell when it was asked for but is not done. */
export type Move = { move: boolean; because: null | 'stage_not_moved_back' | 'stage_other_pipeline' };

/**
 * Whether an existing deal goes to a place. Pure. Forwards within the pipeline only, unless going back is allowed; a
 * deal that somebody took to another pipeline counts as going back.
 */
export function moveTo(deal: Deal, place: Place, rule: { when: StageRule; allowBackwards: boolean }): Move {
  if (rule.when === 'on_create' || deal.stageId === place.stage.id) return { move: false, because: null };
  if (rule.allowBackwards) return { move: true, because: null };
  const current = place.pipeline.stages.find((stage) => stage.id === deal.stageId);
  // A stage that was deleted under the deal has no place in the order; nothing is undone by leaving it.
  if (!current && (deal.pipelineId === null || deal.pipelineId === place.pipeline.id)) {
    return { move: true, because: null };
  }
  if (!current) return { move: false, because: 'stage_other_pipeline' };
  const forwards = place.pipeline.stages.indexOf(place.stage) > place.pipeline.stages.indexOf(current);
  return forwards ? { move: true, because: null } : { move: false, because: 'stage_not_moved_back' };
}
