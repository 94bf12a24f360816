import { z } from '@hono/zod-openapi';
import { operators } from '#domain/filter.ts';
import type { Condition, FilterGroup } from '#domain/filter.ts';
import type { Definition, Step } from '#domain/workflow.ts';
import { readId } from '#std/id.ts';
import { json, jsonObject } from './common.ts';

/** Most steps of a workflow, and levels of groups in a filter: far above any use, far below any harm. */
const mostSteps = 100;
const deepestGroup = 5;

/** A name things are looked up by; what every object has of itself names nothing. */
const name = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !(text in Object.prototype), 'a name that is taken');

/** A connection's id as people see it, read to a bare one; empty while none is chosen. */
const connectionId = z
  .string()
  .max(60)
  .transform((text, context) => {
    if (text === '') return '';
    const id = readId('connection', text);
    if (id !== null) return id;
    context.addIssue({ code: 'custom', message: 'not the id of a connection' });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'con_0193a5c27d1e7b4c8f0e2a9b6c5d4e3f' });

const condition: z.ZodType<Condition> = z.object({
  path: z.string().max(500),
  operator: z.enum(operators),
  value: json.exactOptional(),
});

const group: z.ZodType<FilterGroup> = z
  .lazy(() =>
    z.object({ match: z.enum(['all', 'any']), conditions: z.array(z.union([condition, group])).max(100) }),
  )
  .openapi('FilterGroup', {
    type: 'object',
    description: 'Conditions, and groups of them, that all or any must apply',
    example: { match: 'all', conditions: [{ path: 'body.kind', operator: 'equals', value: 'contract' }] },
  });

const depth = (one: FilterGroup): number =>
  1 + Math.max(0, ...one.conditions.map((item) => ('conditions' in item ? depth(item) : 0)));

const milliseconds = z
  .number()
  .min(0)
  .max(30 * 86_400_000);
const retry = z.object({
  firstMs: milliseconds,
  factor: z.number().min(1).max(10),
  maxMs: milliseconds,
  giveUpAfterMs: milliseconds,
  jitter: z.number().min(0).max(1),
});

const step: z.ZodType<Step> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('action'),
    connector: name(60),
    connectionId: connectionId.nullable(),
    key: z.string().max(100),
    version: z.number().int().min(1),
    input: jsonObject,
    orderBy: z.string().max(2_000).nullable(),
    retry: retry.exactOptional(),
    next: name(100).nullable(),
  }),
  z.object({ kind: z.literal('end') }),
]);

const exampleConnection = 'con_0193a5c27d1e7b4c8f0e2a9b6c5d4e3f';
const exampleDefinition = {
  schema: 1 as const,
  trigger: {
    connector: 'webhook',
    connectionId: exampleConnection,
    key: 'webhook.received',
    version: 1,
    settings: {},
  },
  filters: null,
  start: 'tell',
  steps: {
    tell: {
      kind: 'action' as const,
      connector: 'webhook',
      connectionId: exampleConnection,
      key: 'webhook.send',
      version: 1,
      input: { url: 'https://example.com/hook', body: '{{ body }}' },
      orderBy: null,
      next: null,
    },
  },
};

/** What a workflow does, as people send it: ids of connections with their prefix; read to bare ones. */
export const definition: z.ZodType<Definition> = z
  .object({
    schema: z.literal(1),
    trigger: z.object({
      connector: name(60),
      connectionId,
      key: z.string().max(100),
      version: z.number().int().min(1),
      settings: jsonObject,
    }),
    filters: group
      .nullable()
      .refine((filters) => filters === null || depth(filters) <= deepestGroup, 'nested too deep'),
    start: name(100),
    steps: z
      .record(name(100), step)
      .refine((steps) => Object.keys(steps).length <= mostSteps, 'too many steps'),
  })
  .openapi('Definition', { example: exampleDefinition });

/** A definition in an answer: as stored, ids shown. */
export const shownDefinition: z.ZodType<Definition> = z
  .custom<Definition>((value) => typeof value === 'object' && value !== null)
  .openapi('ShownDefinition', { type: 'object', description: 'A Definition' });
