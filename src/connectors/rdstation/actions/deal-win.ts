import { z } from 'zod';
import type { Action, ActionContext } from '#kit/connector.ts';
import { closeDeal } from '../deals/close.ts';
import { dealOf, dealReference, dealReferenceFields } from '../deals/reference.ts';
import { openDesk } from '../desk.ts';
import { dealOutputFields } from './deal-upsert-form.ts';

const input = z.object(dealReference);

/** Marks an open deal as won. */
export const dealWin: Action = {
  key: 'deal.win',
  version: 1,
  input,
  fields: dealReferenceFields,
  output: dealOutputFields,
  effect: { mode: 'idempotent' },
  orderBy: '{{ document.key }}',
  async run(context: ActionContext, reference: z.output<typeof input>) {
    const desk = openDesk(context);
    return closeDeal(desk, await dealOf(desk, reference), { outcome: 'won' });
  },
};
