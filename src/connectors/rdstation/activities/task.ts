import type { Desk } from '../desk.ts';
import type { NewTask } from '../port.ts';
import { clockToleranceMs } from '../deals/match.ts';

/** Creates a task on a deal once per step of a run; a task left by an unanswered call is found by its subject and time. */
export async function taskOnce(desk: Desk, task: NewTask): Promise<string> {
  const ensured = await desk.context.effects.ensure<{ id: string }>({
    object: 'task',
    match: desk.context.idempotencyKey,
    async find({ since }) {
      if (since === null) return { kind: 'none' };
      const left = (await desk.crm.tasksOf(task.dealId)).find(
        (one) =>
          one.subject.trim() === task.subject.trim() && (one.createdAt ?? 0) >= since - clockToleranceMs,
      );
      return left ? { kind: 'one', id: left.id, value: { id: left.id } } : { kind: 'none' };
    },
    async create() {
      const { id } = await desk.crm.createTask(task);
      return { id, value: { id } };
    },
    // A task that somebody deleted or finished is not made again.
    read: async (id) => ({ id }),
  });
  return ensured.id;
}
