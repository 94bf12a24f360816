import { z } from 'zod';
import type { Contact, CustomField, CustomValues, Deal, DealLine, Organization } from '../port.ts';
import { amount, customValue, day, given, moment, text } from '../wire.ts';

/** Answers of API v2 as our own records. Source: samples of the "crm-v2-*" pages, read 2026-11. */

const id = z.string();
const custom = z
  .record(z.string(), customValue)
  .nullish()
  .transform((values): CustomValues => values ?? {});

export const named = z
  .object({ id, name: text })
  .transform((record) => ({ id: record.id, name: record.name ?? '' }));

export const user = z.object({ id, name: text, email: text }).transform((record) => ({
  id: record.id,
  name: record.name ?? '',
  email: given(record.email),
  active: true,
}));

export const stage = z
  .object({ id, name: text, order: z.number().nullish() })
  .transform((record) => ({ id: record.id, name: record.name ?? '', order: record.order ?? 0 }));

export const customField = z
  .object({
    id,
    name: text,
    slug: text,
    type: z.enum(['text', 'option', 'multiple_choice', 'date']).catch('text'),
    options: z.array(z.string()).nullish(),
    allow_new_option: z.boolean().nullish(),
  })
  .transform((record): CustomField => ({
    id: record.id,
    key: given(record.slug) ?? record.id,
    label: record.name ?? '',
    type: record.type,
    choices: record.options ?? [],
    allowsNew: record.allow_new_option === true,
  }));

export const deal = z
  .object({
    id,
    name: text,
    status: text,
    rating: z.number().nullish(),
    expected_close_date: text,
    total_price: amount,
    pipeline_id: text,
    stage_id: text,
    owner_id: text,
    source_id: text,
    campaign_id: text,
    organization_id: text,
    contact_ids: z.array(z.string()).nullish(),
    custom_fields: custom,
    created_at: text,
  })
  .transform((record): Deal => ({
    id: record.id,
    title: record.name ?? '',
    outcome: record.status === 'won' || record.status === 'lost' ? record.status : 'open',
    pipelineId: given(record.pipeline_id),
    stageId: given(record.stage_id),
    ownerId: given(record.owner_id),
    sourceId: given(record.source_id),
    campaignId: given(record.campaign_id),
    organizationId: given(record.organization_id),
    rating: record.rating ?? null,
    closeOn: day(record.expected_close_date),
    amount: record.total_price,
    custom: record.custom_fields,
    contactIds: record.contact_ids ?? [],
    contactEmails: null,
    createdAt: moment(record.created_at),
    partial: false,
  }));

export const dealLine = z
  .object({ id, product_id: text, total_price: amount, price: amount })
  .transform((record): DealLine => ({
    id: record.id,
    productId: given(record.product_id),
    total: record.total_price ?? record.price ?? 0,
  }));

export const contact = z
  .object({
    id,
    name: text,
    job_title: text,
    emails: z.array(z.object({ email: text })).nullish(),
    phones: z.array(z.object({ phone: text })).nullish(),
    organization_id: text,
    custom_fields: custom,
    /** Named by the use-case page, absent from the reference. */
    deal_ids: z.array(z.string()).nullish(),
    updated_at: text,
  })
  .transform((record): Contact => ({
    id: record.id,
    name: record.name ?? '',
    jobTitle: given(record.job_title),
    emails: (record.emails ?? []).flatMap(({ email }) => (email ? [email.toLowerCase()] : [])),
    phones: (record.phones ?? []).flatMap(({ phone }) => (phone ? [phone] : [])),
    organizationId: given(record.organization_id),
    custom: record.custom_fields,
    deals: record.deal_ids?.map((dealId) => ({ id: dealId, outcome: null })) ?? null,
    updatedAt: moment(record.updated_at),
  }));

export const organization = z
  .object({ id, name: text, description: text, url: text, custom_fields: custom, updated_at: text })
  .transform((record): Organization => ({
    id: record.id,
    name: record.name ?? '',
    summary: given(record.description),
    url: given(record.url),
    custom: record.custom_fields,
    updatedAt: moment(record.updated_at),
  }));

export const note = z.object({ id, description: text, registered_at: text }).transform((record) => ({
  id: record.id,
  text: record.description ?? '',
  createdAt: moment(record.registered_at),
}));

export const task = z.object({ id, name: text, created_at: text }).transform((record) => ({
  id: record.id,
  subject: record.name ?? '',
  createdAt: moment(record.created_at),
}));

export const webhook = z.object({ id, event_name: text, url: text, status: text }).transform((record) => ({
  id: record.id,
  event: record.event_name ?? '',
  url: record.url ?? '',
  active: record.status === 'active',
}));
