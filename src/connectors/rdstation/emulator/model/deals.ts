import { contactIdsOf, must, pipelinesInOrder, stagesOf, type Crm } from './crm.ts';
import { createContact, type ContactDraft } from './contacts.ts';
import { dealEffect } from './effects.ts';
import { given } from './given.ts';
import { isDay } from './moment.ts';
import { Refusal } from './refusal.ts';
import type { CustomValues, DealProduct, DealRow, DealStatus, StageRow, UserRow } from './rows.ts';

/** What a caller says about a deal; what is undefined stays as it is. */
export interface DealDraft {
  name?: string | null | undefined;
  stageId?: string | null | undefined;
  ownerId?: string | null | undefined;
  rating?: number | null | undefined;
  hold?: boolean | null | undefined;
  status?: DealStatus | undefined;
  expectedCloseDate?: string | null | undefined;
  sourceId?: string | null | undefined;
  campaignId?: string | null | undefined;
  lostReasonId?: string | null | undefined;
  lostNote?: string | null | undefined;
  organizationId?: string | null | undefined;
  customFields?: CustomValues | undefined;
  products?: DealProduct[] | undefined;
  /** The contacts it is linked to, all of them (API v2). */
  contactIds?: string[] | undefined;
}

/**
 * Adds a deal. Its stage decides its pipeline; without one it starts in the first stage of the first pipeline.
 * @param by who asks: the owner when none is named
 * @param newContacts contacts made with it, always new ones even when an equal one exists
 * @throws Refusal for a missing name or anything unknown
 */
export function createDeal(
  crm: Crm,
  draft: DealDraft,
  by: UserRow,
  newContacts: ContactDraft[] = [],
): DealRow {
  return crm.commit(() => {
    const now = crm.now();
    const stage = draft.stageId ? must(crm.stages, draft.stageId, 'Deal stage') : defaultStage(crm);
    const bare: DealRow = {
      ...blank,
      id: crm.newId(),
      stageId: stage.id,
      ownerId: by.id,
      createdAt: now,
      updatedAt: now,
    };
    const named = apply(crm, bare, {
      ...draft,
      name: draft.name ?? '',
      stageId: undefined,
      status: undefined,
    });
    const row = { ...named, stays: [{ id: crm.newId(), stageId: stage.id, from: now, to: null }] };
    crm.deals.put(row);
    for (const contact of newContacts) createContact(crm, { ...contact, dealIds: [row.id] });
    if (draft.contactIds) linkContacts(crm, row.id, draft.contactIds);
    dealEffect(crm, 'created', row);
    return row;
  });
}

const blank = {
  name: '',
  rating: 1,
  status: 'ongoing' as const,
  hold: false,
  closedAt: null,
  expectedCloseDate: null,
  sourceId: null,
  campaignId: null,
  lostReasonId: null,
  lostNote: null,
  organizationId: null,
  customFields: {},
  products: [],
  stays: [],
};

/** Changes a deal; custom values are merged. A closed deal stays closed: a wish to open or reverse it is ignored. */
export function changeDeal(crm: Crm, row: DealRow, draft: DealDraft): DealRow {
  return crm.commit(() => {
    const changed = crm.deals.put({ ...apply(crm, row, draft), updatedAt: crm.now() });
    if (draft.contactIds) linkContacts(crm, row.id, draft.contactIds);
    dealEffect(crm, 'updated', changed);
    return changed;
  });
}

/** Deletes a deal with its notes and tasks, which only people can do: no API has it. */
export function deleteDeal(crm: Crm, row: DealRow): void {
  crm.commit(() => {
    dealEffect(crm, 'deleted', row);
    linkContacts(crm, row.id, []);
    for (const note of crm.by.noteDeal.all(row.id)) crm.notes.delete(note.id);
    for (const task of crm.by.taskDeal.all(row.id)) crm.tasks.delete(task.id);
    crm.deals.delete(row.id);
  });
}

function apply(crm: Crm, row: DealRow, draft: DealDraft): DealRow {
  if (draft.name !== undefined && (draft.name ?? '').trim() === '') throw new Refusal('blank', 'name');
  checkDraft(crm, draft);
  const { stageId, status, customFields, ...rest } = draft;
  const said = {
    ...rest,
    contactIds: undefined,
    name: rest.name ?? undefined,
    ownerId: rest.ownerId ?? undefined,
  };
  const changed: DealRow = {
    ...row,
    ...given({ ...said, rating: rest.rating ?? undefined, hold: rest.hold === null ? false : rest.hold }),
    customFields: { ...row.customFields, ...customFields },
  };
  return close(
    crm,
    stageId ? moveTo(crm, changed, must(crm.stages, stageId, 'Deal stage')) : changed,
    status,
  );
}

function checkDraft(crm: Crm, draft: DealDraft): void {
  if (draft.ownerId) must(crm.users, draft.ownerId, 'User');
  if (draft.organizationId) must(crm.organizations, draft.organizationId, 'Organization');
  const labels = [
    [draft.sourceId, 'source', 'Deal source'],
    [draft.campaignId, 'campaign', 'Campaign'],
    [draft.lostReasonId, 'lost_reason', 'Deal lost reason'],
  ] as const;
  for (const [id, kind, noun] of labels) {
    if (id && must(crm.labels, id, noun).kind !== kind) throw new Refusal('not_found', noun);
  }
  for (const id of draft.contactIds ?? []) must(crm.contacts, id, 'Contact');
  const { rating, expectedCloseDate: day } = draft;
  if (typeof rating === 'number' && (!Number.isInteger(rating) || rating < 1 || rating > 5)) {
    throw new Refusal('invalid', 'rating');
  }
  if (typeof day === 'string' && !isDay(day)) throw new Refusal('invalid', 'prediction_date');
}

function moveTo(crm: Crm, row: DealRow, stage: StageRow): DealRow {
  if (row.stageId === stage.id) return row;
  const now = crm.now();
  const stays = row.stays.map((stay) => (stay.to === null ? { ...stay, to: now } : stay));
  return {
    ...row,
    stageId: stage.id,
    stays: [...stays, { id: crm.newId(), stageId: stage.id, from: now, to: null }],
  };
}

function close(crm: Crm, row: DealRow, status: DealStatus | undefined): DealRow {
  if (row.status !== 'ongoing' || status === undefined || status === 'ongoing') return row;
  return { ...row, status, hold: false, closedAt: crm.now() };
}

function linkContacts(crm: Crm, dealId: string, contactIds: string[]): void {
  const before = contactIdsOf(crm, dealId);
  const now = crm.now();
  const relink = (id: string, change: (dealIds: string[]) => string[]) => {
    const contact = must(crm.contacts, id, 'Contact');
    crm.contacts.put({ ...contact, dealIds: change(contact.dealIds), updatedAt: now });
  };
  for (const id of new Set(contactIds)) if (!before.includes(id)) relink(id, (deals) => [...deals, dealId]);
  for (const id of before) {
    if (!contactIds.includes(id)) relink(id, (deals) => deals.filter((deal) => deal !== dealId));
  }
}

// Where a deal starts when nobody says: the first stage of the account's first pipeline.
function defaultStage(crm: Crm): StageRow {
  for (const pipeline of pipelinesInOrder(crm)) {
    const [first] = stagesOf(crm, pipeline.id);
    if (first) return first;
  }
  throw new Refusal('not_found', 'Deal stage');
}
