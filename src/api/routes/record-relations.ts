import { z } from '@hono/zod-openapi';
import type { Associated, Records, TimelineItem as StoredItem } from '#records/records.ts';
import { AppError } from '#std/errors.ts';
import { showId } from '#std/id.ts';
import type { AssociationOutcome, TimelineItem } from '../contract-records.ts';
import { associatedView, problemView, readRecordId } from '../record-view.ts';
import type { ApiParts } from '../rooms.ts';
import type { Table } from '../route.ts';
import { page } from '../schemas/common.ts';
import {
  associated,
  associatedQuery,
  associationOutcome,
  associationsInput,
  historyQuery,
  newEntry,
  pastValue,
  timelineItem,
  timelineQuery,
} from '../schemas/records.ts';
import { ofRecord, placeOf, writerOf } from './records.ts';
import type { AskedOfObject } from './records.ts';

type Parts = Pick<ApiParts, 'records'>;

/** What belongs to one record: the history of its values, associations, timeline. */
export function relationRoutes(parts: Parts, made: Table): void {
  historyRoutes(parts, made);
  associationRoutes(parts, made);
}

function historyRoutes({ records }: Parts, { inWorkspace }: Table): void {
  inWorkspace('viewer', {
    method: 'get',
    path: `${ofRecord}/history/{property}`,
    summary: 'Every value a property had, newest first, with who wrote it',
    query: historyQuery,
    answer: page(pastValue),
    handle: async ({ query, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const range = { before: query.cursor ?? null, limit: query.limit + 1 };
      const id = readRecordId(asked.params['record']!);
      const found = await records.history(ref, object, id, asked.params['property']!, range);
      const shown = found.slice(0, query.limit);
      return {
        items: shown.map(({ value, at, source, detail }) => ({
          value,
          at: at.toISOString(),
          source,
          detail,
        })),
        cursor: found.length > shown.length ? shown.at(-1)!.seq : null,
      };
    },
  });
  inWorkspace('viewer', {
    method: 'get',
    path: `${ofRecord}/timeline`,
    summary: 'What happened to a record, newest first: changes, notes, events',
    query: timelineQuery,
    answer: page(timelineItem),
    handle: async ({ query, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const range = { before: readPlace(query.cursor), limit: query.limit + 1 };
      const found = await records.timeline(ref, object, readRecordId(asked.params['record']!), range);
      const shown = found.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        items: shown.map(itemView),
        cursor: found.length > shown.length && last ? `${last.at.toISOString()} ${last.key}` : null,
      };
    },
  });
  inWorkspace('editor', {
    method: 'post',
    path: `${ofRecord}/timeline`,
    summary: 'Add a note to a record’s timeline',
    body: newEntry,
    answer: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ body, actor, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const id = readRecordId(asked.params['record']!);
      const made = await records.addEntry(ref, object, id, { kind: 'note', ...body }, writerOf(actor));
      return { id: showId('entry', made) };
    },
  });
}

/** Throws AppError `invalid`. */
function readPlace(cursor: string | undefined): { at: string; key: string } | null {
  if (cursor === undefined) return null;
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z) ([0-9a-f-]{20,36})$/.exec(cursor);
  if (match && !Number.isNaN(Date.parse(match[1]!))) return { at: match[1]!, key: match[2]! };
  throw new AppError('invalid', 'This cursor is not one of ours. Ask for the first page without a cursor.', {
    faults: [{ path: 'cursor', code: 'invalid' }],
  });
}

function itemView({ kind, at, source, detail, title, body, data }: StoredItem): TimelineItem {
  const other = data['other'];
  const shown = typeof other === 'string' ? { ...data, other: showId('record', other) } : data;
  return { kind, at: at.toISOString(), source, detail, title, body, data: shown };
}

function associationRoutes({ records }: Parts, { inWorkspace }: Table): void {
  inWorkspace('viewer', {
    method: 'get',
    path: `${ofRecord}/associations`,
    summary: 'Records a record is associated with, and how; up to 500',
    query: associatedQuery,
    answer: z.array(associated),
    handle: async ({ query, ...asked }) => {
      const [ref, object] = placeOf(asked);
      const id = readRecordId(asked.params['record']!);
      const found = await records.associated(ref, object, id, query.object ?? null);
      const crm = await records.open(ref);
      return found.map((one) => associatedView(crm, one));
    },
  });
  inWorkspace('editor', {
    method: 'post',
    path: `${ofRecord}/associations`,
    summary: 'Associate a record with others; without types by the plain one',
    body: associationsInput,
    answer: z.array(associationOutcome),
    handle: ({ body, actor, ...asked }) => change(records, 'associate', asked, body, writerOf(actor)),
  });
  inWorkspace('editor', {
    method: 'post',
    path: `${ofRecord}/associations/remove`,
    summary: 'Take associations away; without types all between the two',
    body: associationsInput,
    answer: z.array(associationOutcome),
    handle: ({ body, actor, ...asked }) => change(records, 'dissociate', asked, body, writerOf(actor)),
  });
}

async function change(
  records: Records,
  verb: 'associate' | 'dissociate',
  asked: AskedOfObject,
  { records: others }: z.infer<typeof associationsInput>,
  by: ReturnType<typeof writerOf>,
): Promise<AssociationOutcome[]> {
  const [ref, object] = placeOf(asked);
  const from = await records.get(ref, object, { id: readRecordId(asked.params['record']!) });
  const inputs = others.map(({ record, types = [] }) => ({ from: from.id, to: readRecordId(record), types }));
  return (await records[verb](ref, inputs, by)).map(view);
}

const view = (one: Associated): AssociationOutcome =>
  'error' in one ? { changed: null, error: problemView(one.error) } : { changed: one.changed, error: null };
