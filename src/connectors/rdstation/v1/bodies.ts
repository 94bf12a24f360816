import type { JsonObject } from '#std/json.ts';
import type {
  ContactFields,
  CustomValues,
  DealFields,
  OrganizationFields,
  PhoneType,
  ValueLine,
} from '../port.ts';

/** Bodies of API v1: only what is given is sent. Source: pages "crm-v1-deals", "-contacts", "-deal-products", read 2026-11. */

/** `POST /deals`: the stage inside `deal`, source, campaign and organization beside it. */
export function newDealBody(fields: DealFields, line: ValueLine | null): JsonObject {
  const { stage, ...rest } = dealParts(fields);
  const deal = { ...rest.deal, ...(stage === undefined ? {} : { deal_stage_id: stage }) };
  return defined({
    ...besides(fields),
    deal,
    organization: fields.organizationId === undefined ? undefined : { _id: fields.organizationId },
    deal_products: line
      ? [{ ...lineBody(line), name: line.productName, base_price: line.price, total: line.price }]
      : undefined,
  });
}

/**
 * `PUT /deals/:id`: the stage stands at the top. Inside `deal` it is ignored without a word (changelog), which is why
 * the two bodies differ.
 */
export function dealChangeBody(fields: DealFields): JsonObject {
  const { stage, deal } = dealParts(fields);
  return defined({
    ...besides(fields),
    deal_stage_id: stage,
    deal: defined({ ...deal, organization_id: fields.organizationId }),
  });
}

function dealParts(fields: DealFields): { stage: string | undefined; deal: JsonObject } {
  return {
    stage: fields.stageId,
    deal: defined({
      name: fields.title,
      user_id: fields.ownerId,
      rating: fields.rating,
      prediction_date: fields.closeOn,
      win: fields.outcome === undefined ? undefined : fields.outcome === 'won',
      deal_lost_reason_id: fields.lostReasonId,
      deal_lost_note: fields.lostNote,
      deal_custom_fields: customBody(fields.custom),
    }),
  };
}

function besides(fields: DealFields): { [key: string]: JsonObject | undefined } {
  return {
    deal_source: fields.sourceId === undefined ? undefined : { _id: fields.sourceId },
    campaign: fields.campaignId === undefined ? undefined : { _id: fields.campaignId },
  };
}

/** One product line; the discount must be sent even when there is none. */
export function lineBody(line: ValueLine): JsonObject {
  return {
    product_id: line.productId,
    price: line.price,
    amount: 1,
    recurrence: 'spare',
    discount_type: 'value',
    discount: 0,
  };
}

export function contactBody(fields: ContactFields): JsonObject {
  return {
    contact: defined({
      name: fields.name,
      title: fields.jobTitle,
      emails: fields.email === undefined ? undefined : [{ email: fields.email }],
      phones:
        fields.phone === undefined
          ? undefined
          : [{ phone: fields.phone.number, type: phoneType(fields.phone.type) }],
      organization_id: fields.organizationId,
      deal_ids: fields.dealIds,
      contact_custom_fields: customBody(fields.custom),
    }),
  };
}

function phoneType(type: PhoneType): string {
  return type === 'mobile' ? 'cellphone' : type;
}

export function organizationBody(fields: OrganizationFields): JsonObject {
  return {
    organization: defined({
      name: fields.name,
      resume: fields.summary,
      url: fields.url,
      organization_custom_fields: customBody(fields.custom),
    }),
  };
}

function customBody(custom: CustomValues | undefined): JsonObject[] | undefined {
  const rows = Object.entries(custom ?? {});
  return rows.length === 0
    ? undefined
    : rows.map(([id, value]) => ({ custom_field_id: id, value: value ?? '' }));
}

/** Without the keys that are undefined. */
function defined(body: { [key: string]: JsonObject[string] | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, JsonObject[string]] => entry[1] !== undefined),
  );
}
