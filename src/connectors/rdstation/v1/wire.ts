import { z } from 'zod';
import type {
  Contact,
  CustomField,
  CustomValues,
  Deal,
  DealLine,
  DealOutcome,
  Organization,
  Pipeline,
} from '../port.ts';
import { amount, customValue, day, given, moment, text } from '../wire.ts';

/** Answers of API v1 as our own records. Source: samples of the "crm-v1-*" pages, read 2026-11. */

const identity = { id: text, _id: text };
type Identity = { id?: string | null | undefined; _id?: string | null | undefined };

/** v1 gives `id`, `_id`, or both with one value. */
function idOf(record: Identity): string {
  return given(record.id) ?? given(record._id) ?? '';
}

/** A nested record may be missing, null, or an empty object. */
const reference = z
  .object(identity)
  .nullish()
  .transform((value) => (value ? given(idOf(value)) : null));

const identified = z.object(identity).refine((record) => idOf(record) !== '', 'no id');

export const named = z
  .object({ ...identity, name: text })
  .transform((record) => ({ id: idOf(record), name: record.name ?? '' }));

export const user = z
  .object({ ...identity, name: text, email: text, active: z.boolean().nullish() })
  .transform((record) => ({
    id: idOf(record),
    name: record.name ?? '',
    email: given(record.email),
    active: record.active !== false,
  }));

export const pipeline = z
  .object({
    ...identity,
    name: text,
    deal_stages: z.array(z.object({ ...identity, name: text, order: z.number().nullish() })).nullish(),
  })
  .transform((record): Pipeline => ({
    id: idOf(record),
    name: record.name ?? '',
    stages: (record.deal_stages ?? [])
      .map((stage, index) => ({ id: idOf(stage), name: stage.name ?? '', order: stage.order ?? index }))
      .sort((left, right) => left.order - right.order),
  }));

export const customField = z
  .object({
    ...identity,
    label: text,
    type: z.enum(['text', 'option', 'multiple_choice', 'date']).catch('text'),
    opts: z.array(z.string()).nullish(),
    allow_new: z.boolean().nullish(),
  })
  .transform((record): CustomField => ({
    id: idOf(record),
    key: idOf(record),
    label: record.label ?? '',
    type: record.type,
    choices: record.opts ?? [],
    allowsNew: record.allow_new === true,
  }));

const customValues = z
  .array(z.object({ custom_field_id: text, value: customValue }))
  .nullish()
  .transform((rows): CustomValues =>
    Object.fromEntries(
      (rows ?? []).flatMap((row) => (row.custom_field_id ? [[row.custom_field_id, row.value]] : [])),
    ),
  );

const emails = z
  .array(z.object({ email: text }))
  .nullish()
  .transform((rows) => (rows ?? []).flatMap((row) => (row.email ? [row.email.toLowerCase()] : [])));

/** `win`: true is won, false is lost, null is open. */
function outcomeOf(win: boolean | null | undefined): DealOutcome {
  if (win === true) return 'won';
  return win === false ? 'lost' : 'open';
}

export const deal = identified
  .and(
    z.object({
      name: text,
      win: z.boolean().nullish(),
      rating: z.number().nullish(),
      prediction_date: text,
      amount_total: amount,
      deal_stage: z.object({ ...identity, deal_pipeline_id: text }).nullish(),
      deal_pipeline: reference,
      user: reference,
      deal_source: reference,
      campaign: reference,
      organization: reference,
      deal_custom_fields: customValues,
      contacts: z.array(z.object({ emails })).nullish(),
      created_at: text,
    }),
  )
  .transform((record): Deal => ({
    id: idOf(record),
    title: record.name ?? '',
    outcome: outcomeOf(record.win),
    pipelineId: record.deal_pipeline ?? given(record.deal_stage?.deal_pipeline_id),
    stageId: record.deal_stage ? given(idOf(record.deal_stage)) : null,
    ownerId: record.user,
    sourceId: record.deal_source,
    campaignId: record.campaign,
    organizationId: record.organization,
    rating: record.rating ?? null,
    closeOn: day(record.prediction_date),
    amount: record.amount_total,
    custom: record.deal_custom_fields,
    contactIds: null,
    contactEmails: record.contacts ? record.contacts.flatMap((contact) => contact.emails) : null,
    createdAt: moment(record.created_at),
    partial: false,
  }));

export const dealLine = z
  .object({ ...identity, product_id: text, total: amount, price: amount })
  .transform((record): DealLine => ({
    id: idOf(record),
    productId: given(record.product_id),
    total: record.total ?? record.price ?? 0,
  }));

export const contact = identified
  .and(
    z.object({
      name: text,
      title: text,
      emails,
      phones: z.array(z.object({ phone: text })).nullish(),
      organization_id: text,
      organization: reference,
      contact_custom_fields: customValues,
      /** In lists. */
      deals: z.array(z.object({ ...identity, win: z.boolean().nullish() })).nullish(),
      /** In a contact by id. */
      deal_ids: z.array(z.string()).nullish(),
      updated_at: text,
    }),
  )
  .transform((record): Contact => ({
    id: idOf(record),
    name: record.name ?? '',
    jobTitle: given(record.title),
    emails: record.emails,
    phones: (record.phones ?? []).flatMap((phone) => (phone.phone ? [phone.phone] : [])),
    organizationId: given(record.organization_id) ?? record.organization,
    custom: record.contact_custom_fields,
    deals: record.deals
      ? record.deals.map((deal) => ({ id: idOf(deal), outcome: outcomeOf(deal.win) }))
      : (record.deal_ids?.map((id) => ({ id, outcome: null })) ?? null),
    updatedAt: moment(record.updated_at),
  }));

export const organization = identified
  .and(
    z.object({
      name: text,
      resume: text,
      url: text,
      organization_custom_fields: customValues,
      /** What lists call them. */
      custom_fields: customValues.catch({}),
      updated_at: text,
    }),
  )
  .transform((record): Organization => ({
    id: idOf(record),
    name: record.name ?? '',
    summary: given(record.resume),
    url: given(record.url),
    custom: { ...record.custom_fields, ...record.organization_custom_fields },
    updatedAt: moment(record.updated_at),
  }));

export const note = z.object({ ...identity, text, date: text, created_at: text }).transform((record) => ({
  id: idOf(record),
  text: record.text ?? '',
  createdAt: moment(record.date ?? record.created_at),
}));

export const task = z.object({ ...identity, subject: text, created_at: text }).transform((record) => ({
  id: idOf(record),
  subject: record.subject ?? '',
  createdAt: moment(record.created_at),
}));

export const webhook = z
  .object({ uuid: z.string(), event_type: text, url: text, status: text })
  .transform((record) => ({
    id: record.uuid,
    event: record.event_type ?? '',
    url: record.url ?? '',
    active: record.status === 'active',
  }));

/** `organization` is a name here. */
export const tokenCheck = z.object({ name: text, email: text, organization: text.catch(null) });
