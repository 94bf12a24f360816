import { z } from '@hono/zod-openapi';
import type { Definition, Preview, Workflow, WorkflowSummary } from '../contract.ts';
import { connectionRef, fault, jsonObject, shownId, time } from './common.ts';
import { definition, shownDefinition } from './definition.ts';

const summary = {
  id: shownId,
  name: z.string(),
  status: z.enum(['draft', 'published', 'paused']),
  trigger: z
    .object({ connector: z.string(), key: z.string(), connection: connectionRef.nullable() })
    .nullable(),
  actions: z.array(z.object({ connector: z.string(), key: z.string() })),
  version: z.number().int().nullable(),
  changed: z.boolean(),
  updatedAt: time,
  lastRunAt: time.nullable(),
  attention: z.number().int(),
  tags: z.array(z.string()),
  day: z.object({
    completed: z.number().int(),
    failed: z.number().int(),
    waiting: z.number().int(),
    total: z.number().int(),
  }),
};
export const workflowSummary: z.ZodType<WorkflowSummary> = z.object(summary).openapi('WorkflowSummary');

export const workflow: z.ZodType<Workflow> = z
  .object({
    ...summary,
    draft: shownDefinition,
    draftRevision: z.number().int(),
    published: shownDefinition.nullable(),
    faults: z.array(fault),
  })
  .openapi('Workflow');

/** A published version. */
export interface ShownVersion {
  number: number;
  id: string;
  publishedAt: string;
  publishedBy: string | null;
  definition: Definition;
}
export const version: z.ZodType<ShownVersion> = z
  .object({
    number: z.number().int(),
    id: shownId,
    publishedAt: time,
    publishedBy: z.string().nullable(),
    definition: shownDefinition,
  })
  .openapi('WorkflowVersion');

const name = z.string().trim().min(1).max(200);
const revision = z.number().int().min(1);
export const newWorkflow = z.object({ name, definition });
export const draft = z.object({ name, definition, revision });
export const publish = z.object({ revision });
export const duplicate = z.object({ name });
export const tags = z.object({ tags: z.array(z.string().trim().min(1).max(40)).max(10) });
export const previewInput = z.object({ definition, eventId: z.string().max(60).optional() });

export const preview: z.ZodType<Preview> = z
  .object({
    event: z.object({ id: shownId, title: z.string() }).nullable(),
    data: jsonObject,
    passes: z.boolean(),
    steps: z.array(
      z.object({
        id: z.string(),
        action: z.string(),
        connector: z.string(),
        input: jsonObject,
        faults: z.array(fault),
      }),
    ),
  })
  .openapi('Preview');
