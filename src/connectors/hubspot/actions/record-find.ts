import { z } from 'zod';
import type { ObjectType } from '#domain/records/object.ts';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import type { VendorRecord } from '#kit/objects.ts';
import { readAll, readOne, search } from '../objects/read.ts';
import { snapshot } from '../objects/records.ts';
import { propertyNames } from '../objects/schema.ts';
import { typeNamed } from '../objects/types.ts';
import { objectField, required, workObject } from './input.ts';
import { resultOf } from './settle.ts';

const input = z.object({ object: workObject, property: required, value: required });

/**
 * Finds a record by a property. By id and by a contact's email it is read at once; by others it is searched for, and a
 * search is some moments behind. Of several the oldest is taken.
 */
export const recordFind: Action = {
  key: 'record.find',
  version: 1,
  input,
  fields: [
    { ...objectField(), clears: ['property'] },
    {
      key: 'property',
      type: 'select',
      required: true,
      options: { from: 'properties', dependsOn: ['object'] },
    },
    { key: 'value', type: 'template', required: true },
  ],
  output: [
    { path: 'found', type: 'boolean', sample: true },
    { path: 'count', type: 'number', sample: 1 },
    { path: 'record.id', type: 'text', sample: '33451' },
    { path: 'record.title', type: 'text', sample: 'Maria Silva' },
    { path: 'record.values', type: 'object', sample: { email: 'maria@acme.example' } },
  ],
  effect: { mode: 'idempotent' },
  async run(
    context: ActionContext,
    { object, property, value }: z.output<typeof input>,
  ): Promise<ActionResult> {
    const type = typeNamed(object);
    const { first, count } = await find(context, type, property, value);
    if (!first) {
      return {
        output: { found: false, count: 0, record: { id: null, title: null, values: {} } },
        terms: [value],
      };
    }
    const { externalId: id, values } = first;
    const { output, terms, touched } = resultOf(type, { id, values, outcome: 'unchanged' });
    return {
      output: { found: true, count, record: output[type.name]! },
      terms: [value, ...(terms ?? [])],
      touched: (touched ?? []).map((one) => ({ ...one, outcome: 'found' as const })),
    };
  },
};

interface Hits {
  first: VendorRecord | undefined;
  count: number;
}

async function find(
  context: ActionContext,
  type: ObjectType,
  property: string,
  value: string,
): Promise<Hits> {
  if (property === 'hs_object_id' || (type.name === 'contact' && property === 'email')) {
    const names = await propertyNames(context, type);
    const by = property === 'email' ? { id: value, property } : { id: value };
    const found = await readOne(context, type, by, ['hs_object_id']);
    const [whole] = found ? await readAll(context, type, [found.externalId], { properties: names }) : [];
    return { first: whole, count: whole ? 1 : 0 };
  }
  const filters = [{ propertyName: property, operator: 'EQ', value }];
  const { total, results } = await search(context, type, { filterGroups: [{ filters }], limit: 1 });
  const [hit] = results.map(snapshot);
  const [whole] = hit ? await readAll(context, type, [hit.externalId]) : [];
  return { first: whole, count: whole ? total : 0 };
}
