import { must, stagesOf, type Crm } from './crm.ts';
import { given } from './given.ts';
import { Refusal } from './refusal.ts';
import type { PipelineRow, StageRow } from './rows.ts';

/** A pipeline holds at most so many stages (RD Station CRM docs, read 2026-11). */
export const maxStages = 12;

export interface StageDraft {
  name?: string | null | undefined;
  nickname?: string | null | undefined;
  order?: number | null | undefined;
  objective?: string | null | undefined;
  description?: string | null | undefined;
}

/** Adds a pipeline at the end. */
export function createPipeline(crm: Crm, name: string | null | undefined, id = crm.newId()): PipelineRow {
  const now = crm.now();
  const order = crm.pipelines.size + 1;
  return crm.pipelines.put({ id, name: filled(name, 'name'), order, createdAt: now, updatedAt: now });
}

/** Renames or reorders a pipeline. */
export function changePipeline(
  crm: Crm,
  row: PipelineRow,
  change: { name?: string | null | undefined; order?: number | undefined },
): PipelineRow {
  const name = change.name === undefined ? row.name : filled(change.name, 'name');
  return crm.pipelines.put({ ...row, name, order: change.order ?? row.order, updatedAt: crm.now() });
}

/** Adds a stage, at the end unless an order is given. The nickname defaults to the initials. */
export function createStage(crm: Crm, pipelineId: string, draft: StageDraft, id = crm.newId()): StageRow {
  must(crm.pipelines, pipelineId, 'Deal pipeline');
  const present = stagesOf(crm, pipelineId);
  if (present.length >= maxStages) throw new Refusal('too_long', 'deal_stages', String(maxStages));
  const now = crm.now();
  const name = filled(draft.name, 'name');
  return crm.stages.put({
    id,
    pipelineId,
    name,
    nickname: draft.nickname ?? initials(name),
    order: draft.order ?? present.length + 1,
    objective: draft.objective ?? null,
    description: draft.description ?? null,
    createdAt: now,
    updatedAt: now,
  });
}

/** Changes a stage; it stays in its pipeline. */
export function changeStage(crm: Crm, row: StageRow, draft: StageDraft): StageRow {
  const { objective, description } = draft;
  const name = draft.name === undefined ? row.name : filled(draft.name, 'name');
  const kept = given({
    objective,
    description,
    nickname: draft.nickname ?? undefined,
    order: draft.order ?? undefined,
  });
  return crm.stages.put({ ...row, ...kept, name, updatedAt: crm.now() });
}

/**
 * Deletes a stage, which only people can do.
 * @throws Refusal `forbidden` while deals are in it
 */
export function deleteStage(crm: Crm, row: StageRow): void {
  if (crm.by.dealStage.first(row.id)) throw new Refusal('forbidden', 'deal_stage');
  crm.stages.delete(row.id);
}

function filled(text: string | null | undefined, name: string): string {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') throw new Refusal('blank', name);
  return trimmed;
}

function initials(name: string): string {
  const words = name.split(/\s+/);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...name].slice(0, 2);
  return letters.join('').toUpperCase();
}
