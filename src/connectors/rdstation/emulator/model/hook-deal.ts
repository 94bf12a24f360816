import type { Crm } from './crm.ts';
import { fieldsFor } from './custom-fields.ts';
import { amountsOf, dates, productTotal, statusWord } from './documents.ts';
import { brasilia } from './moment.ts';
import type { DealRow } from './rows.ts';

/** A deal as the webhooks show it: neither API v1's shape nor API v2's. Absent relations are `{}`. */
export function hookDeal(crm: Crm, row: DealRow) {
  const amounts = amountsOf(row);
  const user = crm.users.get(row.ownerId);
  const stage = crm.stages.get(row.stageId);
  const pipeline = stage && crm.pipelines.get(stage.pipelineId);
  return {
    id: row.id,
    name: row.name,
    amount_monthly: amounts.monthly,
    amount_unique: amounts.unique,
    amount_total: amounts.total,
    prediction_date: row.expectedCloseDate,
    ...dates(row, brasilia),
    rating: row.rating,
    status: statusWord(row),
    closed_at: row.closedAt && brasilia(row.closedAt),
    user: user ? { id: user.id, name: user.name, email: user.email, avatar_url: null } : {},
    deal_stage: stage
      ? {
          id: stage.id,
          name: stage.name,
          nickname: stage.nickname,
          ...dates(stage, brasilia),
          order: stage.order,
        }
      : {},
    deal_pipeline: pipeline ? { id: pipeline.id, name: pipeline.name } : {},
    deal_source: label(crm, row.sourceId),
    campaign: label(crm, row.campaignId),
    deal_lost_reason: label(crm, row.lostReasonId),
    deal_custom_fields: fieldsFor(crm, 'deal').map((field) => ({
      value: row.customFields[field.id] ?? null,
      custom_field: {
        id: field.id,
        label: field.label,
        required: field.required,
        unique: field.unique,
        opts: field.opts,
        type: field.type,
      },
    })),
    deal_products: row.products.map((product) => ({
      id: product.id,
      product_id: product.productId,
      name: product.name,
      price: product.price,
      amount: product.amount,
      recurrence: product.recurrence,
      total: productTotal(product),
    })),
  };
}

function label(crm: Crm, id: string | null) {
  const row = id === null ? undefined : crm.labels.get(id);
  return row ? { id: row.id, name: row.name } : {};
}
