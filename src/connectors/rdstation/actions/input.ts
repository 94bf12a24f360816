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

/** A choice that an emptied select sends as an empty text. */
export function choice<const Values extends readonly [string, ...string[]]>(values: Values, byDefault: Values[number]) {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), z.enum(values).default(byDefault as never));
}

export const phoneType = choice(phoneTypes, 'mobile');
export const phoneTypeField: Field = {
  key: 'phoneType',
  type: 'select',
  default: 'mobile',
  options: { values: [...phoneTypes] },
};

/** Where a deal stands; changing the pipeline empties the stage. */
export const placeFields: Field[] = [
  { key: 'pipelineId', type: 'select', required: true, options: { from: 'pipelines' }, clears: ['stageId'] },
  { key: 'stageId', type: 'select', required: true, options: { from: 'stages', dependsOn: ['pipelineId'] } },
];

/** A mapping whose targets a loader lists. */
export function mappingField(targets: string): Field {
  return { key: 'fields', type: 'mapping', targets: { from: targets } };
}
