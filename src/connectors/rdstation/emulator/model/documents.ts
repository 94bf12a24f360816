import { contactIdsOf, type Crm } from './crm.ts';
import { fieldsFor } from './custom-fields.ts';
import type {
  ContactRow,
  CustomValue,
  CustomValues,
  DealProduct,
  DealRow,
  FieldOwner,
  LabelRow,
  OrganizationRow,
  ProductRow,
  TaskRow,
} from './rows.ts';

/** Writes a time; API v2 and the webhooks differ in it. */
type WriteTime = (ms: number) => string;

/** When a record was made and last changed. */
export function dates(row: { createdAt: number; updatedAt: number }, time: WriteTime) {
  return { created_at: time(row.createdAt), updated_at: time(row.updatedAt) };
}

// Every custom field of the account is named, empty ones as null.
function customBySlug(crm: Crm, owner: FieldOwner, values: CustomValues): Record<string, CustomValue> {
  return Object.fromEntries(fieldsFor(crm, owner).map((field) => [field.slug, values[field.id] ?? null]));
}

/** What a product of a deal costs, discount taken off. */
export function productTotal(product: DealProduct): number {
  const full = product.price * product.amount;
  const off = product.discountType === 'percentage' ? (full * product.discount) / 100 : product.discount;
  return Math.round((full - off) * 100) / 100;
}

/** A deal's amounts: they are always results of its products. */
export function amountsOf(row: DealRow): { unique: number; monthly: number; total: number } {
  const sum = (recurrence: DealProduct['recurrence']) =>
    row.products
      .filter((product) => product.recurrence === recurrence)
      .reduce((total, product) => total + productTotal(product), 0);
  const [unique, monthly] = [sum('spare'), sum('monthly')];
  return { unique, monthly, total: unique + monthly };
}

/** `ongoing|won|lost|paused`, as API v2 and the webhooks say it. */
export function statusWord(row: DealRow): string {
  return row.status === 'ongoing' && row.hold ? 'paused' : row.status;
}

const phoneWords: Record<string, string> = { cellphone: 'mobile' };

/** A contact as API v2 and the webhooks show it. */
export function contactDocument(crm: Crm, row: ContactRow, time: WriteTime) {
  const { birthday, socials } = row;
  const two = (part: number) => String(part).padStart(2, '0');
  return {
    id: row.id,
    name: row.name,
    job_title: row.title,
    emails: row.emails.map(({ email }) => ({ email })),
    phones: row.phones.map(({ phone, type }) => ({ phone, type: type && (phoneWords[type] ?? type) })),
    birthday: birthday && `${birthday.year}-${two(birthday.month)}-${two(birthday.day)}`,
    social_profiles: Object.entries(socials).flatMap(([type, username]) =>
      username ? [{ type, username }] : [],
    ),
    organization_id: row.organizationId,
    custom_fields: customBySlug(crm, 'contact', row.customFields),
    legal_bases: row.legalBases,
    ...dates(row, time),
  };
}

/** An organization as API v2 and the webhooks show it. */
export function organizationDocument(crm: Crm, row: OrganizationRow, time: WriteTime) {
  return {
    id: row.id,
    name: row.name,
    description: row.resume,
    url: row.url,
    address: { line: row.address, latitude: null, longitude: null },
    segment_ids: row.segmentIds,
    owner_id: row.ownerId,
    follower_ids: row.ownerId ? [row.ownerId] : [],
    custom_fields: customBySlug(crm, 'organization', row.customFields),
    ...dates(row, time),
  };
}

/** A task as API v2 and the webhooks show it. */
export function taskDocument(row: TaskRow, time: WriteTime) {
  return {
    id: row.id,
    name: row.subject,
    description: row.notes,
    type: row.type,
    status: row.doneAt === null ? 'open' : 'completed',
    due_date: row.dueAt && time(row.dueAt),
    created_by_id: row.createdById ?? '',
    completed_at: row.doneAt && time(row.doneAt),
    completed_by_id: row.doneById,
    deal_id: row.dealId,
    owner_ids: row.userIds,
    ...dates(row, time),
  };
}

/** A source, campaign, lost reason or segment. Only campaigns and sources have a description. */
export function labelDocument(row: LabelRow, time: WriteTime) {
  const described = row.kind === 'campaign' || row.kind === 'source';
  return {
    id: row.id,
    name: row.name,
    ...(described && { description: row.description }),
    ...dates(row, time),
  };
}

/** A product of the catalogue. */
export function productDocument(row: ProductRow, time: WriteTime) {
  const { id, name, description, visible } = row;
  return { id, name, description, visible, price: row.basePrice, custom_fields: {}, ...dates(row, time) };
}

/** A deal as API v2 shows it. */
export function dealDocument(crm: Crm, row: DealRow, time: WriteTime) {
  const amounts = amountsOf(row);
  return {
    id: row.id,
    name: row.name,
    recurrence_price: amounts.monthly,
    one_time_price: amounts.unique,
    total_price: amounts.total,
    expected_close_date: row.expectedCloseDate,
    rating: row.rating,
    status: statusWord(row),
    closed_at: row.closedAt && time(row.closedAt),
    pipeline_id: crm.stages.get(row.stageId)?.pipelineId ?? null,
    stage_id: row.stageId,
    owner_id: row.ownerId,
    source_id: row.sourceId,
    campaign_id: row.campaignId,
    lost_reason_id: row.lostReasonId,
    organization_id: row.organizationId,
    contact_ids: contactIdsOf(crm, row.id),
    custom_fields: customBySlug(crm, 'deal', row.customFields),
    ...dates(row, time),
  };
}
