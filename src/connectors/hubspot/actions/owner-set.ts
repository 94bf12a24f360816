import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { readOne } from '../objects/read.ts';
import { typeNamed } from '../objects/types.ts';
import { objectField, required, workObject } from './input.ts';
import { resultOf, settle } from './settle.ts';

const input = z.object({ object: workObject, record_id: required, owner: required });

/** Gives a record to somebody. Doing it again changes nothing. */
export const ownerSet: Action = {
  key: 'owner.set',
  version: 1,
  input,
  fields: [
    objectField(),
    { key: 'record_id', type: 'template', required: true },
    { key: 'owner', type: 'select', required: true, options: { from: 'owners' } },
  ],
  output: [
    { path: 'record.id', type: 'text', sample: '33451' },
    { path: 'record.owner', type: 'text', sample: '501' },
  ],
  effect: { mode: 'idempotent' },
  async run(
    context: ActionContext,
    { object, record_id: id, owner }: z.output<typeof input>,
  ): Promise<ActionResult> {
    const type = typeNamed(object);
    const value = await readOne(context, type, { id }, [...type.title, 'hubspot_owner_id']);
    if (!value) {
      throw new VendorError('not_found', `There is no ${object} ${id} in HubSpot.`, { status: 404 });
    }
    const there = { id: value.externalId, value, outcome: 'found' as const };
    const settled = await settle(context, type, there, { hubspot_owner_id: owner });
    const { terms, touched } = resultOf(type, settled);
    return { output: { record: { id, owner } }, terms: terms ?? [], touched: touched ?? [] };
  },
};
