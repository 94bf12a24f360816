import type { Hub } from './hub.ts';
import { typeKey } from './lookups.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import type { PipelineRow, RecordRow, StageRow } from './rows.ts';

/** Which properties name a record's pipeline and stage. */
export const stageProperties: Record<string, { pipeline: string; stage: string } | undefined> = {
  '0-3': { pipeline: 'pipeline', stage: 'dealstage' },
  '0-5': { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
};

/** Pipelines of a type in the account's order; the first is the default one. */
export function pipelinesOf(hub: Hub, portal: number, type: string): PipelineRow[] {
  return hub.by.pipelinesOf.all(typeKey(portal, type)).sort((a, b) => a.displayOrder - b.displayOrder);
}

/** @throws HubError 404 */
export function mustPipeline(hub: Hub, portal: number, type: string, id: string): PipelineRow {
  const row = hub.pipelines.get(`${portal}/${type}/${id}`);
  if (!row) throw notFound(`Pipeline ${id} does not exist`);
  return row;
}

/** Stages that are not archived, first to last. */
export function stagesOf(pipeline: PipelineRow): StageRow[] {
  return pipeline.stages.filter((stage) => !stage.archived).sort((a, b) => a.displayOrder - b.displayOrder);
}

/** The pipeline and stage of a stage id, whichever pipeline has it. */
export function findStage(hub: Hub, portal: number, type: string, stageId: string) {
  for (const pipeline of pipelinesOf(hub, portal, type)) {
    const stage = stagesOf(pipeline).find(({ id }) => id === stageId);
    if (stage) return { pipeline, stage };
  }
  return null;
}

/** Whether records in a stage are done, and how likely they are to be won. */
export function closingOf(stage: StageRow) {
  const { probability = '0', isClosed, ticketState } = stage.metadata;
  const won = Number(probability) === 1;
  const closed = isClosed === 'true' || ticketState === 'CLOSED' || (isClosed === undefined && won);
  return { closed, won: closed && won, probability };
}

export interface StageDraft {
  id?: string;
  label: string;
  displayOrder: number;
  metadata: Record<string, string>;
}
export interface PipelineDraft {
  pipelineId?: string;
  label: string;
  displayOrder: number;
  stages: StageDraft[];
}

/** Makes a pipeline. @throws HubError 400 and 409 */
export function createPipeline(hub: Hub, portal: number, type: string, draft: PipelineDraft): PipelineRow {
  const pipelineId = draft.pipelineId ?? String(hub.next('typeId') * 1000);
  const id = `${portal}/${type}/${pipelineId}`;
  if (hub.pipelines.get(id)) throw conflict(`Pipeline ${pipelineId} already exists`);
  if (pipelinesOf(hub, portal, type).some(({ label }) => label === draft.label)) {
    throw conflict(`A pipeline with the label '${draft.label}' already exists.`);
  }
  const now = hub.now();
  const times = { createdAt: now, updatedAt: now };
  return hub.commit(() => {
    const stages = draft.stages.map((stage) => newStage(hub, type, stage));
    const { label, displayOrder } = draft;
    hub.record('pipeline.created', id, { portalId: portal, objectType: type, label });
    return hub.pipelines.put({
      id,
      portal,
      objectType: type,
      pipelineId,
      label,
      displayOrder,
      stages,
      ...times,
    });
  });
}

/** Changes label, order or stages. */
export function changePipeline(hub: Hub, row: PipelineRow, change: Partial<PipelineRow>): PipelineRow {
  return hub.commit(() => {
    hub.record('pipeline.updated', row.id, { portalId: row.portal, label: change.label ?? row.label });
    return hub.pipelines.put({ ...row, ...change, updatedAt: hub.now() });
  });
}

/** A stage of a draft; its metadata is checked. @throws HubError 400 */
export function newStage(hub: Hub, type: string, draft: StageDraft): StageRow {
  const { label, displayOrder } = draft;
  const id = draft.id ?? String(hub.next('typeId') * 1000);
  const now = hub.now();
  const metadata = stageMetadata(type, draft.metadata);
  return { id, label, displayOrder, metadata, archived: false, createdAt: now, updatedAt: now };
}

/** What a stage's metadata must say: deals `probability`, tickets `ticketState`. @throws HubError 400 */
export function stageMetadata(type: string, metadata: Record<string, string>): Record<string, string> {
  if (type === '0-3') {
    const probability = Number(metadata['probability']);
    if (metadata['probability'] === undefined || !(probability >= 0 && probability <= 1)) {
      throw invalid('Stage metadata must have a probability between 0.0 and 1.0.');
    }
    return { isClosed: String(probability === 1 || probability === 0), ...metadata };
  }
  return type === '0-5' ? { ticketState: 'OPEN', ...metadata } : metadata;
}

/** Removes a stage. @throws HubError 400 while records are in it */
export function removeStage(hub: Hub, row: PipelineRow, stageId: string): void {
  const inUse = recordsIn(hub, row, (values, names) => values[names.stage] === stageId);
  if (inUse.length > 0) throw stageInUse([stageId], inUse);
  changePipeline(hub, row, { stages: row.stages.filter(({ id }) => id !== stageId) });
}

/** Removes a pipeline. @throws HubError 400 while records are in it and `validate` is asked for */
export function removePipeline(hub: Hub, row: PipelineRow, validate: boolean): void {
  const inUse = recordsIn(hub, row, (values, names) => values[names.pipeline] === row.pipelineId);
  if (validate && inUse.length > 0) {
    throw stageInUse(
      row.stages.map(({ id }) => id),
      inUse,
    );
  }
  hub.commit(() => {
    hub.pipelines.delete(row.id);
    hub.record('pipeline.archived', row.id, { portalId: row.portal, label: row.label });
  });
}

function recordsIn(
  hub: Hub,
  row: PipelineRow,
  matches: (values: Record<string, string>, names: { pipeline: string; stage: string }) => boolean,
): RecordRow[] {
  const names = stageProperties[row.objectType];
  if (!names) return [];
  return hub.by.type.all(typeKey(row.portal, row.objectType)).filter(({ values }) => matches(values, names));
}

function stageInUse(stageIds: string[], inUse: RecordRow[]) {
  return invalid('Cannot delete a stage that is in use', {
    subCategory: 'PipelineError.STAGE_ID_IN_USE',
    context: { stageIds, objectIds: inUse.slice(0, 100).map(({ objectId }) => objectId) },
  });
}
