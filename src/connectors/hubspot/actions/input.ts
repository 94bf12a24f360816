import { z } from 'zod';
import type { Values } from '#domain/records/value.ts';
import type { Field } from '#kit/field.ts';
import { VendorError } from '#kit/vendor-error.ts';
import type { Json } from '#std/json.ts';

/** Pieces of action inputs. A template that finds nothing gives an empty text, which means: not given. */

/** Text without outer spaces, or null. Numbers are taken as text. */
export const optional = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined ? null : String(value).trim() || null));

/** Text that must say something. */
export const required = z.union([z.string(), z.number()]).transform(String).pipe(z.string().trim().min(1));

/** Longest text of a property ("Properties API", HubSpot docs, read 2026-11). */
export const longText = z.string().trim().min(1).max(65_536);

/** Objects that actions work on. */
export const workObjects = ['contact', 'company', 'deal', 'ticket'] as const;
export const workObject = z.enum(workObjects);
export const objectField = (key = 'object'): Field => ({
  key,
  type: 'select',
  required: true,
  options: { values: [...workObjects] },
});

export const mappingRows = z
  .array(
    z.object({
      target: z.string().min(1),
      value: z.json().optional(),
      overwriteBlank: z.boolean().optional(),
    }),
  )
  .default([]);

/** A mapping whose targets are the properties of an object. */
export const mappingField = (targets: string): Field => ({
  key: 'fields',
  type: 'mapping',
  targets: { from: targets },
});

/**
 * Values by property out of mapping rows. Blanks are left out, unless their row says that they clear what is there.
 * Several values are joined as HubSpot writes several options, with `;`.
 */
export function valuesOf(rows: z.output<typeof mappingRows>): Values {
  const values: Values = {};
  for (const { target, value = null, overwriteBlank = false } of rows) {
    const text = textOf(target, value).trim();
    if (text !== '' || overwriteBlank) values[target] = text;
  }
  return values;
}

function textOf(target: string, value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((one) => textOf(target, one)).join(';');
  if (typeof value !== 'object') return String(value);
  throw new VendorError(
    'invalid',
    `The value for "${target}" is neither a text, a number nor a list of them.`,
    {
      reach: 'not_sent',
    },
  );
}
