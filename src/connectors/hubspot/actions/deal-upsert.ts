import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { Values } from '#domain/records/value.ts';
import type { VendorRecord } from '#kit/objects.ts';
import { ask } from '../client.ts';
import { failureOfInput, unreadable } from '../errors.ts';
import { associateAll } from '../objects/links.ts';
import { readOne } from '../objects/read.ts';
import { snapshot } from '../objects/records.ts';
import { typeNamed } from '../objects/types.ts';
import { recordBatch } from '../wire.ts';
import { dealKey, ensureDealKey } from './deal-key.ts';
import { mappingField, mappingRows, optional, required, valuesOf } from './input.ts';
import { resultOf, settle, without } from './settle.ts';

const deal = typeNamed('deal');
const input = z.object({
  key: optional,
  title: required,
  pipeline: required,
  stage: required,
  stage_rule: z.enum(['always', 'on_create']).default('always'),
  amount: optional,
  owner: optional,
  contact_id: optional,
  company_id: optional,
  fields: mappingRows,
});
type Order = z.output<typeof input>;

/**
 * Creates or updates the deal with a key. The key is a unique property of the deal, so the same call twice, or one whose
 * answer was lost, is one deal. Without a key every run has a deal of its own.
 */
export const dealUpsert: Action = {
  key: 'deal.upsert',
  version: 1,
  input,
  fields: [
    { key: 'pipeline', type: 'select', required: true, options: { from: 'pipelines' }, clears: ['stage'] },
    { key: 'stage', type: 'select', required: true, options: { from: 'stages', dependsOn: ['pipeline'] } },
    { key: 'stage_rule', type: 'select', default: 'always', options: { values: ['always', 'on_create'] } },
    { key: 'title', type: 'template', required: true },
    { key: 'key', type: 'template', default: '{{ document.key }}' },
    { key: 'amount', type: 'template' },
    { key: 'owner', type: 'select', options: { from: 'owners' } },
    { key: 'contact_id', type: 'template' },
    { key: 'company_id', type: 'template' },
    mappingField('dealProperties'),
  ],
  output: [
    { path: 'deal.id', type: 'text', sample: '51001' },
    { path: 'deal.outcome', type: 'text', sample: 'created' },
    { path: 'deal.title', type: 'text', sample: 'Contract ACME' },
    { path: 'deal.values', type: 'object', sample: { dealstage: 'closedwon' } },
    { path: 'key', type: 'text', sample: 'db4a2cf7-0a48-481f-b669-54f2a2260ac2' },
  ],
  effect: { mode: 'probe', visibilityDelayMs: 0 },
  orderBy: '{{ document.key }}',
  async run(context: ActionContext, order: Order): Promise<ActionResult> {
    await ensureDealKey(context);
    const key = order.key ?? context.idempotencyKey;
    const wanted = wantedOf(order);
    const ensured = await ensureDeal(context, key, wanted);
    const later = order.stage_rule === 'always' ? wanted : without(wanted, ['pipeline', 'dealstage']);
    const settled = await settle(context, deal, ensured, later);
    await link(context, settled.id, order);
    return resultOf(deal, settled, { key });
  },
};

function wantedOf({ title, pipeline, stage, amount, owner, fields }: Order): Values {
  return {
    ...valuesOf(fields),
    ...{ dealname: title, pipeline, dealstage: stage },
    ...(amount !== null && { amount }),
    ...(owner !== null && { hubspot_owner_id: owner }),
  };
}

function ensureDeal(context: ActionContext, key: string, wanted: Values) {
  const names = [dealKey, 'dealname', ...Object.keys(wanted)];
  return context.effects.ensure<VendorRecord>({
    object: 'deal',
    match: key,
    async find() {
      const found = await readOne(context, deal, { id: key, property: dealKey }, names);
      return found ? { kind: 'one', id: found.externalId, value: found } : { kind: 'none' };
    },
    async create() {
      const made = await upsert(context, key, wanted);
      return { id: made.externalId, value: made };
    },
    read: (id) => readOne(context, deal, { id }, names),
  });
}

/** By its key: should the deal be there already, this changes it instead of making a second one. */
async function upsert(context: ActionContext, key: string, properties: Values): Promise<VendorRecord> {
  const path = '/crm/v3/objects/deals/batch/upsert';
  const inputs = [{ id: key, idProperty: dealKey, properties: { ...properties, [dealKey]: key } }];
  const { results, errors } = await ask(context, recordBatch, { method: 'POST', path, json: { inputs } });
  const [refused] = errors ?? [];
  if (refused !== undefined) throw failureOfInput(refused, `POST ${path}`);
  if (!results[0]) throw unreadable(`POST ${path}`, 200);
  return snapshot(results[0]);
}

async function link(
  context: ActionContext,
  externalId: string,
  { contact_id, company_id }: Order,
): Promise<void> {
  const from = { object: deal, externalId };
  const others = [
    ...(contact_id === null ? [] : [{ object: typeNamed('contact'), externalId: contact_id }]),
    ...(company_id === null ? [] : [{ object: typeNamed('company'), externalId: company_id }]),
  ];
  await associateAll(
    context,
    others.map((to) => ({ from, to, types: [] })),
  );
}
