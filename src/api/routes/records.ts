import { z } from '@hono/zod-openapi';
import type { Writer } from '#domain/records/record.ts';
import type { CrmRef, Outcome, Records, Search } from '#records/records.ts';
import { showId } from '#std/id.ts';
import type { Actor } from '#domain/actor.ts';
import { showKeyId } from '../auth/api-keys.ts';
import type { RecordPage, RecordWritten } from '../contract-records.ts';
import { countView, outcomeView, readRecordId, recordView, writtenView } from '../record-view.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { AskedInWorkspace, Route, Table } from '../route.ts';
import {
  batchInput,
  createInput,
  listQuery,
  mergeInput,
  outcome,
  record,
  recordPage,
  searchInput,
  updateInput,
  written,
} from '../schemas/records.ts';
import { relationRoutes } from './record-relations.ts';

type Parts = Pick<ApiParts, 'records'>;
/** What every route below an object is asked with. */
export type AskedOfObject = Pick<AskedInWorkspace<unknown, unknown>, 'workspaceId' | 'id' | 'params'>;

export const ofObject = '/crms/{connection}/objects/{object}/records';
export const ofRecord = `${ofObject}/{record}`;

/** The CRM and the object that a path names. */
export function placeOf({ workspaceId, id, params }: AskedOfObject): [CrmRef, string] {
  return [{ workspaceId, connectionId: id('connection') }, params['object']!];
}

/** Whoever writes, for the history of values: a person, or a program with a key. */
export function writerOf(actor: Actor): Writer {
  if (actor.kind === 'person') return { source: 'person', detail: showId('person', actor.id) };
  return { source: 'integration', detail: actor.kind === 'key' ? showKeyId(actor.id) : null };
}

/** Records of a CRM: finding, making, changing, archiving, merging. */
export function recordRoutes(parts: Parts): Route[] {
  const made = table('records');
  findRoutes(parts, made);
  writeRoutes(parts, made);
  endRoutes(parts, made);
  relationRoutes(parts, made);
  return made.routes;
}

function findRoutes({ records }: Parts, { inWorkspace }: Table): void {
  inWorkspace('viewer', {
    method: 'get',
    path: ofObject,
    summary: 'Records, newest first or sorted by a property; `q` finds by the beginnings of words',
    query: listQuery,
    answer: recordPage,
    handle: ({ query, ...asked }) => find(records, asked, query),
  });
  inWorkspace('viewer', {
    method: 'post',
    path: `${ofObject}/search`,
    summary: 'Search by filters: groups are or, filters in a group are and',
    body: searchInput,
    answer: recordPage,
    readsOnly: true,
    handle: ({ body, ...asked }) => find(records, asked, body),
  });
  inWorkspace('viewer', {
    method: 'get',
    path: ofRecord,
    summary: 'One record; a merged one is the one it is part of now',
    answer: record,
    handle: async (asked) => {
      const [ref, object] = placeOf(asked);
      const found = await records.get(ref, object, { id: readRecordId(asked.params['record']!) });
      return recordView(await records.open(ref), found);
    },
  });
}

async function find(
  records: Records,
  asked: AskedOfObject,
  wish: z.infer<typeof searchInput>,
): Promise<RecordPage> {
  const [ref, object] = placeOf(asked);
  const { q, sort, direction, count, ...rest } = wish;
  const wanted: Search = {
    ...rest,
    query: q,
    sort: sort === undefined ? undefined : { property: sort, direction },
  };
  const crm = await records.open(ref);
  const [page, total] = await Promise.all([
    records.search(ref, object, wanted),
    count === true ? records.count(ref, object, wanted) : null,
  ]);
  return {
    items: page.records.map((one) => recordView(crm, one)),
    cursor: page.cursor,
    count: total === null ? null : countView(total),
  };
}

function writeRoutes({ records }: Parts, { inWorkspace }: Table): void {
  inWorkspace('editor', {
    method: 'post',
    path: ofObject,
    summary: 'Make a record',
    body: createInput,
    answer: written,
    status: 201,
    handle: async ({ body, actor, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const done = await records.create(ref, object, body, writerOf(actor));
      return writtenView(await records.open(ref), done);
    },
  });
  inWorkspace('editor', {
    method: 'patch',
    path: ofRecord,
    summary: 'Change values; `was` names what was seen, and another value now is a conflict',
    body: updateInput,
    answer: written,
    handle: async ({ body, actor, ...asked }): Promise<RecordWritten> => {
      const [ref, object] = placeOf(asked);
      const id = readRecordId(asked.params['record']!);
      const done = await records.update(ref, object, { ref: { id }, ...body }, writerOf(actor));
      return writtenView(await records.open(ref), done);
    },
  });
  inWorkspace('editor', {
    method: 'post',
    path: `${ofObject}/batch`,
    summary: 'Make, change, upsert, archive or restore up to 100 records; each input has its own outcome',
    body: batchInput,
    answer: z.array(outcome),
    audit: (body, answer) => ({
      action: body.action,
      inputs: 'inputs' in body ? body.inputs.length : body.records.length,
      failed: answer instanceof Response ? 0 : answer.filter((one) => one.error !== null).length,
    }),
    handle: async ({ body, actor, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const outcomes = await carryOut(records, ref, object, body, writerOf(actor));
      const crm = await records.open(ref);
      return outcomes.map((one) => outcomeView(crm, one));
    },
  });
}

async function carryOut(
  records: Records,
  ref: CrmRef,
  object: string,
  body: z.infer<typeof batchInput>,
  by: Writer,
): Promise<Outcome[]> {
  switch (body.action) {
    case 'create':
      return records.createMany(ref, object, body.inputs, by);
    case 'update': {
      const inputs = body.inputs.map(({ record: shown, ...rest }) => ({
        ...rest,
        ref: { id: readRecordId(shown) },
      }));
      return records.updateMany(ref, object, inputs, by);
    }
    case 'upsert':
      return records.upsertMany(ref, object, body.property, body.inputs, by);
    case 'archive':
      return records.archiveMany(ref, object, body.records.map(readRecordId), by);
    case 'restore':
      return records.restoreMany(ref, object, body.records.map(readRecordId), by);
  }
}

function endRoutes({ records }: Parts, { inWorkspace }: Table): void {
  const each =
    (verb: 'archiveMany' | 'restoreMany') =>
    async ({ actor, ...asked }: AskedOfObject & { actor: Actor }): Promise<RecordWritten> => {
      const [ref, object] = placeOf(asked);
      const [done] = await records[verb](
        ref,
        object,
        [readRecordId(asked.params['record']!)],
        writerOf(actor),
      );
      if (!done || 'error' in done) throw done?.error ?? new Error('a write gave no outcome');
      return writtenView(await records.open(ref), done);
    };
  inWorkspace('editor', {
    method: 'delete',
    path: ofRecord,
    summary: 'Archive a record; it can be restored',
    answer: written,
    handle: each('archiveMany'),
  });
  inWorkspace('editor', {
    method: 'post',
    path: `${ofRecord}/restore`,
    summary: 'Take a record out of the archive',
    body: z.object({}),
    answer: written,
    handle: each('restoreMany'),
  });
  inWorkspace('editor', {
    method: 'post',
    path: `${ofRecord}/merge`,
    summary: 'Make another record part of this one',
    body: mergeInput,
    answer: written,
    handle: async ({ body, actor, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const ids = [asked.params['record']!, body.record].map(readRecordId) as [string, string];
      const done = await records.merge(ref, object, ...ids, writerOf(actor));
      return writtenView(await records.open(ref), done);
    },
  });
}
