import { z } from 'zod';
import type { Action, ActionContext, ActionResult } from '#kit/connector.ts';
import { VendorError } from '#kit/vendor-error.ts';
import { typeNamed } from '../objects/types.ts';
import { asHtml, engageOnce } from './engagement.ts';
import { objectField, optional, required, workObject } from './input.ts';

const input = z.object({
  object: workObject,
  record_id: required,
  subject: required,
  text: optional,
  due: optional,
  owner: optional,
});
type Order = z.output<typeof input>;

/** Makes a task on a record, once per run. */
export const taskCreate: Action = {
  key: 'task.create',
  version: 1,
  input,
  fields: [
    objectField(),
    { key: 'record_id', type: 'template', required: true },
    { key: 'subject', type: 'template', required: true },
    { key: 'text', type: 'longtext' },
    { key: 'due', type: 'template' },
    { key: 'owner', type: 'select', options: { from: 'owners' } },
  ],
  output: [{ path: 'task.id', type: 'text', sample: '88002' }],
  effect: { mode: 'probe', visibilityDelayMs: 1_000 },
  async run(context: ActionContext, order: Order): Promise<ActionResult> {
    const on = { object: typeNamed(order.object), externalId: order.record_id };
    const values = {
      hs_timestamp: dueOf(order.due, context.clock.now()),
      hs_task_subject: order.subject,
      hs_task_status: 'NOT_STARTED',
      hs_task_type: 'TODO',
      ...(order.text !== null && { hs_task_body: asHtml(order.text) }),
      ...(order.owner !== null && { hubspot_owner_id: order.owner }),
    };
    const id = await engageOnce(context, 'task', on, { values, told: 'hs_task_subject' });
    const touched = [{ object: 'task', id, title: order.subject, outcome: 'created' as const }];
    return { output: { task: { id } }, terms: [order.record_id, order.subject], touched };
  },
};

/** A day is taken as its midnight in UTC; without any, the task is due now. */
function dueOf(due: string | null, now: number): string {
  const ms = due === null ? now : Date.parse(due);
  if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  throw new VendorError('invalid', `"${due}" is no date. Write it as 2026-12-31 or 2026-12-31T09:00:00Z.`, {
    reach: 'not_sent',
  });
}
