import { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import type { RunFilter } from '#history/history.ts';
import type { RunStatus } from '#domain/status.ts';
import { showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import type { JsonObject } from '#std/json.ts';
import { requireOwned } from '../guard.ts';
import type { ApiParts, BulkAction } from '../rooms.ts';
import { table } from '../route.ts';
import type { AskedInWorkspace, Route, Table } from '../route.ts';
import { page, pageQuery, shownId } from '../schemas/common.ts';
import { readRunFilter, runFilter } from '../schemas/filters.ts';
import * as schema from '../schemas/runs.ts';

type Parts = Pick<ApiParts, 'history' | 'runs'>;

/** Most runs of one action on many. */
const mostBulk = 10_000;
const bulkPage = 200;

/** Runs: reading, and what people do with them. */
export function runRoutes(parts: Parts): Route[] {
  const { history } = parts;
  const made = table('runs');
  const { inWorkspace } = made;
  inWorkspace('viewer', {
    method: 'get',
    path: '/runs',
    summary: 'Runs, newest first, by filters and a search; a page may be short and still have a cursor',
    query: z.object({ ...runFilter, ...pageQuery }),
    answer: page(schema.runSummary),
    handle: ({ workspaceId, query: { cursor, limit, ...filter } }) =>
      history.runs(workspaceId, readRunFilter(filter), { limit, ...(cursor && { cursor }) }),
  });
  inWorkspace('viewer', {
    method: 'get',
    path: '/runs/{run}',
    summary: 'Everything there is to see of a run',
    answer: schema.run,
    handle: ({ workspaceId, id }) => history.run(workspaceId, id('run')),
  });
  changingRoutes(made, parts);
  bulkRoute(made, parts);
  bulkPreviewRoute(made, parts);
  return made.routes;
}

const nothing = z.object({});

/** What people do with one run; each answers with the run as it is then. */
function changingRoutes({ inWorkspace }: Table, { history, runs }: Parts): void {
  function change<Body>(
    verb: string,
    summary: string,
    body: z.ZodType<Body>,
    act: (asked: AskedInWorkspace<Body, unknown>, run: Id) => Promise<unknown>,
    audit: (body: Body) => JsonObject = () => ({}),
  ): void {
    inWorkspace('editor', {
      method: 'post',
      path: `/runs/{run}/${verb}`,
      summary,
      body,
      answer: schema.run,
      audit,
      handle: async (asked: AskedInWorkspace<Body, unknown>) => {
        const run = asked.id('run');
        const made = await act(asked, run);
        return history.run(asked.workspaceId, typeof made === 'string' ? made : run);
      },
    });
  }
  change('retry', 'Try again now', nothing, async ({ workspaceId, actor }, run) => {
    await runs.retry(workspaceId, run, actor);
  });
  change(
    'retry-from',
    'Go through a step again, and all after it',
    z.object({ stepId: z.string().max(100) }),
    async ({ workspaceId, body, actor }, run) => {
      await runs.retryFrom(workspaceId, run, body.stepId, actor);
    },
    ({ stepId }) => ({ step: stepId }),
  );
  change(
    'repeat',
    'Start a new run for the same event; answers with it',
    nothing,
    ({ workspaceId, actor }, run) => runs.repeat(workspaceId, run, actor),
  );
  change('cancel', 'End the run', nothing, async ({ workspaceId, actor }, run) => {
    await runs.cancel(workspaceId, run, actor);
  });
  change(
    'decide',
    'Answer a parked run',
    z.object({ choice: schema.choice, externalId: z.string().min(1).max(500).nullish() }),
    async ({ workspaceId, body, actor }, run) => {
      if (body.choice === 'adopt' && !body.externalId) {
        throw new AppError('invalid', 'Say which record at the vendor is meant.', {
          faults: [{ path: 'externalId', code: 'required' }],
        });
      }
      await runs.decide(workspaceId, run, body.choice, body.externalId ?? null, actor);
    },
    ({ choice }) => ({ choice }),
  );
}

/** One action on many runs, named one by one or by the filter of the list. */
function bulkRoute({ inWorkspace }: Table, { history, runs }: Parts): void {
  inWorkspace('editor', {
    method: 'post',
    path: '/runs/bulk',
    summary: `Retry, cancel or repeat up to ${mostBulk} runs; those it does not fit are left as they are`,
    body: z
      .object({
        action: z.enum(['retry', 'cancel', 'repeat']),
        ids: z.array(z.string().max(60)).min(1).max(mostBulk).optional(),
        filter: z.object(runFilter).optional(),
      })
      .refine(
        ({ ids, filter }) => (ids === undefined) !== (filter === undefined),
        'give either ids or a filter',
      )
      .openapi({ example: { action: 'retry', filter: { status: 'failed' } } }),
    answer: z.object({ changed: z.number().int() }),
    audit: ({ action }, answer) => ({ action, ...('changed' in answer && { count: answer.changed }) }),
    handle: async ({ workspaceId, body, actor }) => {
      const ids = body.ids
        ? await requireOwned(history, workspaceId, 'run', body.ids)
        : await runsOf(history, workspaceId, readRunFilter(body.filter!));
      return {
        changed: await inPages(ids, (part) => runs.bulk(workspaceId, body.action, part, actor)),
      };
    },
  });
}

/** Statuses of runs that an action fits, those together that are found along the same way. */
const fitting: Record<BulkAction, RunStatus[][]> = {
  retry: [['waiting', 'failed', 'parked']],
  cancel: [
    ['waiting', 'failed', 'parked'],
    ['pending', 'running'],
  ],
  repeat: [['failed'], ['completed', 'canceled']],
};

/** What an action on many would be about, before it is done: people confirm a number, not a filter. */
function bulkPreviewRoute({ inWorkspace }: Table, { history }: Parts): void {
  inWorkspace('editor', {
    method: 'post',
    path: '/runs/bulk/preview',
    summary: 'Which runs of a filter an action fits; changes nothing',
    readsOnly: true,
    body: z.object({ action: z.enum(['retry', 'cancel', 'repeat']), filter: z.object(runFilter) }),
    answer: z.object({ ids: z.array(shownId), more: z.boolean() }),
    handle: async ({ workspaceId, body }) => {
      const filter = readRunFilter(body.filter);
      const wanted = (status: RunStatus) => !filter.statuses || filter.statuses.includes(status);
      const found: Id[] = [];
      for (const group of fitting[body.action]) {
        const statuses = group.filter(wanted);
        if (statuses.length > 0) found.push(...(await runsOf(history, workspaceId, { ...filter, statuses })));
      }
      const ids = found.slice(0, mostBulk).map((id) => showId('run', id));
      return { ids, more: found.length >= mostBulk };
    },
  });
}

/** Ids of the runs a filter finds, read before anything changes: a retried run would leave the list under our feet. */
async function runsOf(history: Parts['history'], workspaceId: Id, filter: RunFilter): Promise<Id[]> {
  const ids: Id[] = [];
  let cursor: string | null = null;
  do {
    const found: { ids: Id[]; next: Id | null } = await history.runIds(workspaceId, filter, {
      limit: bulkPage,
      ...(cursor !== null && { cursor }),
    });
    ids.push(...found.ids);
    cursor = found.next?.replaceAll('-', '') ?? null;
  } while (cursor !== null && ids.length < mostBulk);
  return ids.slice(0, mostBulk);
}

async function inPages(ids: Id[], work: (part: Id[]) => Promise<number>): Promise<number> {
  let changed = 0;
  for (let place = 0; place < ids.length; place += bulkPage) {
    changed += await work(ids.slice(place, place + bulkPage));
  }
  return changed;
}
