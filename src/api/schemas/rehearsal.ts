import { z } from '@hono/zod-openapi';
import type { RehearsalAnswer, RehearsedDocument, RehearsedRecord } from '../contract.ts';
import { json, jsonObject, reason, shownId, time } from './common.ts';
import { definition } from './definition.ts';

export const rehearsalInput = z.object({
  definition,
  limit: z.number().int().min(1).max(20).default(20),
  only: z.string().max(300).optional(),
});

const record: z.ZodType<RehearsedRecord> = z
  .object({
    object: z.string(),
    title: z.string(),
    would: z.enum(['create', 'update', 'nothing']),
    existing: z.object({ id: z.string(), title: z.string(), url: z.string().nullable() }).nullable(),
    changes: z.array(
      z.object({ field: z.string(), label: z.string().nullable(), before: json, after: json }),
    ),
  })
  .openapi('RehearsedRecord');

const step = z.object({
  id: z.string(),
  connector: z.string(),
  action: z.string(),
  would: z.enum(['create', 'update', 'nothing', 'ask', 'cannot', 'run']),
  records: z.array(record),
  notes: z.array(z.object({ code: z.string(), params: jsonObject })),
  reason: reason.nullable(),
  candidates: z.array(z.object({ id: z.string(), title: z.string(), url: z.string().exactOptional() })),
});

const document: z.ZodType<RehearsedDocument> = z
  .object({
    key: z.string(),
    title: z.string(),
    occurredAt: time.nullable(),
    eventId: shownId.nullable(),
    verdict: z.enum(['create', 'update', 'nothing', 'filtered', 'ask', 'cannot', 'run']),
    reason: reason.nullable(),
    steps: z.array(step),
  })
  .openapi('RehearsedDocument');

const count = z.number().int();
export const rehearsal: z.ZodType<RehearsalAnswer> = z
  .object({
    documents: z.array(document),
    counts: z.object({
      create: count,
      update: count,
      nothing: count,
      filtered: count,
      ask: count,
      cannot: count,
      run: count,
    }),
    left: count,
    incomplete: reason.nullable(),
  })
  .openapi('Rehearsal');
