import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { typeNamed } from '../objects/types.ts';
import { asHtml, engageOnce } from './engagement.ts';
import { longText, objectField, required, workObject } from './input.ts';

const input = z.object({ object: workObject, record_id: required, text: longText });

/** Writes a note on a record, once per run. */
export const noteCreate: Action = {
  key: 'note.create',
  version: 1,
  input,
  fields: [
    objectField(),
    { key: 'record_id', type: 'template', required: true },
    { key: 'text', type: 'longtext', required: true },
  ],
  output: [{ path: 'note.id', type: 'text', sample: '88001' }],
  effect: { mode: 'probe', visibilityDelayMs: 1_000 },
  async run(context: ActionContext, given: z.output<typeof input>): Promise<ActionResult> {
    const on = { object: typeNamed(given.object), externalId: given.record_id };
    const values = {
      hs_timestamp: new Date(context.clock.now()).toISOString(),
      hs_note_body: asHtml(given.text),
    };
    const id = await engageOnce(context, 'note', on, { values, told: 'hs_note_body' });
    return { output: { note: { id } }, terms: [given.record_id], touched: [touched(id, given.text)] };
  },
};

function touched(id: string, text: string) {
  return { object: 'note', id, title: text.slice(0, 60), outcome: 'created' as const };
}
