import { z } from 'zod';
import type { Field, OutputField } from '#kit/field.ts';
import type { DealOrder } from '../deals/plan.ts';
import { mappingRows } from '../mapping/fields.ts';
import { choice, mappingField, optional, phoneType, phoneTypeField, placeFields, required, several } from './input.ts';

/** What `deal.upsert` takes. */
export const dealOrder = z
  .object({
    pipelineId: required,
    stageId: required,
    stageRule: choice(['always', 'on_create'], 'always'),
    allowBackwards: z.boolean().default(false),
    match: choice(['document', 'title', 'contact'], 'document'),
    documentKey: optional,
    stampField: optional,
    onSeveral: choice(['ask', 'newest'], 'ask'),
    closedDeals: choice(['new', 'fail', 'update'], 'new'),
    title: required,
    contactEmail: several,
    contactName: several,
    contactPhone: several,
    phoneType,
    organizationName: optional,
    ownerId: optional,
    sourceId: optional,
    campaignId: optional,
    rating: optional,
    closeDate: optional,
    value: optional,
    valueProductId: optional,
    valueRule: choice(['when_empty', 'always'], 'when_empty'),
    fields: mappingRows,
    note: optional,
  })
  .transform((order): DealOrder => order);

/** The form, in the order a person fills it in. */
export const dealUpsertFields: Field[] = [
  ...placeFields,
  { key: 'stageRule', type: 'select', default: 'always', options: { values: ['always', 'on_create'] } },
  { key: 'allowBackwards', type: 'boolean', default: false, showIf: { field: 'stageRule', in: ['always'] } },
  { key: 'title', type: 'template', required: true },
  { key: 'match', type: 'select', default: 'document', options: { values: ['document', 'title', 'contact'] } },
  {
    key: 'documentKey',
    type: 'template',
    default: '{{ document.key }}',
    showIf: { field: 'match', in: ['document'] },
  },
  { key: 'stampField', type: 'select', options: { from: 'dealTextFields' }, showIf: { field: 'match', in: ['document'] } },
  { key: 'onSeveral', type: 'select', default: 'ask', options: { values: ['ask', 'newest'] } },
  { key: 'closedDeals', type: 'select', default: 'new', options: { values: ['new', 'fail', 'update'] } },
  { key: 'contactEmail', type: 'template' },
  { key: 'contactName', type: 'template' },
  { key: 'contactPhone', type: 'template' },
  phoneTypeField,
  { key: 'organizationName', type: 'template' },
  { key: 'ownerId', type: 'select', options: { from: 'users' } },
  { key: 'sourceId', type: 'select', options: { from: 'sources' } },
  { key: 'campaignId', type: 'select', options: { from: 'campaigns' } },
  { key: 'rating', type: 'select', options: { values: ['1', '2', '3', '4', '5'] } },
  { key: 'closeDate', type: 'template' },
  { key: 'value', type: 'template' },
  { key: 'valueProductId', type: 'select', options: { from: 'products' } },
  { key: 'valueRule', type: 'select', default: 'when_empty', options: { values: ['when_empty', 'always'] } },
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
