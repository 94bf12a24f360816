import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Hub } from '../model/hub.ts';
import { archiveRecord, createRecord, updateRecord } from '../model/records.ts';
import { HubError, invalid } from '../model/refusal.ts';
import type { RecordRow } from '../model/rows.ts';
import type { ObjectType } from '../model/types.ts';
import { recordView, writtenView } from '../model/view.ts';
import type { ApiEnv } from './caller.ts';
import { batchEnvelope, idSchema, read, valuesSchema } from './input.ts';
import { createWithLinks, find, newRecord, typeOf } from './objects.ts';

const most = 100;
const inputsOf = <Input extends z.ZodType>(input: Input) => z.object({ inputs: z.array(input) });
const change = z.object({
  id: idSchema,
  idProperty: z.string().nullish(),
  properties: valuesSchema,
  objectWriteTraceId: z.string().nullish(),
});
const reading = z.object({
  inputs: z.array(z.object({ id: idSchema })),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().nullish(),
});

/** `/crm/v3/objects/{type}/batch/…`. HubSpot docs "Using object APIs" and "Error handling", read 2026-11. */
export function batchRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/:type/batch/read', (c) => readMany(c, hub));
  app.post('/:type/batch/create', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const { inputs } = await read(c, inputsOf(newRecord));
    return each(c, hub, inputs, 201, (input) =>
      writtenView(hub, type, createWithLinks(hub, caller, type, input)),
    );
  });
  app.post('/:type/batch/update', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const { inputs } = await read(c, inputsOf(change));
    refuseTwins(inputs.map((input) => input.id));
    const found = inputs.map((input) =>
      find(hub, caller.portal, type, input.id, input.idProperty ?? undefined),
    );
    const there = inputs.flatMap((input, place) => (found[place] ? [{ ...input, row: found[place] }] : []));
    const absent = inputs.filter((_, place) => !found[place]).map((input) => input.id);
    return each(
      c,
      hub,
      there,
      200,
      (input) => {
        return writtenView(hub, type, updateRecord(hub, caller, type, input.row, input.properties));
      },
      absent.length > 0 ? [notFoundError(type, absent)] : [],
    );
  });
  app.post('/:type/batch/upsert', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const { inputs } = await read(c, inputsOf(change));
    refuseTwins(inputs.map((input) => input.id));
    return each(c, hub, inputs, 200, (input) => {
      const key = input.idProperty ?? undefined;
      const row = find(hub, caller.portal, type, input.id, key);
      if (row) {
        return {
          ...writtenView(hub, type, updateRecord(hub, caller, type, row, input.properties)),
          new: false,
        };
      }
      if (key === undefined) throw invalid(`Object not found: ${input.id}`);
      const made = createRecord(hub, caller, type, { ...input.properties, [key]: input.id });
      return { ...writtenView(hub, type, made), new: true };
    });
  });
  archiveRoute(app, hub);
  return app;
}

function archiveRoute(app: Hono<ApiEnv>, hub: Hub): void {
  app.post('/:type/batch/archive', async (c) => {
    const { caller, type } = typeOf(c, hub, 'write');
    const { inputs } = await read(c, inputsOf(z.object({ id: idSchema })));
    checkCount(inputs.length);
    hub.commit(() => {
      for (const { id } of inputs) {
        const row = find(hub, caller.portal, type, id);
        if (row) archiveRecord(hub, caller, type, row);
      }
    });
    return c.body(null, 204);
  });
}

async function readMany(c: Context<ApiEnv>, hub: Hub) {
  const { caller, type } = typeOf(c, hub, 'read');
  const input = await read(c, reading);
  checkCount(input.inputs.length);
  const ids = [...new Set(input.inputs.map(({ id }) => id))];
  const archived = c.req.query('archived') === 'true';
  const rows: RecordRow[] = [];
  const absent: string[] = [];
  for (const id of ids) {
    const row = archived
      ? hub.records.get(`${caller.portal}/${type.id}/${id}`)
      : find(hub, caller.portal, type, id, input.idProperty ?? undefined);
    if (row && (row.archivedAt !== null) === archived) rows.push(row);
    else absent.push(id);
  }
  const wanted = {
    properties: input.properties.length === 0 ? null : input.properties,
    history: input.propertiesWithHistory,
    associations: [],
  };
  const errors = absent.length > 0 ? [notFoundError(type, absent)] : [];
  const results = rows.map((row) => recordView(hub, type, row, wanted));
  return c.json(batchEnvelope(hub.now(), results, errors), errors.length > 0 ? 207 : 200);
}

function notFoundError(type: ObjectType, ids: string[]) {
  const noun = type.singular.toUpperCase();
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${noun} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}

function checkCount(count: number): void {
  if (count === 0) throw invalid('Invalid input JSON: inputs must not be empty');
  if (count > most) throw invalid(`The maximum batch size is ${most}. Inputs given: ${count}`);
}

function refuseTwins(ids: string[]): void {
  const twins = [...new Set(ids.filter((id, place) => ids.indexOf(id) < place))];
  if (twins.length === 0) return;
  throw invalid(`Duplicate IDs found in batch input: [${twins.join(', ')}]. IDs must be unique`, {
    context: { ids: twins },
  });
}

/** With a trace id of its own for each input, bad ones are told beside the good; otherwise one bad input fails all. */
function each<Input extends { objectWriteTraceId?: string | null | undefined }>(
  c: Context,
  hub: Hub,
  inputs: Input[],
  status: 200 | 201,
  work: (input: Input) => object,
  before: object[] = [],
) {
  checkCount(inputs.length + before.length);
  const traces = new Set(inputs.map((input) => input.objectWriteTraceId ?? ''));
  const partial = !traces.has('') && traces.size === inputs.length;
  const results: object[] = [];
  const errors = [...before];
  const traced = (input: Input, result: object) =>
    input.objectWriteTraceId ? { ...result, objectWriteTraceId: input.objectWriteTraceId } : result;
  if (!partial) {
    results.push(...hub.commit(() => inputs.map((input) => traced(input, work(input)))));
    return c.json(batchEnvelope(hub.now(), results, errors), errors.length > 0 ? 207 : status);
  }
  for (const input of inputs) {
    try {
      results.push(
        traced(
          input,
          hub.commit(() => work(input)),
        ),
      );
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      const { category = 'VALIDATION_ERROR', context } = error.details;
      const where = { ...context, objectWriteTraceId: [input.objectWriteTraceId!] };
      errors.push({ status: 'error', category, message: error.message, context: where });
    }
  }
  return c.json(batchEnvelope(hub.now(), results, errors), errors.length > 0 ? 207 : status);
}
