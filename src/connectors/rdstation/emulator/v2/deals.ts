import { Hono } from 'hono';
import { contactIdsOf, customKey, must, sees, stagesOf, type Crm } from '../model/crm.ts';
import { readCustomBySlug } from '../model/custom-fields.ts';
import { changeDeal, createDeal, type DealDraft } from '../model/deals.ts';
import { amountsOf, dealDocument, statusWord } from '../model/documents.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { utc } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { DealRow, UserRow } from '../model/rows.ts';
import { list, number, stamps, text, type Collection } from './collection.ts';
import { pinned, type Filter } from './rdql.ts';
import { dataOf, type V2Env } from './reply.ts';

const writable = [
  'name',
  'stage_id',
  'pipeline_id',
  'owner_id',
  'source_id',
  'campaign_id',
  'lost_reason_id',
  'organization_id',
  'contact_ids',
  'rating',
  'expected_close_date',
  'status',
  'custom_fields',
];

/** Deals. Unlike API v1, a list can be asked for a custom field, and existing contacts are linked by id. */
export function dealRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: DealRow) => dealDocument(crm, row, utc);
  app.get('/', (c) => {
    const user = c.get('user');
    const rows = (filter: Filter | null) => candidates(crm, filter).filter((row) => sees(user, row.ownerId));
    return list(c, crm, { ...collection(crm), rows }, shape);
  });
  app.post('/', async (c) => {
    const data = await dataOf(c, writable);
    if ((data.text('status') ?? 'ongoing') !== 'ongoing') throw new Refusal('not_included', 'status');
    return c.json({ data: shape(createDeal(crm, readDeal(crm, data, null), c.get('user'))) }, 201);
  });
  app.get('/:id', (c) => c.json({ data: shape(visible(crm, c.req.param('id'), c.get('user'))) }));
  app.put('/:id', async (c) => {
    const row = visible(crm, c.req.param('id'), c.get('user'));
    return c.json({ data: shape(changeDeal(crm, row, readDeal(crm, await dataOf(c, writable), row))) });
  });
  return app;
}

/** A deal the token's user sees; any other is not found. */
export function visible(crm: Crm, id: string, user: UserRow): DealRow {
  const row = must(crm.deals, id, 'Deal');
  if (!sees(user, row.ownerId)) throw new Refusal('not_found', 'Deal');
  return row;
}

function readDeal(crm: Crm, data: Fields, row: DealRow | null): DealDraft {
  const status = data.text('status');
  if (status && !['ongoing', 'paused', 'won', 'lost'].includes(status)) {
    throw new Refusal('not_included', 'status');
  }
  return {
    name: data.text('name'),
    stageId: readStage(crm, data, row),
    ownerId: data.text('owner_id'),
    sourceId: data.text('source_id'),
    campaignId: data.text('campaign_id'),
    lostReasonId: data.text('lost_reason_id'),
    organizationId: data.text('organization_id'),
    contactIds: textsOf(data, 'contact_ids'),
    rating: data.number('rating'),
    expectedCloseDate: data.text('expected_close_date'),
    status: status === 'won' || status === 'lost' ? status : undefined,
    hold: status === 'paused' ? true : status === 'ongoing' ? false : undefined,
    customFields: readCustomBySlug(crm, 'deal', data),
  };
}

// A pipeline without a stage means its first one; both together must agree.
function readStage(crm: Crm, data: Fields, row: DealRow | null): string | undefined {
  const [stageId, pipelineId] = [data.text('stage_id'), data.text('pipeline_id')];
  const stage = stageId ? must(crm.stages, stageId, 'Stage') : undefined;
  if (!pipelineId) return stage?.id;
  must(crm.pipelines, pipelineId, 'Pipeline');
  if (stage && stage.pipelineId !== pipelineId) {
    throw new Refusal('invalid', 'stage_id', 'The stage is not of that pipeline');
  }
  if (stage) return stage.id;
  if (row && crm.stages.get(row.stageId)?.pipelineId === pipelineId) return undefined;
  return stagesOf(crm, pipelineId)[0]?.id;
}

function candidates(crm: Crm, filter: Filter | null): DealRow[] {
  if (!filter) return crm.deals.all();
  const name = pinned(filter, 'name');
  if (name !== undefined) return crm.by.dealName.all(name);
  for (const field of crm.by.fieldOwner.all('deal')) {
    const value = field.type === 'multiple_choice' ? undefined : pinned(filter, `@${field.slug}`);
    if (value !== undefined) return crm.by.dealCustom.all(customKey(field.id, value));
  }
  return crm.deals.all();
}

function collection(crm: Crm): Omit<Collection<DealRow>, 'rows'> {
  return {
    attributes: {
      id: text((row) => row.id),
      name: text((row) => row.name),
      status: text(statusWord),
      rating: number((row) => row.rating),
      recurrence_price: number((row) => amountsOf(row).monthly),
      one_time_price: number((row) => amountsOf(row).unique),
      total_price: number((row) => amountsOf(row).total),
      expected_close_date: text((row) => row.expectedCloseDate),
      closed_at: { type: 'moment', of: (row) => row.closedAt },
      pipeline_id: text((row) => crm.stages.get(row.stageId)?.pipelineId ?? null),
      stage_id: text((row) => row.stageId),
      owner_id: text((row) => row.ownerId),
      source_id: text((row) => row.sourceId),
      campaign_id: text((row) => row.campaignId),
      lost_reason_id: text((row) => row.lostReasonId),
      organization_id: text((row) => row.organizationId),
      contact_ids: text((row) => contactIdsOf(crm, row.id)),
      has: text((row) => (row.products.length > 0 ? 'product' : null)),
      ...stamps,
    },
    custom: { owner: 'deal', of: (row) => row.customFields },
  };
}
