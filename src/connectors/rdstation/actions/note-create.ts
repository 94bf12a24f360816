import { z } from 'zod';
import type { Action, ActionContext } from '#kit/connector.ts';
import { noteOnce } from '../activities/note.ts';
import { dealIdOf, dealReference, dealReferenceFields } from '../deals/reference.ts';
import { openDesk } from '../desk.ts';
import { optional, required } from './input.ts';
import { visibilityDelayMs } from './visibility.ts';

const input = z.object({ ...dealReference, text: required, user_id: optional });

/** Writes a note on a deal, once per run. */
export const noteCreate: Action = {
  key: 'note.create',
  version: 1,
  input,
  fields: [
    ...dealReferenceFields,
    { key: 'text', type: 'longtext', required: true },
    { key: 'user_id', type: 'select', options: { from: 'users' } },
  ],
  output: [{ path: 'note.id', type: 'text', sample: '63f7bb2d7482d9c0c7002050' }],
  effect: { mode: 'probe', visibilityDelayMs },
  async run(context: ActionContext, note: z.output<typeof input>) {
    const desk = openDesk(context);
    const dealId = await dealIdOf(desk, note);
    const id = await noteOnce(desk, {
      dealId,
      text: note.text,
      ...(note.user_id ? { userId: note.user_id } : {}),
    });
    return { output: { note: { id, deal_id: dealId } }, terms: [dealId] };
  },
};
