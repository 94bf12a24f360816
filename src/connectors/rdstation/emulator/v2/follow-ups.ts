import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { taskDocument } from '../model/documents.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { changeTask, createNote, createTask, type TaskDraft } from '../model/follow-ups.ts';
import { readMoment, utc } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { NoteRow, TaskRow } from '../model/rows.ts';
import { list, stamps, text } from './collection.ts';
import { visible } from './deals.ts';
import { dataOf, type V2Env } from './reply.ts';

/** `/deals/:deal/notes`: notes of a deal. */
export function noteRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  app.get('/:deal/notes', (c) => {
    const deal = visible(crm, c.req.param('deal'), c.get('user'));
    const attributes = {
      description: text((row: NoteRow) => row.text),
      user_id: text((row: NoteRow) => row.userId),
      registered_at: stamps.created_at,
    };
    return list(c, crm, { attributes, rows: () => crm.by.noteDeal.all(deal.id) }, noteDocument);
  });
  app.post('/:deal/notes', async (c) => {
    const deal = visible(crm, c.req.param('deal'), c.get('user'));
    const data = await dataOf(c, ['description', 'user_id']);
    if (!data.text('description')?.trim()) throw new Refusal('blank', 'description');
    const draft = { dealId: deal.id, text: data.text('description'), userId: data.text('user_id') };
    return c.json({ data: noteDocument(createNote(crm, draft, c.get('user'))) }, 201);
  });
  return app;
}

function noteDocument(row: NoteRow) {
  return {
    id: row.id,
    description: row.text,
    user_id: row.userId,
    registered_at: utc(row.createdAt),
    pinned_at: null,
    edited_by_id: null,
    edited_at: null,
  };
}

const writable = ['name', 'description', 'type', 'status', 'due_date', 'deal_id', 'owner_ids'];

/** Tasks. */
export function taskRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: TaskRow) => taskDocument(row, utc);
  app.get('/', (c) => {
    const attributes = {
      name: text((row: TaskRow) => row.subject),
      type: text((row: TaskRow) => row.type),
      status: text((row: TaskRow) => (row.doneAt === null ? 'open' : 'completed')),
      deal_id: text((row: TaskRow) => row.dealId),
      owner_ids: text((row: TaskRow) => row.userIds),
      due_date: { type: 'moment' as const, of: (row: TaskRow) => row.dueAt },
      ...stamps,
    };
    return list(c, crm, { attributes, rows: () => crm.tasks.all() }, shape);
  });
  app.post('/', async (c) => {
    const draft = readTask(await dataOf(c, writable));
    visible(crm, draft.dealId ?? '', c.get('user'));
    return c.json({ data: shape(createTask(crm, draft, c.get('user'))) }, 201);
  });
  app.get('/:id', (c) => c.json({ data: shape(must(crm.tasks, c.req.param('id'), 'Task')) }));
  app.put('/:id', async (c) => {
    const row = must(crm.tasks, c.req.param('id'), 'Task');
    return c.json({ data: shape(changeTask(crm, row, readTask(await dataOf(c, writable)), c.get('user'))) });
  });
  return app;
}

function readTask(data: Fields): TaskDraft {
  const [status, due] = [data.text('status'), data.text('due_date')];
  if (status && status !== 'open' && status !== 'completed') throw new Refusal('not_included', 'status');
  const dueAt = typeof due === 'string' ? readMoment(due) : due;
  if (typeof due === 'string' && dueAt === null) throw new Refusal('invalid', 'due_date');
  return {
    dealId: data.text('deal_id'),
    subject: data.text('name'),
    notes: data.text('description'),
    type: data.text('type'),
    dueAt,
    userIds: textsOf(data, 'owner_ids'),
    done: status ? status === 'completed' : undefined,
  };
}
