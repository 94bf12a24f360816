import { z } from 'zod';
import type { Action, ActionContext } from '#kit/connector.ts';
import { taskOnce } from '../activities/task.ts';
import { dealIdOf, dealReference, dealReferenceFields } from '../deals/reference.ts';
import { openDesk } from '../desk.ts';
import { toDay } from '../mapping/value.ts';
import { taskTypes } from '../port.ts';
import { choice, optional, required } from './input.ts';
import { visibilityDelayMs } from './visibility.ts';

const input = z.object({
  ...dealReference,
  subject: required,
  type: choice(taskTypes, 'task'),
  date: required,
  hour: optional.pipe(
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullable(),
  ),
  notes: optional,
  user_id: optional,
});

/** Creates a task on a deal, once per run. */
export const taskCreate: Action = {
  key: 'task.create',
  version: 1,
  input,
  fields: [
    ...dealReferenceFields,
    { key: 'subject', type: 'template', required: true },
    { key: 'type', type: 'select', default: 'task', options: { values: [...taskTypes] } },
    { key: 'date', type: 'template', required: true },
    { key: 'hour', type: 'text', default: '09:00' },
    { key: 'notes', type: 'longtext' },
    { key: 'user_id', type: 'select', options: { from: 'users' } },
  ],
  output: [{ path: 'task.id', type: 'text', sample: '641c5d237482d9c0c7002050' }],
  effect: { mode: 'probe', visibilityDelayMs },
  async run(context: ActionContext, task: z.output<typeof input>) {
    const desk = openDesk(context);
    const dealId = await dealIdOf(desk, task);
    const id = await taskOnce(desk, {
      dealId,
      subject: task.subject,
      type: task.type,
      day: toDay(task.date, 'date'),
      hour: task.hour ?? '09:00',
      ...(task.notes ? { notes: task.notes } : {}),
      userIds: task.user_id ? [task.user_id] : [],
    });
    return { output: { task: { id, deal_id: dealId } }, terms: [dealId] };
  },
};
