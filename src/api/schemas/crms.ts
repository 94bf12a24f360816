import { z } from '@hono/zod-openapi';
import { fieldTypes, propertyTypes } from '#domain/records/property.ts';
import type { Crm, CrmOwner, MirrorProgress, Pipeline, Property } from '../contract-records.ts';
import { connectionRef } from './common.ts';

const name = z.string().min(1).max(100);

export const crm: z.ZodType<Crm> = z
  .object({
    connection: connectionRef,
    builtIn: z.boolean(),
    objects: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        plural: z.string(),
        label: z.string().nullable(),
        count: z.number().int(),
        more: z.boolean(),
        pipeline: z.object({ pipeline: z.string(), stage: z.string() }).nullable(),
        title: z.array(z.string()),
        stamps: z.object({ id: z.string(), created: z.string(), modified: z.string() }).nullable(),
      }),
    ),
  })
  .openapi('Crm');

export const mirrorProgress: z.ZodType<MirrorProgress> = z
  .object({
    objects: z.array(
      z.object({
        object: z.string(),
        state: z.enum(['importing', 'live', 'paused']),
        imported: z.number().int(),
        total: z.number().int().nullable(),
        beganAt: z.string(),
        finishedAt: z.string().nullable(),
        completeUntil: z.string(),
        checkedAt: z.string().nullable(),
        foundLate: z.number().int(),
      }),
    ),
    error: z.string().nullable(),
  })
  .openapi('MirrorProgress');

export const mirrorChange = z.object({ paused: z.boolean() });

export const newCrm = z.object({ name: z.string().trim().min(1).max(120).default('Countersign CRM') });

const option = z.object({
  value: z.string().min(1).max(200),
  label: z.string().min(1).max(200),
  hidden: z.boolean().exactOptional(),
});
export const property: z.ZodType<Property> = z
  .object({
    name: z.string(),
    label: z.string(),
    description: z.string(),
    type: z.enum(propertyTypes),
    fieldType: z.enum(fieldTypes),
    group: z.string(),
    options: z.array(option),
    references: z.enum(['owner', 'pipeline', 'stage']).nullable(),
    format: z.enum(['email', 'domain', 'url']).nullable(),
    required: z.boolean(),
    unique: z.boolean(),
    readOnly: z.boolean(),
    hidden: z.boolean(),
    custom: z.boolean(),
    slot: z.number().int().nullable(),
  })
  .openapi('Property');

const options = z.array(option).max(5_000);
const told = {
  description: z.string().max(2_000).exactOptional(),
  group: z.string().max(100).exactOptional(),
};
/** Types that people may make; the others are the CRM's own. */
const makeable = ['string', 'number', 'date', 'datetime', 'bool', 'enumeration', 'phone_number'] as const;
export const newProperty = z.object({
  ...told,
  name: name.openapi({ example: 'favourite_colour' }),
  label: z.string().trim().min(1).max(200),
  type: z.enum(makeable),
  fieldType: z.enum(fieldTypes).exactOptional(),
  options: options.exactOptional(),
  unique: z.boolean().exactOptional(),
});
export const propertyChange = z.object({
  ...told,
  label: z.string().trim().min(1).max(200).exactOptional(),
  options: options.exactOptional(),
  hidden: z.boolean().exactOptional(),
});

const stage = z.object({
  id: name,
  label: z.string().trim().min(1).max(200),
  metadata: z.record(z.string().max(50), z.string().max(50)),
});
export const pipeline: z.ZodType<Pipeline> = z
  .object({ id: z.string(), label: z.string(), stages: z.array(stage) })
  .openapi('Pipeline');
/** Up to 100 stages, as HubSpot has it (docs "Pipelines", read 2026-11). */
export const pipelineInput = z.object({
  label: z.string().trim().min(1).max(200),
  stages: z.array(stage).min(1).max(100),
});

export const owner: z.ZodType<CrmOwner> = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    firstName: z.string(),
    lastName: z.string(),
    archived: z.boolean(),
  })
  .openapi('CrmOwner');
