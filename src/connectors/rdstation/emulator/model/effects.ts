import { contactIdsOf, type Crm } from './crm.ts';
import {
  contactDocument,
  labelDocument,
  organizationDocument,
  productDocument,
  statusWord,
  taskDocument,
} from './documents.ts';
import { hookDeal } from './hook-deal.ts';
import { brasilia } from './moment.ts';
import type {
  ContactRow,
  CustomValues,
  DealRow,
  LabelRow,
  NoteRow,
  OrganizationRow,
  ProductRow,
  TaskRow,
} from './rows.ts';

type Done = 'created' | 'updated' | 'deleted';

// Every committed change goes two ways: on the ledger for whoever checks what really happened, and to the webhooks.

/** Custom values by the label people gave the field, for the ledger. */
function byLabel(crm: Crm, values: CustomValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [crm.fields.get(id)?.label ?? id, value]),
  );
}

/** Tells of a deal that was created, updated or deleted. */
export function dealEffect(crm: Crm, done: Done, row: DealRow): void {
  const stage = crm.stages.get(row.stageId);
  const { id, name, stageId, ownerId, organizationId, sourceId, campaignId } = row;
  const links = { ownerId, organizationId, sourceId, campaignId, contactIds: contactIdsOf(crm, id) };
  crm.record(`deal.${done}`, id, {
    id,
    name,
    stageId,
    stage: stage?.name ?? null,
    pipelineId: stage?.pipelineId ?? null,
    status: statusWord(row),
    ...links,
    customFields: byLabel(crm, row.customFields),
  });
  crm.hooks.announce(`crm_deal_${done}`, done === 'deleted' ? { id, name } : hookDeal(crm, row));
}

/** Tells of a contact. */
export function contactEffect(crm: Crm, done: Done, row: ContactRow): void {
  const { id, name, dealIds, organizationId } = row;
  const emails = row.emails.map(({ email }) => email);
  const phones = row.phones.map(({ phone }) => phone);
  const customFields = byLabel(crm, row.customFields);
  crm.record(`contact.${done}`, id, { id, name, emails, phones, dealIds, organizationId, customFields });
  const document = done === 'deleted' ? { id, name } : contactDocument(crm, row, brasilia);
  crm.hooks.announce(`crm_contact_${done}`, document);
}

/** Tells of an organization. */
export function organizationEffect(crm: Crm, done: Done, row: OrganizationRow): void {
  const { id, name, ownerId } = row;
  crm.record(`organization.${done}`, id, { id, name, ownerId, customFields: byLabel(crm, row.customFields) });
  const document = done === 'deleted' ? { id, name } : organizationDocument(crm, row, brasilia);
  crm.hooks.announce(`crm_organization_${done}`, document);
}

/** Tells of a task; there is no webhook for deleted ones. */
export function taskEffect(crm: Crm, done: 'created' | 'updated', row: TaskRow): void {
  const { id, dealId, subject, type, dueAt, userIds, doneAt } = row;
  crm.record(`task.${done}`, id, { id, dealId, subject, type, dueAt, userIds, done: doneAt !== null });
  crm.hooks.announce(`crm_task_${done}`, taskDocument(row, brasilia));
}

/** Tells of a note; the vendor has no webhook for notes. */
export function noteEffect(crm: Crm, row: NoteRow): void {
  const { id, dealId, userId, text } = row;
  crm.record('note.created', id, { id, dealId, userId, text });
}

/** Tells of a source, campaign or lost reason. Segments have no webhook. */
export function labelEffect(crm: Crm, done: Done, row: LabelRow): void {
  const { id, name } = row;
  crm.record(`${row.kind}.${done}`, id, { id, name });
  if (row.kind === 'segment') return;
  crm.hooks.announce(
    `crm_${row.kind}_${done}`,
    done === 'deleted' ? { id, name } : labelDocument(row, brasilia),
  );
}

/** Tells of a product of the catalogue. */
export function productEffect(crm: Crm, done: 'created' | 'updated', row: ProductRow): void {
  const { id, name, basePrice } = row;
  crm.record(`product.${done}`, id, { id, name, basePrice });
  crm.hooks.announce(`crm_product_${done}`, productDocument(row, brasilia));
}
