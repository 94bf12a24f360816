import { Hono } from 'hono';
import { changeContact, createContact, nationalDigits } from '../model/contacts.ts';
import { must, type Crm } from '../model/crm.ts';
import type { ContactRow } from '../model/rows.ts';
import { contactListItem, contactShape, readContact } from './contact-shape.ts';
import { bodyOf, ordered, paged, searched, wrapped, type V1Env } from './reply.ts';

const byName = {
  name: (row: { name: string }) => row.name,
  created_at: (row: { createdAt: number }) => row.createdAt,
};

/** Contacts: GET with `email`, `phone`, `title` and `q`; POST; PUT. */
export function contactRoutes(crm: Crm): Hono<V1Env> {
  const app = new Hono<V1Env>();
  app.get('/', (c) => {
    const { email, phone, title, order, direction } = c.req.query();
    const byEmail = email ? crm.by.email.all(email.trim().toLowerCase()) : crm.contacts.all();
    const found = searched(c, byEmail)
      .filter((row) => !phone || hasPhone(row, phone))
      .filter((row) => !title || (row.title ?? '').toLowerCase() === title.toLowerCase());
    const page = paged(c, ordered<ContactRow>(found, byName, { order, direction }, 'asc'));
    const contacts = page.rows.map((row) => contactListItem(crm, row, { deals: true }));
    return c.json({ contacts, has_more: page.has_more, total: page.total });
  });
  app.post('/', async (c) => {
    const draft = readContact(crm, wrapped(await bodyOf(c), 'contact'));
    return c.json(contactShape(crm, createContact(crm, { ...draft, name: draft.name ?? '' })));
  });
  app.get('/:id', (c) => c.json(contactShape(crm, must(crm.contacts, c.req.param('id'), 'Contact'))));
  app.put('/:id', async (c) => {
    const row = must(crm.contacts, c.req.param('id'), 'Contact');
    const draft = readContact(crm, wrapped(await bodyOf(c), 'contact'));
    return c.json(contactShape(crm, changeContact(crm, row, draft)));
  });
  return app;
}

function hasPhone(row: ContactRow, phone: string): boolean {
  const wanted = nationalDigits(phone);
  return row.phones.some((kept) => nationalDigits(kept.phone) === wanted);
}
