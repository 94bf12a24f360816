import { z } from '@hono/zod-openapi';
import { filterOperators } from '#domain/records/filter.ts';
import { sources } from '#domain/records/record.ts';
import type {
  AssociatedRecord,
  AssociationOutcome,
  CrmRecord,
  Filter,
  PastValue,
  RecordOutcome,
  RecordPage,
  RecordProblem,
  RecordWritten,
  TimelineItem,
} from '../contract-records.ts';
import { errorStatus } from '#std/errors.ts';
import type { ErrorCode } from '#std/errors.ts';
import { fault, jsonObject, shownId, time } from './common.ts';

const name = z.string().min(1).max(100);
const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];
const source = z.enum(sources);

export const record: z.ZodType<CrmRecord> = z
  .object({
    id: shownId,
    object: z.string(),
    externalId: z.string(),
    title: z.string(),
    values: z.record(z.string(), z.string()),
    revision: z.number().int(),
    createdAt: time,
    updatedAt: time,
    archivedAt: time.nullable(),
    mergedInto: shownId.nullable(),
  })
  .openapi('CrmRecord');

export const recordPage: z.ZodType<RecordPage> = z.object({
  items: z.array(record),
  cursor: z.string().nullable(),
  count: z.object({ count: z.number().int(), more: z.boolean() }).nullable(),
});

const given = z.union([z.string().max(1_000_000), z.number(), z.boolean(), z.null()]);
export const values = z.record(z.string().max(100), given);
const was = z.record(z.string().max(100), z.string().nullable());
export const createInput = z.object({ values });
export const updateInput = z.object({ values, was: was.exactOptional() });

const word = z.string().max(500);
const filter: z.ZodType<Filter> = z.object({
  property: name,
  operator: z.enum(filterOperators),
  value: z.string().max(3_000).exactOptional(),
  highValue: z.string().max(3_000).exactOptional(),
  values: z.array(z.string().max(3_000)).max(1_000).exactOptional(),
});
const place = { cursor: z.string().max(2_000).exactOptional() };
const limit = (number: z.ZodType<number>) => number.default(50).openapi({ example: 50 });
const wish = {
  q: word.exactOptional(),
  sort: name.exactOptional(),
  direction: z.enum(['asc', 'desc']).default('asc'),
};
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
export const listQuery = z.object({
  ...wish,
  ...place,
  archived: flag.exactOptional(),
  count: flag.exactOptional(),
  limit: limit(z.coerce.number().int().min(1).max(200)),
});
export const searchInput = z.object({
  ...wish,
  ...place,
  filterGroups: z
    .array(z.object({ filters: z.array(filter).max(50) }))
    .max(50)
    .exactOptional(),
  archived: z.boolean().exactOptional(),
  count: z.boolean().exactOptional(),
  limit: limit(z.number().int().min(1).max(200)),
});

export const written: z.ZodType<RecordWritten> = z
  .object({
    did: z.enum(['created', 'updated', 'unchanged', 'archived', 'restored']),
    record,
    warnings: z.array(
      z.object({
        code: z.literal('kept_forward'),
        property: z.string(),
        value: z.string(),
        wanted: z.string(),
      }),
    ),
  })
  .openapi('RecordWritten');

const problem: z.ZodType<RecordProblem> = z.object({
  code: z.enum(codes),
  detail: z.string(),
  params: z.record(z.string(), z.unknown()),
  faults: z.array(fault),
});
export const outcome: z.ZodType<RecordOutcome> = z
  .union([z.object({ written, error: z.null() }), z.object({ written: z.null(), error: problem })])
  .openapi('RecordOutcome');

/** As many inputs as a batch of HubSpot's has (docs "Using Object APIs", read 2026-11). */
const batch = <Item>(item: z.ZodType<Item>) => z.array(item).min(1).max(100);
export const batchInput = z.discriminatedUnion('action', [
  z.object({ action: z.literal('create'), inputs: batch(createInput) }),
  z.object({ action: z.literal('update'), inputs: batch(updateInput.extend({ record: shownId })) }),
  z.object({
    ...{ action: z.literal('upsert'), property: name },
    inputs: batch(z.object({ value: z.string().min(1).max(1_000), values })),
  }),
  z.object({ action: z.enum(['archive', 'restore']), records: batch(shownId) }),
]);

export const pastValue: z.ZodType<PastValue> = z
  .object({ value: z.string().nullable(), at: time, source, detail: z.string().nullable() })
  .openapi('PastValue');

const typeRef = { category: z.string().max(50), typeId: z.number().int() };
export const associated: z.ZodType<AssociatedRecord> = z
  .object({ record, types: z.array(z.object({ ...typeRef, label: z.string().nullable() })) })
  .openapi('AssociatedRecord');
export const associationsInput = z.object({
  records: batch(z.object({ record: shownId, types: z.array(z.object(typeRef)).max(20).exactOptional() })),
});
export const associationOutcome: z.ZodType<AssociationOutcome> = z.union([
  z.object({ changed: z.boolean(), error: z.null() }),
  z.object({ changed: z.null(), error: problem }),
]);

export const timelineItem: z.ZodType<TimelineItem> = z
  .object({
    ...{ kind: z.string(), at: time, source, detail: z.string().nullable() },
    ...{ title: z.string(), body: z.string(), data: jsonObject },
  })
  .openapi('TimelineItem');
export const newEntry = z.object({
  title: z.string().trim().max(300).default(''),
  body: z.string().min(1).max(65_536),
});
export const historyQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .exactOptional(),
  limit: limit(z.coerce.number().int().min(1).max(200)),
});
export const timelineQuery = z.object({ ...place, limit: limit(z.coerce.number().int().min(1).max(200)) });
export const associatedQuery = z.object({ object: name.exactOptional() });
export const mergeInput = z.object({ record: shownId });
