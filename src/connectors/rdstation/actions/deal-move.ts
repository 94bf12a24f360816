import { z } from 'zod';
import type { Action, ActionContext } from '#kit/connector.ts';
import { moveDeal } from '../deals/close.ts';
import { dealOf, dealReference, dealReferenceFields } from '../deals/reference.ts';
import { openDesk } from '../desk.ts';
import { placeOf } from '../lists.ts';
import { dealOutputFields } from './deal-upsert-form.ts';
import { flag, placeFields, required } from './input.ts';

const input = z.object({
  ...dealReference,
  pipeline_id: required,
  stage_id: required,
  allow_backwards: flag,
});

/** Moves an open deal to a stage. */
export const dealMove: Action = {
  key: 'deal.move',
  version: 1,
  input,
  fields: [
    ...dealReferenceFields,
    ...placeFields,
    { key: 'allow_backwards', type: 'boolean', default: false },
  ],
  output: dealOutputFields,
  effect: { mode: 'idempotent' },
  orderBy: '{{ document.key }}',
  async run(context: ActionContext, move: z.output<typeof input>) {
    const desk = openDesk(context);
    const place = await placeOf(desk.lists, move.pipeline_id, move.stage_id);
    return moveDeal(desk, await dealOf(desk, move), place, move.allow_backwards);
  },
};
