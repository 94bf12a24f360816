import { must, type Crm } from './crm.ts';
import { noteEffect, taskEffect } from './effects.ts';
import { given } from './given.ts';
import { Refusal } from './refusal.ts';
import { taskTypes, type NoteRow, type TaskRow, type TaskType, type UserRow } from './rows.ts';

/**
 * Adds a note to a deal.
 * @throws Refusal for an unknown deal or user, or an empty text
 */
export function createNote(
  crm: Crm,
  draft: {
    dealId: string | null | undefined;
    text: string | null | undefined;
    userId: string | null | undefined;
  },
  by: UserRow,
): NoteRow {
  const deal = must(crm.deals, draft.dealId ?? '', 'Deal');
  if ((draft.text ?? '').trim() === '') throw new Refusal('blank', 'text');
  const user = draft.userId ? must(crm.users, draft.userId, 'User') : by;
  return crm.commit(() => {
    const now = crm.now();
    const ids = { id: crm.newId(), dealId: deal.id, userId: user.id };
    const row = crm.notes.put({ ...ids, text: draft.text!, createdAt: now, updatedAt: now });
    noteEffect(crm, row);
    return row;
  });
}

/** What a caller says about a task; what is undefined stays as it is. */
export interface TaskDraft {
  dealId?: string | null | undefined;
  subject?: string | null | undefined;
  type?: string | null | undefined;
  notes?: string | null | undefined;
  dueAt?: number | null | undefined;
  userIds?: string[] | undefined;
  done?: boolean | null | undefined;
}

/**
 * Adds a task.
 * @throws Refusal for an unknown deal or user, a subject under three characters, an unknown type
 */
export function createTask(crm: Crm, draft: TaskDraft, by: UserRow): TaskRow {
  const deal = must(crm.deals, draft.dealId ?? '', 'Deal');
  return crm.commit(() => {
    const now = crm.now();
    const bare: TaskRow = {
      ...blank,
      id: crm.newId(),
      dealId: deal.id,
      userIds: [by.id],
      createdById: by.id,
      createdAt: now,
      updatedAt: now,
    };
    const row = crm.tasks.put(apply(crm, bare, { ...draft, subject: draft.subject ?? '' }, by));
    taskEffect(crm, 'created', row);
    return row;
  });
}

const blank = { subject: '', type: 'task' as const, notes: null, dueAt: null, doneAt: null, doneById: null };

/** Changes a task, or marks it done. */
export function changeTask(crm: Crm, row: TaskRow, draft: TaskDraft, by: UserRow): TaskRow {
  return crm.commit(() => {
    const changed = crm.tasks.put({ ...apply(crm, row, draft, by), updatedAt: crm.now() });
    taskEffect(crm, 'updated', changed);
    return changed;
  });
}

function apply(crm: Crm, row: TaskRow, draft: TaskDraft, by: UserRow): TaskRow {
  const { subject, type, notes, dueAt, userIds, dealId } = draft;
  if (subject !== undefined && [...(subject ?? '').trim()].length < 3) {
    throw new Refusal('too_short', 'subject', '3');
  }
  if (typeof type === 'string' && !isTaskType(type)) throw new Refusal('not_included', 'type');
  if (dealId) must(crm.deals, dealId, 'Deal');
  for (const id of userIds ?? []) must(crm.users, id, 'User');
  const said = { subject: subject ?? undefined, type: type ?? undefined };
  const changed = { ...row, ...given({ ...said, notes, dueAt, userIds, dealId: dealId ?? undefined }) };
  if ((draft.done ?? row.doneAt !== null) === (row.doneAt !== null)) return changed;
  return draft.done
    ? { ...changed, doneAt: crm.now(), doneById: by.id }
    : { ...changed, doneAt: null, doneById: null };
}

function isTaskType(type: string): type is TaskType {
  return (taskTypes as readonly string[]).includes(type);
}
