import type { Desk } from '../desk.ts';
import type { Place } from '../lists.ts';
import { placeOf } from '../lists.ts';
import type { Filling, MappingRow } from '../mapping/fields.ts';
import { fillingOf, toRating } from '../mapping/fields.ts';
import { invalid, toDay, toNumber } from '../mapping/value.ts';
import type { Several, Sought } from '../people/person.ts';
import { peopleOf, seek } from '../people/person.ts';
import type { DealFields, PhoneType, ValueLine } from '../port.ts';
import type { ClosedRule, SeveralRule } from './match.ts';
import type { StageRule } from './stage.ts';
import type { ValueRule } from './value.ts';
import { lineOf } from './value.ts';

/** What `deal.upsert` is told. */
export interface DealOrder {
  match: 'document' | 'title' | 'contact';
  documentKey: string | null;
  stampField: string | null;
  onSeveral: SeveralRule;
  closedDeals: ClosedRule;
  pipelineId: string;
  stageId: string;
  stageRule: StageRule;
  allowBackwards: boolean;
  title: string;
  ownerId: string | null;
  sourceId: string | null;
  campaignId: string | null;
  rating: string | null;
  closeDate: string | null;
  value: string | null;
  valueProductId: string | null;
  valueRule: ValueRule;
  contactEmail: Several;
  contactName: Several;
  contactPhone: Several;
  phoneType: PhoneType;
  organizationName: string | null;
  fields: MappingRow[];
  note: string | null;
}

/** The order read against the account: everything checked before anything is written. */
export interface DealPlan {
  order: DealOrder;
  place: Place;
  filling: Filling;
  people: Sought[];
  /** Written on every run where they differ. */
  fields: DealFields & { title: string };
  /** Written on creation; on an existing deal only where it has nothing. */
  fillIn: Pick<DealFields, 'ownerId' | 'sourceId' | 'campaignId'>;
  /** Our mark in a custom field, for people and for finding the deal again. */
  stamp: { key: string; value: string } | null;
  line: ValueLine | null;
}

/**
 * Reads an order against the account.
 * @throws VendorError `invalid` naming the field, stage or pipeline that does not fit
 */
export async function planOf(desk: Desk, order: DealOrder): Promise<DealPlan> {
  const place = await placeOf(desk.lists, order.pipelineId, order.stageId);
  const filling = await fillingOf(desk, order.fields, order.phoneType);
  const rating = order.rating === null ? filling.deal.rating : toRating(order.rating, 'deal:rating');
  const closeOn = order.closeDate === null ? filling.deal.closeOn : toDay(order.closeDate, 'deal:close_date');
  const { custom } = filling.deal;
  return {
    order,
    place,
    filling,
    people: peopleIn(desk, order, filling),
    fields: {
      title: order.title,
      ...(rating === undefined ? {} : { rating }),
      ...(closeOn === undefined ? {} : { closeOn }),
      ...(custom ? { custom } : {}),
    },
    fillIn: {
      ...(order.ownerId ? { ownerId: order.ownerId } : {}),
      ...(order.sourceId ? { sourceId: order.sourceId } : {}),
      ...(order.campaignId ? { campaignId: order.campaignId } : {}),
    },
    stamp: await stampOf(desk, order),
    line:
      order.value === null ? null : await lineOf(desk, toNumber(order.value, 'value'), order.valueProductId),
  };
}

function peopleIn(desk: Desk, order: DealOrder, filling: Filling): Sought[] {
  const { contactEmail: emails, contactName: names, contactPhone: phones, phoneType } = order;
  const people = peopleOf({ emails, names, phones, phoneType });
  const named = names !== null && names.length > 0;
  if (people.length === 0 && (named || Object.keys(filling.contact).length > 0)) {
    desk.note('contact_without_email');
  }
  return people.map((person) => seek(desk.crm, person));
}

async function stampOf(desk: Desk, order: DealOrder): Promise<DealPlan['stamp']> {
  if (order.stampField === null || order.documentKey === null) return null;
  const field = (await desk.lists.customFields('deal')).find((one) => one.id === order.stampField);
  if (!field) {
    throw invalid('stamp_field', 'this custom field is not in RD Station CRM any more; choose it again');
  }
  return { key: field.key, value: order.documentKey };
}

/**
 * What the deal is remembered by: the document, its title within the pipeline, or its contact within the pipeline.
 * @throws VendorError `invalid` when the value to match by is blank
 */
export function matchKey(plan: DealPlan): string {
  const { order, people } = plan;
  if (order.match === 'title') return `title:${order.pipelineId}:${order.title}`;
  if (order.match === 'document') {
    if (order.documentKey !== null) return order.documentKey;
    throw invalid('document_key', 'it is blank, so the deal of this document cannot be told from others');
  }
  const [first] = people;
  if (!first) throw invalid('contact_email', 'it is blank, so the deal of this contact cannot be looked for');
  return `contact:${order.pipelineId}:${first.person.email}`;
}
