import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { associateAll } from '../objects/links.ts';
import { typeNamed } from '../objects/types.ts';
import { objectField, required, workObject } from './input.ts';

const input = z.object({
  from_object: workObject,
  from_id: required,
  to_object: workObject,
  to_id: required,
});

/** Associates two records by the plain kind. Doing it again changes nothing. */
export const recordAssociate: Action = {
  key: 'record.associate',
  version: 1,
  input,
  fields: [
    objectField('from_object'),
    { key: 'from_id', type: 'template', required: true },
    objectField('to_object'),
    { key: 'to_id', type: 'template', required: true },
  ],
  output: [
    { path: 'from.id', type: 'text', sample: '33451' },
    { path: 'to.id', type: 'text', sample: '7001' },
  ],
  effect: { mode: 'idempotent' },
  async run(context: ActionContext, given: z.output<typeof input>): Promise<ActionResult> {
    const from = { object: typeNamed(given.from_object), externalId: given.from_id };
    const to = { object: typeNamed(given.to_object), externalId: given.to_id };
    await associateAll(context, [{ from, to, types: [] }]);
    const output = { from: { id: given.from_id }, to: { id: given.to_id } };
    return { output, terms: [given.from_id, given.to_id] };
  },
};
