import type { Json, JsonObject } from '#std/json.ts';
import type {
  ContactFields,
  CustomValues,
  DealFields,
  NewTask,
  OrganizationFields,
  ValueLine,
} from '../port.ts';

/** Bodies of API v2, without their `data`: only what is given is sent. Source: pages "crm-v2-*", read 2026-11. */

export function dealBody(fields: DealFields): JsonObject {
  return defined({
    name: fields.title,
    pipeline_id: fields.pipelineId,
    stage_id: fields.stageId,
    owner_id: fields.ownerId,
    source_id: fields.sourceId,
    campaign_id: fields.campaignId,
    organization_id: fields.organizationId,
    rating: fields.rating,
    expected_close_date: fields.closeOn,
    contact_ids: fields.contactIds,
    custom_fields: customBody(fields.custom),
    status: fields.outcome,
    lost_reason_id: fields.lostReasonId,
  });
}

export function lineBody(line: ValueLine): JsonObject {
  return {
    product_id: line.productId,
    price: line.price,
    quantity: 1,
    discount_type: 'amount',
    discount: 0,
    billing_frequency: 'one-time',
  };
}

export function contactBody(fields: ContactFields): JsonObject {
  return defined({
    name: fields.name,
    job_title: fields.jobTitle,
    emails: fields.email === undefined ? undefined : [{ email: fields.email }],
    phones:
      fields.phone === undefined ? undefined : [{ phone: fields.phone.number, type: fields.phone.type }],
    organization_id: fields.organizationId,
    custom_fields: customBody(fields.custom),
  });
}

export function organizationBody(fields: OrganizationFields): JsonObject {
  return defined({
    name: fields.name,
    description: fields.summary,
    url: fields.url,
    custom_fields: customBody(fields.custom),
  });
}

/** The hour is the account's; v2 takes a moment, so it is sent with the offset that RD's own answers carry. */
export function taskBody(task: NewTask): JsonObject {
  return defined({
    name: task.subject,
    description: task.notes,
    type: task.type,
    due_date: `${task.day}T${task.hour}:00-03:00`,
    deal_id: task.dealId,
    owner_ids: task.userIds.length > 0 ? task.userIds : undefined,
  });
}

function customBody(custom: CustomValues | undefined): JsonObject | undefined {
  return custom && Object.keys(custom).length > 0 ? { ...custom } : undefined;
}

/** Without the keys that are undefined. */
function defined(body: { [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}
