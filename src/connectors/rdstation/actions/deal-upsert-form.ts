import { z } from 'zod';
import type { Field, OutputField } from '#kit/field.ts';
import type { DealOrder } from '../deals/plan.ts';
import { mappingRows } from '../mapping/fields.ts';
import {
  choice,
  flag,
  mappingField,
  optional,
  phoneType,
  phoneTypeField,
  placeFields,
  required,
  several,
} from './input.ts';

const form = z.object({
  pipeline_id: required,
  stage_id: required,
  stage_rule: choice(['always', 'on_create'], 'always'),
  allow_backwards: flag,
  match: choice(['document', 'title', 'contact'], 'document'),
  document_key: optional,
  stamp_field: optional,
  on_several: choice(['ask', 'newest'], 'ask'),
  closed_deals: choice(['new', 'fail', 'update'], 'new'),
  title: required,
  contact_email: several,
  contact_name: several,
  contact_phone: several,
  phone_type: phoneType,
  organization_name: optional,
  owner_id: optional,
  source_id: optional,
  campaign_id: optional,
  rating: optional,
  close_date: optional,
  value: optional,
  value_product_id: optional,
  value_rule: choice(['when_empty', 'always'], 'when_empty'),
  fields: mappingRows,
  note: optional,
});

/** What `deal.upsert` takes. */
export const dealOrder = form.transform((given): DealOrder => ({
  match: given.match,
  documentKey: given.document_key,
  stampField: given.stamp_field,
  onSeveral: given.on_several,
  closedDeals: given.closed_deals,
  pipelineId: given.pipeline_id,
  stageId: given.stage_id,
  stageRule: given.stage_rule,
  allowBackwards: given.allow_backwards,
  title: given.title,
  ownerId: given.owner_id,
  sourceId: given.source_id,
  campaignId: given.campaign_id,
  rating: given.rating,
  closeDate: given.close_date,
  value: given.value,
  valueProductId: given.value_product_id,
  valueRule: given.value_rule,
  contactEmail: given.contact_email,
  contactName: given.contact_name,
  contactPhone: given.contact_phone,
  phoneType: given.phone_type,
  organizationName: given.organization_name,
  fields: given.fields,
  note: given.note,
}));

/** The form, in the order a person fills it in. */
export const dealUpsertFields: Field[] = [
  ...placeFields,
  { key: 'stage_rule', type: 'select', default: 'always', options: { values: ['always', 'on_create'] } },
  {
    key: 'allow_backwards',
    type: 'boolean',
    default: false,
    showIf: { field: 'stage_rule', in: ['always'] },
  },
  { key: 'title', type: 'template', required: true },
  {
    key: 'match',
    type: 'select',
    default: 'document',
    options: { values: ['document', 'title', 'contact'] },
  },
  {
    key: 'document_key',
    type: 'template',
    default: '{{ document.key }}',
    showIf: { field: 'match', in: ['document'] },
  },
  {
    key: 'stamp_field',
    type: 'select',
    options: { from: 'dealTextFields' },
    showIf: { field: 'match', in: ['document'] },
  },
  { key: 'on_several', type: 'select', default: 'ask', options: { values: ['ask', 'newest'] } },
  { key: 'closed_deals', type: 'select', default: 'new', options: { values: ['new', 'fail', 'update'] } },
  { key: 'contact_email', type: 'template' },
  { key: 'contact_name', type: 'template' },
  { key: 'contact_phone', type: 'template' },
  phoneTypeField,
  { key: 'organization_name', type: 'template' },
  { key: 'owner_id', type: 'select', options: { from: 'users' } },
  { key: 'source_id', type: 'select', options: { from: 'sources' } },
  { key: 'campaign_id', type: 'select', options: { from: 'campaigns' } },
  { key: 'rating', type: 'select', options: { values: ['1', '2', '3', '4', '5'] } },
  { key: 'close_date', type: 'template' },
  { key: 'value', type: 'template' },
  { key: 'value_product_id', type: 'select', options: { from: 'products' } },
  { key: 'value_rule', type: 'select', default: 'when_empty', options: { values: ['when_empty', 'always'] } },
  mappingField('dealTargets'),
  { key: 'note', type: 'longtext' },
];

/** A deal as a step's output, under a path. */
export const dealOutputFields: OutputField[] = [
  { path: 'deal.id', type: 'text', sample: '6508785674d9c0c700205a47' },
  { path: 'deal.title', type: 'text', sample: 'Contrato ACME.pdf - ACME Ltda' },
  { path: 'deal.url', type: 'text', sample: 'https://crm.rdstation.com/app/deals/6508785674d9c0c700205a47' },
  { path: 'deal.pipeline', type: 'text', sample: 'Vendas' },
  { path: 'deal.pipeline_id', type: 'text', sample: '622e4cee111e87000d2f52a5' },
  { path: 'deal.stage', type: 'text', sample: 'Contrato assinado' },
  { path: 'deal.stage_id', type: 'text', sample: '622e4cee412e87000d2f52a6' },
  { path: 'deal.status', type: 'text', sample: 'open' },
  { path: 'deal.value', type: 'number', sample: 12000 },
  { path: 'deal.owner_id', type: 'text', sample: '622e7fb2f678470c00157604' },
  { path: 'deal.outcome', type: 'text', sample: 'created' },
];

/** A contact as a step's output. */
export const contactOutputFields: OutputField[] = [
  { path: 'contact.id', type: 'text', sample: '62bef505b1b6e300209c91f4' },
  { path: 'contact.name', type: 'text', sample: 'Maria Silva' },
  { path: 'contact.email', type: 'text', sample: 'maria@acme.com.br' },
  { path: 'contact.outcome', type: 'text', sample: 'created' },
];

/** An organization as a step's output. */
export const organizationOutputFields: OutputField[] = [
  { path: 'organization.id', type: 'text', sample: '62fba8d1b633c1000ee219ac' },
  { path: 'organization.name', type: 'text', sample: 'ACME Ltda' },
  { path: 'organization.outcome', type: 'text', sample: 'created' },
];
