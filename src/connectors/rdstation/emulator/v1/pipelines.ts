import { Hono } from 'hono';
import { must, pipelinesInOrder, stagesOf, type Crm } from '../model/crm.ts';
import { dates } from '../model/documents.ts';
import type { Fields } from '../model/fields.ts';
import { brasilia } from '../model/moment.ts';
import {
  changePipeline,
  changeStage,
  createPipeline,
  createStage,
  maxStages,
  type StageDraft,
} from '../model/pipelines.ts';
import type { PipelineRow, StageRow } from '../model/rows.ts';
import { bodyOf, ids, paged, wrapped, type V1Env } from './reply.ts';

/** Pipelines; the list is a bare array. */
export function pipelineRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => c.json(paged(c, pipelinesInOrder(crm)).rows.map((row) => pipelineShape(crm, row))));
  app.post('/', async (c) => {
    const body = wrapped(await bodyOf(c), 'deal_pipeline');
    return c.json(pipelineShape(crm, createPipeline(crm, body.text('name'))));
  });
  app.get('/:id', (c) => c.json(pipelineShape(crm, must(crm.pipelines, c.req.param('id'), 'Deal pipeline'))));
  app.put('/:id', async (c) => {
    const row = must(crm.pipelines, c.req.param('id'), 'Deal pipeline');
    const body = wrapped(await bodyOf(c), 'deal_pipeline');
    const change = { name: body.text('name'), order: body.number('order') ?? undefined };
    return c.json(pipelineShape(crm, changePipeline(crm, row, change)));
  });
  return app;
}

/** Stages of one pipeline; without or with an unknown `deal_pipeline_id` those of the default one. */
export function stageRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const asked = crm.pipelines.get(c.req.query('deal_pipeline_id') ?? '');
    const pipeline = asked ?? pipelinesInOrder(crm)[0];
    const page = paged(c, pipeline ? stagesOf(crm, pipeline.id) : [], maxStages, maxStages);
    const stages = page.rows.map((row) => stageShape(crm, row));
    return c.json({ deal_stages: stages, has_more: page.has_more, total: page.total });
  });
  app.post('/', async (c) => {
    const body = await bodyOf(c);
    const row = createStage(crm, body.text('deal_pipeline_id') ?? '', readStage(body));
    return c.json(stageShape(crm, row));
  });
  app.get('/:id', (c) => c.json(stageShape(crm, must(crm.stages, c.req.param('id'), 'Deal stage'))));
  app.put('/:id', async (c) => {
    const row = must(crm.stages, c.req.param('id'), 'Deal stage');
    return c.json(stageShape(crm, changeStage(crm, row, readStage(await bodyOf(c)))));
  });
  return app;
}

function readStage(body: Fields): StageDraft {
  return {
    name: body.text('name'),
    nickname: body.text('nickname'),
    order: body.number('order'),
    objective: body.text('objective'),
    description: body.text('description'),
  };
}

function pipelineShape(crm: Crm, row: PipelineRow) {
  const stages = stagesOf(crm, row.id).map(({ id, name, nickname, order }) => ({
    ...ids(id),
    name,
    nickname,
    order,
    configuration: [],
  }));
  return { ...ids(row.id), name: row.name, order: row.order, config: {}, deal_stages: stages };
}

function stageShape(crm: Crm, row: StageRow) {
  const pipeline = crm.pipelines.get(row.pipelineId);
  const { name, nickname, order, objective, description } = row;
  return {
    ...ids(row.id),
    configuration: [],
    deal_pipeline: pipeline ? { id: pipeline.id, name: pipeline.name, order: pipeline.order } : null,
    description,
    name,
    nickname,
    objective,
    order,
    ...dates(row, brasilia),
  };
}
