import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { changeTask, createNote, createTask, type TaskDraft } from '../model/follow-ups.ts';
import { brasilia, dayOf, readMoment } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { NoteRow, TaskRow } from '../model/rows.ts';
import { initials } from './deal-shape.ts';
import { visibleDeal } from './deals.ts';
import { bodyOf, ids, paged, wrapped, type V1Env } from './reply.ts';

/** Activities: notes on deals. They cannot be changed. */
export function activityRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const { deal_id: deal, user_id: user, start_date: start, end_date: end } = c.req.query();
    const notes = (deal ? crm.by.noteDeal.all(deal) : crm.notes.all())
      .filter((row) => !user || row.userId === user)
      .filter((row) => within(row.createdAt, start, end));
    return c.json({ activities: paged(c, notes.reverse()).rows.map(noteShape) });
  });
  app.post('/', async (c) => {
    const body = wrapped(await bodyOf(c), 'activity');
    const dealId = visibleDeal(crm, body.text('deal_id') ?? '', c.get('user')).id;
    const draft = { dealId, text: body.text('text'), userId: body.text('user_id') };
    return c.json(noteShape(createNote(crm, draft, c.get('user'))));
  });
  return app;
}

function noteShape(row: NoteRow) {
  const date = brasilia(row.createdAt);
  return { ...ids(row.id), date, deal_id: row.dealId, text: row.text, type: 'note', user_id: row.userId };
}

/** Tasks: GET with filters, POST, PUT. */
export function taskRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const query = c.req.query();
    const rows = (query['deal_id'] ? crm.by.taskDeal.all(query['deal_id']) : crm.tasks.all())
      .filter((row) => !query['type'] || row.type === query['type'])
      .filter((row) => !query['done'] || String(row.doneAt !== null) === query['done'])
      .filter((row) => !query['user_id'] || row.userIds.includes(query['user_id']))
      .filter((row) => within(row.dueAt, query['date_start'], query['date_end']))
      .filter((row) => within(row.doneAt, query['done_date_start'], query['done_date_end']));
    const page = paged(c, rows);
    const tasks = page.rows.map((row) => taskShape(crm, row));
    return c.json({ tasks, has_more: page.has_more, total: page.total });
  });
  app.post('/', async (c) => {
    const task = wrapped(await bodyOf(c), 'task');
    visibleDeal(crm, task.text('deal_id') ?? '', c.get('user'));
    return c.json(taskShape(crm, createTask(crm, readTask(task, null), c.get('user'))));
  });
  app.get('/:id', (c) => c.json(taskShape(crm, must(crm.tasks, c.req.param('id'), 'Task'))));
  app.put('/:id', async (c) => {
    const row = must(crm.tasks, c.req.param('id'), 'Task');
    const draft = readTask(wrapped(await bodyOf(c), 'task'), row);
    return c.json(taskShape(crm, changeTask(crm, row, draft, c.get('user'))));
  });
  return app;
}

function readTask(task: Fields, row: TaskRow | null): TaskDraft {
  return {
    dealId: task.text('deal_id'),
    subject: task.text('subject'),
    type: task.text('type'),
    notes: task.text('notes'),
    dueAt: dueAt(task, row),
    userIds: textsOf(task, 'user_ids'),
    done: task.flag('done'),
  };
}

// Day and hour come apart and are kept as one moment; either may be changed alone.
function dueAt(task: Fields, row: TaskRow | null): number | null | undefined {
  const [date, hour] = [task.text('date'), task.text('hour')];
  if (date === undefined && hour === undefined) return undefined;
  const day = date ?? (row?.dueAt ? dayOf(row.dueAt) : null);
  if (day === null) return null;
  const time = hour ?? (row?.dueAt ? brasilia(row.dueAt).slice(11, 16) : '00:00');
  const moment = readMoment(day.length > 10 ? day : `${day}T${time}`);
  if (moment === null) throw new Refusal('invalid', 'date');
  return moment;
}

function taskShape(crm: Crm, row: TaskRow) {
  const deal = crm.deals.get(row.dealId);
  const due = row.dueAt === null ? null : brasilia(row.dueAt);
  const users = row.userIds.flatMap((id) => crm.users.get(id) ?? []);
  return {
    ...ids(row.id),
    created_at: brasilia(row.createdAt),
    date: due,
    deal: deal
      ? { ...ids(deal.id), name: deal.name, hold: deal.hold ? true : null, rating: deal.rating }
      : null,
    deal_id: row.dealId,
    done: row.doneAt !== null,
    done_date: row.doneAt && brasilia(row.doneAt),
    hour: due?.slice(11, 16) ?? null,
    markup: row.dueAt !== null && row.dueAt < crm.now() ? 'past' : 'future',
    notes: row.notes,
    subject: row.subject,
    type: row.type,
    user_ids: row.userIds,
    users: users.map(({ id, name, email }) => ({ ...ids(id), name, email, nickname: initials(name) })),
  };
}

function within(at: number | null, start: string | undefined, end: string | undefined): boolean {
  if (!start && !end) return true;
  if (at === null) return false;
  return at >= ((start && readMoment(start)) || -Infinity) && at <= ((end && readMoment(end)) || Infinity);
}
