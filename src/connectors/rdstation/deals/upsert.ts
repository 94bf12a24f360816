import type { Ensured } from '#kit/effects.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { dealDifference, namesOf } from '../change.ts';
import type { Desk } from '../desk.ts';
import { stageGone, stageIn } from '../lists.ts';
import type { Deal, DealFields } from '../port.ts';
import { findDeal, recoverDeal, stillMeant } from './find.ts';
import type { DealPlan } from './plan.ts';
import { matchKey } from './plan.ts';
import { moveTo } from './stage.ts';
import { needsLine, settleLine } from './value.ts';

/** Ids of the records a deal is made with. */
export interface DealKin {
  organizationId: string | null;
  /** Contacts that exist already, where the link is written with the deal (v2). */
  contactIds: string[];
}

/**
 * The deal of a plan, found or created.
 * @throws VendorError naming the stage when it was deleted meanwhile
 */
export async function ensureDeal(desk: Desk, plan: DealPlan, kin: DealKin): Promise<Ensured<Deal>> {
  let recovered = false;
  const ensured = await desk.context.effects.ensure<Deal>({
    object: 'deal',
    match: matchKey(plan),
    async find({ since }) {
      const left = since === null ? null : await recoverDeal(desk, plan, since);
      recovered = left?.kind === 'one';
      return left === null || left.kind === 'none' ? findDeal(desk, plan) : left;
    },
    async create() {
      const deal = await createDeal(desk, plan, kin);
      return { id: deal.id, value: deal };
    },
    async read(id) {
      const deal = await desk.crm.getDeal(id);
      return deal && stillMeant(plan, deal);
    },
  });
  // Our own call made it, only its answer was lost.
  return recovered ? { ...ensured, outcome: 'created' } : ensured;
}

async function createDeal(desk: Desk, plan: DealPlan, kin: DealKin): Promise<Deal> {
  const fields = newDealFields(plan, kin);
  try {
    const deal = await desk.crm.createDeal(fields, plan.line);
    tellIgnored(desk, dealDifference(deal, fields));
    return deal;
  } catch (error) {
    throw await namingStage(desk, plan, error);
  }
}

function newDealFields(plan: DealPlan, kin: DealKin): DealFields & { title: string } {
  const { fields, fillIn, place, stamp } = plan;
  const custom = stamp ? { ...fields.custom, [stamp.key]: stamp.value } : fields.custom;
  return {
    ...fields,
    ...fillIn,
    ...(custom ? { custom } : {}),
    pipelineId: place.pipeline.id,
    stageId: place.stage.id,
    ...(kin.organizationId ? { organizationId: kin.organizationId } : {}),
    ...(kin.contactIds.length > 0 ? { contactIds: kin.contactIds } : {}),
  };
}

/** RD refuses a deleted stage with words about something else; the pipeline is read again to say what is wrong. */
async function namingStage(desk: Desk, plan: DealPlan, error: unknown): Promise<unknown> {
  if (!(error instanceof VendorError) || !['invalid', 'not_found'].includes(error.kind)) return error;
  const { stage, pipeline } = plan.place;
  const now = await desk.lists.pipelineNow(pipeline.id);
  return stageIn(now, stage.id) ? error : stageGone(now ?? { ...pipeline, stages: [] }, stage.id, stage.name);
}

/** Brings an existing deal to what the plan says, writing only what differs. */
export async function settleDeal(
  desk: Desk,
  plan: DealPlan,
  ensured: Ensured<Deal>,
  kin: DealKin,
): Promise<{ deal: Deal; outcome: 'created' | 'updated' | 'unchanged' }> {
  const created = ensured.outcome === 'created';
  const current = created ? ensured.value : await complete(desk, plan, ensured.value);
  const fields = created ? {} : changesFor(desk, plan, current, kin);
  const changed = namesOf(fields).length > 0;
  const deal = changed ? await updateDeal(desk, plan, current, fields) : current;
  const { line, order } = plan;
  const priced =
    line !== null &&
    needsLine(deal, line, order.valueRule) &&
    (await settleLine(desk, deal, line, order.valueRule));
  if (created) return { deal, outcome: 'created' };
  return { deal, outcome: changed || priced ? 'updated' : 'unchanged' };
}

/** What a list left out is read only when it decides something. */
async function complete(desk: Desk, plan: DealPlan, deal: Deal): Promise<Deal> {
  const { sourceId, campaignId } = plan.fillIn;
  if (!deal.partial || (sourceId === undefined && campaignId === undefined)) return deal;
  return (await desk.crm.getDeal(deal.id)) ?? deal;
}

function changesFor(desk: Desk, plan: DealPlan, deal: Deal, kin: DealKin): DealFields {
  const { fields, fillIn, place, stamp, order } = plan;
  const move = moveTo(deal, place, { when: order.stageRule, allowBackwards: order.allowBackwards });
  if (move.because) desk.note(move.because, { stage: place.stage.name, pipeline: place.pipeline.name });
  const unstamped = stamp && !deal.custom[stamp.key];
  const custom = unstamped ? { ...fields.custom, [stamp.key]: stamp.value } : fields.custom;
  const missing = dealDifference(deal, {
    ...fields,
    ...(custom ? { custom } : {}),
    ...(deal.ownerId === null && fillIn.ownerId ? { ownerId: fillIn.ownerId } : {}),
    ...(deal.sourceId === null && fillIn.sourceId ? { sourceId: fillIn.sourceId } : {}),
    ...(deal.campaignId === null && fillIn.campaignId ? { campaignId: fillIn.campaignId } : {}),
    ...(deal.organizationId === null && kin.organizationId ? { organizationId: kin.organizationId } : {}),
    ...(move.move ? { stageId: place.stage.id } : {}),
  });
  return missing.stageId === undefined ? missing : { ...missing, pipelineId: place.pipeline.id };
}

async function updateDeal(desk: Desk, plan: DealPlan, deal: Deal, fields: DealFields): Promise<Deal> {
  try {
    const answer = await desk.crm.updateDeal(deal.id, fields);
    tellIgnored(desk, dealDifference(answer, fields));
    return answer;
  } catch (error) {
    throw fields.stageId === undefined ? error : await namingStage(desk, plan, error);
  }
}

function tellIgnored(desk: Desk, missing: DealFields): void {
  const fields = namesOf(missing);
  if (fields.length > 0) desk.note('fields_ignored', { object: 'deal', fields });
}
