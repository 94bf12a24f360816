import type { Crm } from '../model/crm.ts';
import { amountsOf, productTotal } from '../model/documents.ts';
import { brasilia } from '../model/moment.ts';
import type { DealProduct, DealRow, StageRow } from '../model/rows.ts';
import { embeddedContact } from './contact-shape.ts';
import { fieldShape, valuesWithFields } from './custom-shape.ts';
import { ids, named } from './reply.ts';

const dayMs = 86_400_000;

/** A deal as its own page, POST and PUT answer it. `deal_pipeline` is only in GET by id. */
export function dealShape(crm: Crm, row: DealRow, options: { pipeline: boolean } = { pipeline: false }) {
  const stage = crm.stages.get(row.stageId);
  const pipeline = stage && crm.pipelines.get(stage.pipelineId);
  return {
    ...common(crm, row),
    best_moment_to_touch: false,
    c_cf_errors: {},
    campaign: named(crm.labels.get(row.campaignId ?? '')),
    campaign_id: row.campaignId,
    contact_errors: {},
    deal_lost_note: row.lostNote,
    deal_lost_reason: named(crm.labels.get(row.lostReasonId ?? '')),
    deal_lost_reason_id: row.lostReasonId,
    ...(options.pipeline && { deal_pipeline: pipeline ? { id: pipeline.id, name: pipeline.name } : null }),
    deal_source: named(crm.labels.get(row.sourceId ?? '')),
    deal_source_id: row.sourceId,
    deal_stage: stageOf(stage, false),
    deal_stage_histories: row.stays.map((stay) => ({
      ...ids(stay.id),
      deal_stage_id: stay.stageId,
      start_date: brasilia(stay.from),
      end_date: stay.to && brasilia(stay.to),
    })),
    errors: {},
    from_rdsm_integration: false,
    last_note_content: crm.by.noteDeal.all(row.id).at(-1)?.text ?? null,
    organization: named(crm.organizations.get(row.organizationId ?? '')),
    stop_time_limit: stopTime(crm, row),
    user: named(crm.users.get(row.ownerId)),
  };
}

/** A deal as a list shows it: with its contacts, which have no ids here, and without source, campaign and pipeline. */
export function dealListItem(crm: Crm, row: DealRow) {
  const user = crm.users.get(row.ownerId);
  const note = crm.by.noteDeal.all(row.id).at(-1);
  return {
    ...common(crm, row),
    contacts: crm.by.contactDeal.all(row.id).map(embeddedContact),
    deal_stage: stageOf(crm.stages.get(row.stageId), true),
    last_activity_at: note ? brasilia(note.createdAt) : null,
    last_activity_content: note?.text ?? null,
    markup: null,
    markup_created: `${Math.floor((crm.now() - row.createdAt) / dayMs)} days`,
    markup_last_activities: null,
    organization: named(crm.organizations.get(row.organizationId ?? '')),
    stop_time_limit: {},
    user: user
      ? { ...ids(user.id), name: user.name, email: user.email, nickname: initials(user.name) }
      : null,
    user_changed: false,
  };
}

function common(crm: Crm, row: DealRow) {
  const amounts = amountsOf(row);
  return {
    ...ids(row.id),
    // The vendor's spelling.
    amount_montly: amounts.monthly,
    amount_total: amounts.total,
    amount_unique: amounts.unique,
    closed_at: row.closedAt && brasilia(row.closedAt),
    created_at: brasilia(row.createdAt),
    deal_custom_fields: customValues(crm, row),
    deal_products: row.products.map(productShape),
    hold: row.hold ? true : null,
    interactions: crm.by.noteDeal.all(row.id).length,
    name: row.name,
    prediction_date: row.expectedCloseDate,
    rating: row.rating,
    updated_at: brasilia(row.updatedAt),
    win: row.status === 'ongoing' ? null : row.status === 'won',
  };
}

function stageOf(stage: StageRow | undefined, listed: boolean) {
  if (!stage) return null;
  const { id, name, nickname, pipelineId } = stage;
  if (!listed) return { ...ids(id), deal_pipeline_id: pipelineId, name, nickname };
  return {
    ...ids(id),
    name,
    nickname,
    created_at: brasilia(stage.createdAt),
    updated_at: brasilia(stage.updatedAt),
  };
}

function customValues(crm: Crm, row: DealRow) {
  return valuesWithFields(crm, row.customFields).map(({ field, value }) => ({
    custom_field_id: field.id,
    value,
    created_at: brasilia(row.createdAt),
    updated_at: brasilia(row.updatedAt),
    custom_field: fieldShape(field),
  }));
}

/** A product of a deal. */
export function productShape(product: DealProduct) {
  return {
    ...ids(product.id),
    amount: Math.trunc(product.amount),
    amount_decimal: product.amount,
    base_price: product.basePrice,
    created_at: brasilia(product.createdAt),
    description: product.description,
    discount: product.discount,
    discount_type: product.discountType,
    name: product.name,
    price: product.price,
    product_id: product.productId,
    recurrence: product.recurrence,
    total: productTotal(product),
    updated_at: brasilia(product.createdAt),
  };
}

// A deal counts as stopped after one day in a stage.
function stopTime(crm: Crm, row: DealRow) {
  const ends = (row.stays.at(-1)?.from ?? row.createdAt) + dayMs;
  const over = Math.floor((crm.now() - ends) / dayMs);
  return { expiration_date_time: brasilia(ends), expired: crm.now() > ends, expired_days: Math.max(0, over) };
}

/** First letters of first and last name, as the vendor nicknames users. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0) ?? '')
    .join('')
    .toUpperCase();
}
