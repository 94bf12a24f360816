import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import {
  changePipeline,
  createPipeline,
  mustPipeline,
  newStage,
  pipelinesOf,
  removePipeline,
  removeStage,
  stageMetadata,
  stagesOf,
} from '../model/pipelines.ts';
import { notFound } from '../model/refusal.ts';
import type { PipelineRow, StageRow } from '../model/rows.ts';
import { mustType } from '../model/schemas.ts';
import { needScope, scopesFor, type ApiEnv } from './caller.ts';
import { read } from './input.ts';

const metadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const stage = z.object({
  label: z.string().min(1),
  displayOrder: z.int(),
  metadata: metadata.default({}),
  stageId: z.string().optional(),
});
const pipeline = z.object({
  label: z.string().min(1),
  displayOrder: z.int(),
  stages: z.array(stage),
  pipelineId: z.string().optional(),
});
const changedPipeline = z.object({ label: z.string().min(1), displayOrder: z.int() }).partial();
const changedStage = z.object({ label: z.string().min(1), displayOrder: z.int(), metadata }).partial();

function placeOf(c: Context<ApiEnv>, hub: Hub, right: 'read' | 'write') {
  const caller = c.get('caller');
  const type = mustType(hub, caller.portal, c.req.param('type') ?? '');
  needScope(caller, ...scopesFor(type.id, 'objects', right), ...scopesFor(type.id, 'schemas', right));
  return { portal: caller.portal, type: type.id };
}
function rowOf(c: Context<ApiEnv>, hub: Hub, right: 'read' | 'write'): PipelineRow {
  const { portal, type } = placeOf(c, hub, right);
  return mustPipeline(hub, portal, type, c.req.param('id') ?? '');
}
const draftOf = ({ stageId, ...rest }: z.output<typeof stage>) => ({
  ...rest,
  ...(stageId && { id: stageId }),
});

/** `/crm/v3/pipelines/{type}`. HubSpot docs "Pipelines", read 2026-11. */
export function pipelineRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/:type', (c) => {
    const { portal, type } = placeOf(c, hub, 'read');
    return c.json({ results: pipelinesOf(hub, portal, type).map(pipelineView) });
  });
  app.post('/:type', async (c) => {
    const { portal, type } = placeOf(c, hub, 'write');
    const { pipelineId, stages, ...rest } = await read(c, pipeline);
    const draft = { ...rest, stages: stages.map(draftOf), ...(pipelineId && { pipelineId }) };
    return c.json(pipelineView(createPipeline(hub, portal, type, draft)), 201);
  });
  app.get('/:type/:id', (c) => c.json(pipelineView(rowOf(c, hub, 'read'))));
  app.put('/:type/:id', async (c) => {
    const row = rowOf(c, hub, 'write');
    const { label, displayOrder, stages } = await read(c, pipeline);
    const replaced = stages.map((one) => newStage(hub, row.objectType, draftOf(one)));
    for (const old of row.stages) {
      if (!replaced.some(({ id }) => id === old.id)) removeStage(hub, row, old.id);
    }
    return c.json(pipelineView(changePipeline(hub, row, { label, displayOrder, stages: replaced })));
  });
  app.patch('/:type/:id', async (c) => {
    const row = rowOf(c, hub, 'write');
    const { label = row.label, displayOrder = row.displayOrder } = await read(c, changedPipeline);
    return c.json(pipelineView(changePipeline(hub, row, { label, displayOrder })));
  });
  app.delete('/:type/:id', (c) => {
    removePipeline(hub, rowOf(c, hub, 'write'), c.req.query('validateReferencesBeforeDelete') === 'true');
    return c.body(null, 204);
  });
  stageRoutes(app, hub);
  return app;
}

function stageRoutes(app: Hono<ApiEnv>, hub: Hub): void {
  const mustStage = (row: PipelineRow, id: string): StageRow => {
    const found = stagesOf(row).find((one) => one.id === id);
    if (!found) throw notFound(`Stage ${id} does not exist`);
    return found;
  };
  app.get('/:type/:id/stages', (c) => c.json({ results: stagesOf(rowOf(c, hub, 'read')).map(stageView) }));
  app.post('/:type/:id/stages', async (c) => {
    const row = rowOf(c, hub, 'write');
    const made = newStage(hub, row.objectType, draftOf(await read(c, stage)));
    changePipeline(hub, row, { stages: [...row.stages, made] });
    return c.json(stageView(made), 201);
  });
  app.get('/:type/:id/stages/:stageId', (c) =>
    c.json(stageView(mustStage(rowOf(c, hub, 'read'), c.req.param('stageId')))),
  );
  for (const method of ['PUT', 'PATCH']) {
    app.on(method, '/:type/:id/stages/:stageId', async (c) => {
      const row = rowOf(c, hub, 'write');
      const before = mustStage(row, c.req.param('stageId'));
      const {
        label = before.label,
        displayOrder = before.displayOrder,
        ...rest
      } = await read(c, changedStage);
      const merged = { ...(method === 'PATCH' && before.metadata), ...rest.metadata };
      const metadata = stageMetadata(row.objectType, rest.metadata ? merged : before.metadata);
      const after = { ...before, label, displayOrder, metadata, updatedAt: hub.now() };
      changePipeline(hub, row, { stages: row.stages.map((one) => (one.id === before.id ? after : one)) });
      return c.json(stageView(after));
    });
  }
  app.delete('/:type/:id/stages/:stageId', (c) => {
    const row = rowOf(c, hub, 'write');
    removeStage(hub, row, mustStage(row, c.req.param('stageId')).id);
    return c.body(null, 204);
  });
}

function stageView({ id, label, displayOrder, metadata, archived, createdAt, updatedAt }: StageRow) {
  return {
    id,
    label,
    displayOrder,
    metadata,
    archived,
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
  };
}

function pipelineView(row: PipelineRow) {
  return {
    id: row.pipelineId,
    label: row.label,
    displayOrder: row.displayOrder,
    archived: false,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    stages: stagesOf(row).map(stageView),
  };
}
