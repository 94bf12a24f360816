import { Hono } from 'hono';
import { must, pipelinesInOrder, stagesOf, type Crm } from '../model/crm.ts';
import { dates } from '../model/documents.ts';
import type { Fields } from '../model/fields.ts';
import { utc } from '../model/moment.ts';
import { changePipeline, changeStage, createPipeline, createStage } from '../model/pipelines.ts';
import { Refusal } from '../model/refusal.ts';
import type { PipelineRow, StageRow } from '../model/rows.ts';
import { list, number, stamps, text } from './collection.ts';
import { dataOf, type V2Env } from './reply.ts';

const stageWritable = ['name', 'description', 'objective', 'order'];

/** Pipelines, and the stages under each. */
export function pipelineRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: PipelineRow) => pipelineDocument(crm, row);
  app.get('/', (c) => {
    const attributes = { name: text((row: PipelineRow) => row.name), ...stamps };
    const order = number((row: PipelineRow) => row.order);
    return list(c, crm, { attributes: { ...attributes, order }, rows: () => pipelinesInOrder(crm) }, shape);
  });
  app.post('/', async (c) => {
    const data = await dataOf(c, ['name']);
    return c.json({ data: shape(createPipeline(crm, data.text('name'))) }, 201);
  });
  app.get('/:id', (c) => c.json({ data: shape(must(crm.pipelines, c.req.param('id'), 'Pipeline')) }));
  app.put('/:id', async (c) => {
    const row = must(crm.pipelines, c.req.param('id'), 'Pipeline');
    const data = await dataOf(c, ['name', 'order']);
    const change = { name: data.text('name'), order: data.number('order') ?? undefined };
    return c.json({ data: shape(changePipeline(crm, row, change)) });
  });

  app.get('/:pipeline/stages', (c) => {
    const pipeline = must(crm.pipelines, c.req.param('pipeline'), 'Pipeline');
    const attributes = { name: text((row: StageRow) => row.name), ...stamps };
    const order = number((row: StageRow) => row.order);
    return list(
      c,
      crm,
      { attributes: { ...attributes, order }, rows: () => stagesOf(crm, pipeline.id) },
      stageDocument,
    );
  });
  app.post('/:pipeline/stages', async (c) => {
    const pipeline = must(crm.pipelines, c.req.param('pipeline'), 'Pipeline');
    const stage = createStage(crm, pipeline.id, readStage(await dataOf(c, stageWritable)));
    return c.json({ data: stageDocument(stage) }, 201);
  });
  app.get('/:pipeline/stages/:id', (c) =>
    c.json({ data: stageDocument(stageIn(crm, c.req.param('pipeline'), c.req.param('id'))) }),
  );
  app.put('/:pipeline/stages/:id', async (c) => {
    const row = stageIn(crm, c.req.param('pipeline'), c.req.param('id'));
    return c.json({ data: stageDocument(changeStage(crm, row, readStage(await dataOf(c, stageWritable)))) });
  });
  return app;
}

function stageIn(crm: Crm, pipelineId: string, id: string): StageRow {
  const row = must(crm.stages, id, 'Stage');
  if (row.pipelineId !== pipelineId) throw new Refusal('not_found', 'Stage');
  return row;
}

function readStage(data: Fields) {
  return {
    name: data.text('name'),
    description: data.text('description'),
    objective: data.text('objective'),
    order: data.number('order'),
  };
}

function pipelineDocument(crm: Crm, row: PipelineRow) {
  const stageIds = stagesOf(crm, row.id).map((stage) => stage.id);
  return { id: row.id, name: row.name, order: row.order, stage_ids: stageIds, ...dates(row, utc) };
}

function stageDocument(row: StageRow) {
  const { id, name, description, objective, order } = row;
  return { id, name, description, objective, order, ...dates(row, utc) };
}
