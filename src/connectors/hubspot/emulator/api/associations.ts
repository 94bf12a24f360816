import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { mustKind, plainKind } from '../model/association-types.ts';
import { associate, associateByDefault, dissociate, linksOf } from '../model/associations.ts';
import { liveRecord, type Hub } from '../model/hub.ts';
import { HubError, invalid, notFound } from '../model/refusal.ts';
import type { AssociationRow, RecordRow } from '../model/rows.ts';
import type { ApiEnv } from './caller.ts';
import { both, endsOf, recordsOf, type Ends } from './ends.ts';
import { batchEnvelope, idSchema, numberParam, read } from './input.ts';
import { labelRoutes } from './labels.ts';
import { must } from './objects.ts';

const spec = z.object({ associationCategory: z.string(), associationTypeId: z.number() });
const ref = z.object({ id: idSchema });
const pairs = z.object({ inputs: z.array(z.object({ from: ref, to: ref })) });
const typedPairs = z.object({ inputs: z.array(z.object({ from: ref, to: ref, types: z.array(spec) })) });
const mostRead = 1000;
const mostWritten = 2000;

/** Links of single records, under `/crm/v4/objects` and `/crm/v3/objects`. HubSpot docs "Associate records", read 2026-11. */
export function linkRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.put('/:from/:id/associations/default/:to/:toId', (c) => {
    const ends = endsOf(c, hub, 'write');
    const [from, to] = recordsOf(c, hub, ends);
    associateByDefault(hub, from, to, ends.caller.source);
    return c.json(batchEnvelope(hub.now(), defaultResults(from, to)));
  });
  app.put('/:from/:id/associations/:to/:toId', async (c) => {
    const ends = endsOf(c, hub, 'write');
    const types = await read(c, z.array(spec));
    const [from, to] = recordsOf(c, hub, ends);
    return c.json(pairView(linkWith(hub, ends, from, to, types)), 201);
  });
  app.get('/:from/:id/associations/:to', (c) => {
    const ends = endsOf(c, hub, 'read');
    const from = must(hub, ends.caller.portal, ends.from, c.req.param('id'));
    const limit = numberParam(c, 'limit', 500, { min: 1, max: 500 });
    return c.json(linkPage(linksOf(hub, from, ends.to.id), c.req.query('after'), limit));
  });
  app.delete('/:from/:id/associations/:to/:toId', (c) => {
    const ends = endsOf(c, hub, 'write');
    const [from, to] = recordsOf(c, hub, ends);
    dissociate(hub, from, to, ends.caller.source);
    return c.body(null, 204);
  });
  return app;
}

/** Batches and labels, under `/crm/v4/associations`. */
export function associationRoutes(hub: Hub): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.post('/:from/:to/batch/associate/default', async (c) => {
    const ends = endsOf(c, hub, 'write');
    const { inputs } = await read(c, pairs);
    return many(c, hub, inputs, mostWritten, ({ from, to }) => {
      const [one, other] = both(hub, ends, from.id, to.id);
      associateByDefault(hub, one, other, ends.caller.source);
      return defaultResults(one, other);
    });
  });
  app.post('/:from/:to/batch/create', async (c) => {
    const ends = endsOf(c, hub, 'write');
    const { inputs } = await read(c, typedPairs);
    return many(
      c,
      hub,
      inputs,
      mostWritten,
      ({ from, to, types }) => {
        const [one, other] = both(hub, ends, from.id, to.id);
        return [pairView(linkWith(hub, ends, one, other, types))];
      },
      201,
    );
  });
  app.post('/:from/:to/batch/read', async (c) => {
    const ends = endsOf(c, hub, 'read');
    const input = z.object({ inputs: z.array(z.object({ id: idSchema, after: z.string().nullish() })) });
    const { inputs } = await read(c, input);
    return many(c, hub, inputs, mostRead, ({ id, after }) => {
      const row = liveRecord(hub, ends.caller.portal, ends.from.id, id);
      const links = row ? linksOf(hub, row, ends.to.id) : [];
      if (links.length === 0) {
        throw notFound(`No ${ends.to.singular} is associated with ${ends.from.singular} ${id}.`);
      }
      const { results, ...paging } = linkPage(links, after ?? undefined, 500);
      return [{ from: { id }, to: results, ...paging }];
    });
  });
  removingRoutes(app, hub);
  labelRoutes(app, hub);
  return app;
}

function removingRoutes(app: Hono<ApiEnv>, hub: Hub): void {
  app.post('/:from/:to/batch/archive', async (c) => {
    const ends = endsOf(c, hub, 'write');
    const { inputs } = await read(
      c,
      z.object({ inputs: z.array(z.object({ from: ref, to: z.array(ref) })) }),
    );
    for (const { from, to } of inputs) for (const one of to) unlink(hub, ends, from.id, one.id);
    return c.body(null, 204);
  });
  app.post('/:from/:to/batch/labels/archive', async (c) => {
    const ends = endsOf(c, hub, 'write');
    const { inputs } = await read(c, typedPairs);
    for (const { from, to, types } of inputs) {
      unlink(
        hub,
        ends,
        from.id,
        to.id,
        types.map((type) => type.associationTypeId),
      );
    }
    return c.body(null, 204);
  });
}

function linkWith(
  hub: Hub,
  { caller, from, to }: Ends,
  one: RecordRow,
  other: RecordRow,
  types: z.output<typeof spec>[],
) {
  const pair = { from: from.id, to: to.id };
  const kinds = types.map((type) =>
    mustKind(hub, caller.portal, pair, {
      category: type.associationCategory,
      typeId: type.associationTypeId,
    }),
  );
  return associate(hub, one, other, kinds, { source: caller.source, replace: true });
}

function unlink(
  hub: Hub,
  { caller, from, to }: Ends,
  fromId: string,
  toId: string,
  typeIds?: number[],
): void {
  const one = liveRecord(hub, caller.portal, from.id, fromId);
  const other = liveRecord(hub, caller.portal, to.id, toId);
  if (one && other) dissociate(hub, one, other, caller.source, typeIds);
}

function defaultResults(from: RecordRow, to: RecordRow) {
  const result = (one: RecordRow, other: RecordRow) => ({
    from: { id: one.objectId },
    to: { id: other.objectId },
    associationSpec: {
      associationCategory: 'HUBSPOT_DEFINED',
      associationTypeId: plainKind(one.type, other.type).typeId,
    },
  });
  return [result(from, to), result(to, from)];
}

function pairView(link: AssociationRow) {
  return {
    fromObjectTypeId: link.fromType,
    fromObjectId: Number(link.fromId),
    toObjectTypeId: link.toType,
    toObjectId: Number(link.toId),
    labels: link.kinds.flatMap((kind) => (kind.label === null ? [] : [kind.label])),
  };
}

function linkPage(links: AssociationRow[], after: string | undefined, limit: number) {
  const from = after === undefined ? links : links.filter((link) => Number(link.toId) >= Number(after));
  const results = from.slice(0, limit).map((link) => ({
    toObjectId: Number(link.toId),
    associationTypes: link.kinds.map(({ category, typeId, label }) => ({ category, typeId, label })),
  }));
  const next = from[limit];
  return { results, ...(next && { paging: { next: { after: next.toId } } }) };
}

function many<Input>(
  c: Context,
  hub: Hub,
  inputs: Input[],
  most: number,
  work: (input: Input) => object[],
  status: 200 | 201 = 200,
) {
  if (inputs.length > most) {
    throw invalid(`The maximum batch size is ${most}. Inputs given: ${inputs.length}`);
  }
  const results: object[] = [];
  const errors: object[] = [];
  for (const input of inputs) {
    try {
      results.push(...hub.commit(() => work(input)));
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      errors.push({ status: 'error', message: error.message, ...error.details });
    }
  }
  return c.json(batchEnvelope(hub.now(), results, errors), errors.length > 0 ? 207 : status);
}
