import { z } from 'zod';
import type { Action, ActionContext } from '#kit/connector.ts';
import { closeDeal } from '../deals/close.ts';
import { dealOf, dealReference, dealReferenceFields } from '../deals/reference.ts';
import { openDesk } from '../desk.ts';
import { dealOutputFields } from './deal-upsert-form.ts';
import { optional } from './input.ts';

const input = z.object({ ...dealReference, lost_reason_id: optional, lost_note: optional });

/** Marks an open deal as lost, with a reason from the account and a remark (the remark only over API v1). */
export const dealLose: Action = {
  key: 'deal.lose',
  version: 1,
  input,
  fields: [
    ...dealReferenceFields,
    { key: 'lost_reason_id', type: 'select', options: { from: 'lostReasons' } },
    { key: 'lost_note', type: 'longtext' },
  ],
  output: dealOutputFields,
  effect: { mode: 'idempotent' },
  orderBy: '{{ document.key }}',
  async run(context: ActionContext, lost: z.output<typeof input>) {
    const desk = openDesk(context);
    if (lost.lost_note !== null && desk.crm.linkSide === 'deal') desk.note('lost_note_left_out');
    return closeDeal(desk, await dealOf(desk, lost), {
      outcome: 'lost',
      ...(lost.lost_reason_id ? { lostReasonId: lost.lost_reason_id } : {}),
      ...(lost.lost_note ? { lostNote: lost.lost_note } : {}),
    });
  },
};
