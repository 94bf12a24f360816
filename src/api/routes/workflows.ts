import { z } from '@hono/zod-openapi';
import { showDefinition } from '#history/refs.ts';
import { AppError } from '#std/errors.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { Workflow } from '../contract.ts';
import { requireOwnConnections } from '../definition-ids.ts';
import { requireOwned } from '../guard.ts';
import { preview } from '../preview/preview.ts';
import { rehearse } from '../rehearsal/rehearse.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Route, Table } from '../route.ts';
import { rehearsal, rehearsalInput } from '../schemas/rehearsal.ts';
import * as schema from '../schemas/workflows.ts';

type Parts = Pick<ApiParts, 'history' | 'catalog' | 'connectors' | 'rehearsalContext' | 'pool' | 'clock'>;

/** Workflows: reading, drafting, publishing. */
export function workflowRoutes(parts: Parts): Route[] {
  const { history, catalog } = parts;
  const made = table('workflows');
  const { inWorkspace } = made;
  inWorkspace('viewer', {
    method: 'get',
    path: '/workflows',
    summary: 'Workflows by name',
    answer: z.array(schema.workflowSummary),
    handle: ({ workspaceId }) => history.workflows(workspaceId),
  });
  inWorkspace('editor', {
    method: 'post',
    path: '/workflows',
    summary: 'Make a draft; it may be incomplete',
    body: schema.newWorkflow,
    answer: schema.workflow,
    status: 201,
    handle: async ({ workspaceId, body }) => {
      await requireOwnConnections(history, workspaceId, body.definition, null);
      const { id } = await catalog.create(workspaceId, body);
      return shown(parts, workspaceId, id);
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/workflows/{workflow}',
    summary: 'One workflow with its draft, and what stands in the way of publishing',
    answer: schema.workflow,
    handle: ({ workspaceId, id }) => shown(parts, workspaceId, id('workflow')),
  });
  lookingRoutes(made, parts);
  changingRoutes(made, parts);
  return made.routes;
}

/** Looking before and after publishing. */
function lookingRoutes({ inWorkspace }: Table, parts: Parts): void {
  const { history, catalog, connectors } = parts;
  inWorkspace('editor', {
    method: 'post',
    path: '/workflows/rehearse',
    summary: 'What a definition would do with the newest real documents, by reading alone; at most 20 s',
    readsOnly: true,
    body: rehearsalInput,
    answer: rehearsal,
    handle: async ({ workspaceId, body: { definition, limit, only } }) => {
      await requireOwnConnections(history, workspaceId, definition, null);
      const look = { ...parts, context: parts.rehearsalContext };
      return rehearse(look, workspaceId, { definition, limit, ...(only === undefined ? {} : { only }) });
    },
  });
  inWorkspace('viewer', {
    method: 'post',
    path: '/workflows/preview',
    summary: 'What a definition would send, from a real event or the trigger’s sample',
    readsOnly: true,
    body: schema.previewInput,
    answer: schema.preview,
    handle: async ({ workspaceId, body }) => {
      if (body.eventId === undefined) return preview(connectors, body.definition, null);
      const [eventId] = await requireOwned(history, workspaceId, 'event', [body.eventId]);
      return preview(connectors, body.definition, await history.event(workspaceId, eventId!));
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/workflows/{workflow}/versions',
    summary: 'Published versions, newest first',
    answer: z.array(schema.version),
    handle: async ({ workspaceId, id }) => {
      const versions = await catalog.versions(workspaceId, id('workflow'));
      return versions.map((version) => ({
        number: version.number,
        id: showId('version', version.id),
        publishedAt: version.publishedAt.toISOString(),
        publishedBy: version.publishedBy,
        definition: showDefinition(version.definition),
      }));
    },
  });
}

/** Changing a workflow that is there. */
function changingRoutes({ inWorkspace }: Table, parts: Parts): void {
  const { history, catalog } = parts;
  inWorkspace('editor', {
    method: 'put',
    path: '/workflows/{workflow}/draft',
    summary: 'Save the draft; `conflict` when somebody else saved since `revision`',
    body: schema.draft,
    answer: schema.workflow,
    handle: async ({ workspaceId, id, body }) => {
      const before = await history.workflow(workspaceId, id('workflow'));
      await requireOwnConnections(history, workspaceId, body.definition, before?.draft ?? null);
      await catalog.saveDraft(workspaceId, id('workflow'), body);
      return shown(parts, workspaceId, id('workflow'));
    },
  });
  inWorkspace('editor', {
    method: 'post',
    path: '/workflows/{workflow}/publish',
    summary: 'Publish the draft; `unprocessable` with its faults when it is not complete',
    body: schema.publish,
    answer: schema.workflow,
    handle: async ({ workspaceId, id, body, by }) => {
      await catalog.publish(workspaceId, id('workflow'), { revision: body.revision, by });
      return shown(parts, workspaceId, id('workflow'));
    },
  });
  for (const verb of ['pause', 'resume'] as const) {
    inWorkspace('editor', {
      method: 'post',
      path: `/workflows/{workflow}/${verb}`,
      summary: verb === 'pause' ? 'Start no more runs; those under way go on' : 'Start runs again',
      body: z.object({}),
      answer: schema.workflow,
      handle: async ({ workspaceId, id }) => {
        await catalog[verb](workspaceId, id('workflow'));
        return shown(parts, workspaceId, id('workflow'));
      },
    });
  }
  keepingRoutes({ inWorkspace }, parts);
  inWorkspace('editor', {
    method: 'delete',
    path: '/workflows/{workflow}',
    summary: 'Delete a workflow; runs under way go on and its history stays',
    answer: null,
    handle: ({ workspaceId, id }) => catalog.remove(workspaceId, id('workflow')),
  });
}

/** Keeping many workflows in order. */
function keepingRoutes({ inWorkspace }: Pick<Table, 'inWorkspace'>, parts: Parts): void {
  const { catalog } = parts;
  inWorkspace('editor', {
    method: 'post',
    path: '/workflows/{workflow}/duplicate',
    summary: 'Make a draft that is a copy of this workflow’s draft, with its tags',
    body: schema.duplicate,
    answer: schema.workflow,
    status: 201,
    handle: async ({ workspaceId, id, body }) => {
      const copy = await catalog.duplicate(workspaceId, id('workflow'), body.name);
      return shown(parts, workspaceId, copy.id);
    },
  });
  inWorkspace('editor', {
    method: 'put',
    path: '/workflows/{workflow}/tags',
    summary: 'Replace a workflow’s tags; its draft stays as it is',
    body: schema.tags,
    answer: schema.workflow,
    handle: async ({ workspaceId, id, body }) => {
      await catalog.setTags(workspaceId, id('workflow'), body.tags);
      return shown(parts, workspaceId, id('workflow'));
    },
  });
}

async function shown({ history, catalog }: Parts, workspaceId: Id, id: Id): Promise<Workflow> {
  const stored = await history.workflow(workspaceId, id);
  if (!stored) throw new AppError('not_found', 'This workflow does not exist in this workspace.');
  return {
    ...stored.summary,
    draft: showDefinition(stored.draft),
    draftRevision: stored.draftRevision,
    published: stored.published && showDefinition(stored.published),
    faults: await catalog.validate(workspaceId, stored.draft),
  };
}
