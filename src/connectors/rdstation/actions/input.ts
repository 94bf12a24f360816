import { z } from 'zod';
import type { Field } from '#kit/field.ts';
import { phoneTypes } from '../port.ts';

/** Pieces of action inputs. A template that finds nothing gives an empty text, which means: not given. */

/** Text without outer spaces, or null. Numbers are taken as text. */
export const optional = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value).trim() || null));

/** Text that must say something. */
export const required = z.union([z.string(), z.number()]).transform(String).pipe(z.string().trim().min(1));

/** One text, or a list of texts (one per person). */
export const several = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) => value ?? null);

const emptied = (value: unknown): unknown => (value === '' || value === null ? undefined : value);

/** A choice; an emptied select sends an empty text and means the default. */
export function choice<const Values extends readonly [string, ...string[]]>(
  values: Values,
  byDefault: NoInfer<Values[number]>,
) {
  return z
    .preprocess(emptied, z.enum(values).optional())
    .transform((value): Values[number] => value ?? byDefault);
}

/** Yes or no; no when not given. */
export const flag = z.preprocess(emptied, z.boolean().optional()).transform((value) => value ?? false);

export const phoneType = choice(phoneTypes, 'mobile');
export const phoneTypeField: Field = {
  key: 'phone_type',
  type: 'select',
  default: 'mobile',
  options: { values: [...phoneTypes] },
};

/** Where a deal stands; changing the pipeline empties the stage. */
export const placeFields: Field[] = [
  {
    key: 'pipeline_id',
    type: 'select',
    required: true,
    options: { from: 'pipelines' },
    clears: ['stage_id'],
  },
  {
    key: 'stage_id',
    type: 'select',
    required: true,
    options: { from: 'stages', dependsOn: ['pipeline_id'] },
  },
];

/** A mapping whose targets a loader lists. */
export function mappingField(targets: string): Field {
  return { key: 'fields', type: 'mapping', targets: { from: targets } };
}
