import { z } from '@hono/zod-openapi';
import type {
  Fault,
  Json,
  JsonObject,
  Option,
  Field,
  OutputField,
  Problem,
  Reason,
  ConnectionRef,
} from '../contract.ts';
import { errorStatus } from '#std/errors.ts';
import type { ErrorCode } from '#std/errors.ts';

/** Schemas of what many answers hold. Each is typed by the contract, so that neither can change alone. */

export const json: z.ZodType<Json> = z
  .custom<Json>((value) => value !== undefined)
  .openapi({
    description: 'Any JSON value',
    type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
  });
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json).openapi({ type: 'object' });
export const time = z.iso.datetime().openapi({ example: '2026-11-20T14:05:00.000Z' });
/** An id as shown, with its prefix. */
export const shownId = z.string().openapi({ example: 'run_0193a5c27d1e7b4c8f0e2a9b6c5d4e3f' });

export const reason: z.ZodType<Reason> = z
  .object({
    code: z.string(),
    params: z.record(z.string(), z.unknown()).exactOptional(),
    message: z.string().exactOptional(),
  })
  .openapi('Reason');

export const fault: z.ZodType<Fault> = z
  .object({ path: z.string(), code: z.string(), params: z.record(z.string(), z.unknown()).exactOptional() })
  .openapi('Fault');

const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];
export const problem: z.ZodType<Problem> = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(codes),
    params: z.record(z.string(), z.unknown()),
    faults: z.array(fault),
  })
  .openapi('Problem');

export const environmentKind = z.enum(['live', 'sandbox', 'emulator']);
export const connectionRef: z.ZodType<ConnectionRef> = z
  .object({ id: shownId, name: z.string(), connector: z.string(), environmentKind })
  .openapi('ConnectionRef');

export const field: z.ZodType<Field> = z
  .object({
    key: z.string(),
    type: z.enum([
      'text',
      'longtext',
      'template',
      'number',
      'boolean',
      'date',
      'select',
      'multiselect',
      'mapping',
      'secret',
      'url',
    ]),
    required: z.boolean().exactOptional(),
    default: json.exactOptional(),
    options: z
      .union([
        z.object({ values: z.array(z.string()) }),
        z.object({ from: z.string(), dependsOn: z.array(z.string()).exactOptional() }),
      ])
      .exactOptional(),
    clears: z.array(z.string()).exactOptional(),
    showIf: z.object({ field: z.string(), in: z.array(json) }).exactOptional(),
    targets: z.object({ from: z.string(), dependsOn: z.array(z.string()).exactOptional() }).exactOptional(),
  })
  .openapi('Field');

export const outputField: z.ZodType<OutputField> = z
  .object({
    path: z.string(),
    type: z.enum(['text', 'number', 'boolean', 'date', 'list', 'object']),
    sample: json,
    sensitive: z.boolean().exactOptional(),
  })
  .openapi('OutputField');

export const option: z.ZodType<Option> = z
  .object({
    value: z.string(),
    label: z.string(),
    group: z.string().exactOptional(),
    type: z.enum(['text', 'number', 'boolean', 'date', 'option', 'multiple']).exactOptional(),
    choices: z.array(z.string()).exactOptional(),
    custom: z.boolean().exactOptional(),
  })
  .openapi('Option');

/** A page of a list. */
export function page<Item>(item: z.ZodType<Item>) {
  return z.object({ items: z.array(item), cursor: z.string().nullable() });
}

/** A filter of a list, as a time. */
export const timeQuery = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .openapi({ type: 'string', format: 'date-time' });

/** Which part of a list, in the query. */
export const pageQuery = {
  cursor: z.string().max(64).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ example: 50 }),
};
