import { Hono } from 'hono';
import { must, type Crm } from '../model/crm.ts';
import { changeContact, createContact, type ContactDraft } from '../model/contacts.ts';
import { readCustomBySlug } from '../model/custom-fields.ts';
import { contactDocument } from '../model/documents.ts';
import type { Fields } from '../model/fields.ts';
import { readLegalBasis } from '../model/legal-basis.ts';
import { isDay, utc } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { Birthday, ContactRow, Phone } from '../model/rows.ts';
import { list, stamps, text, type Collection } from './collection.ts';
import { pinned } from './rdql.ts';
import { dataOf, type V2Env } from './reply.ts';

const writable = [
  'name',
  'job_title',
  'emails',
  'phones',
  'birthday',
  'social_profiles',
  'organization_id',
  'legal_bases',
  'custom_fields',
];

/** Contacts. */
export function contactRoutes(crm: Crm): Hono<V2Env> {
  const app = new Hono<V2Env>();
  const shape = (row: ContactRow) => contactDocument(crm, row, utc);
  app.get('/', (c) => list(c, crm, collection(crm), shape));
  app.post('/', async (c) => {
    const draft = readContact(crm, await dataOf(c, writable));
    return c.json({ data: shape(createContact(crm, { ...draft, name: draft.name ?? '' })) }, 201);
  });
  app.get('/:id', (c) => c.json({ data: shape(must(crm.contacts, c.req.param('id'), 'Contact')) }));
  app.put('/:id', async (c) => {
    const row = must(crm.contacts, c.req.param('id'), 'Contact');
    return c.json({ data: shape(changeContact(crm, row, readContact(crm, await dataOf(c, writable)))) });
  });
  return app;
}

function collection(crm: Crm): Collection<ContactRow> {
  return {
    attributes: {
      id: text((row) => row.id),
      name: text((row) => row.name),
      job_title: text((row) => row.title),
      email: text((row) => row.emails.map(({ email }) => email)),
      phone: text((row) => row.phones.map(({ phone }) => phone)),
      organization_id: text((row) => row.organizationId),
      ...stamps,
    },
    custom: { owner: 'contact', of: (row) => row.customFields },
    rows(filter) {
      const email = filter ? pinned(filter, 'email') : undefined;
      return email === undefined ? crm.contacts.all() : crm.by.email.all(email.toLowerCase());
    },
  };
}

function readContact(crm: Crm, data: Fields): ContactDraft {
  return {
    name: data.text('name'),
    title: data.text('job_title'),
    emails: data.items('emails')?.map((item) => item.text('email') ?? ''),
    phones: data.items('phones')?.map(readPhone),
    birthday: readBirthday(data),
    organizationId: data.text('organization_id'),
    customFields: readCustomBySlug(crm, 'contact', data),
    legalBases: data.items('legal_bases')?.map(readLegalBasis),
    socials: readSocials(data),
  };
}

// The two versions differ in one word: v1's "cellphone" is v2's "mobile".
function readPhone(item: Fields): Phone {
  const type = item.text('type') ?? null;
  if (type !== null && !['work', 'home', 'mobile', 'fax'].includes(type)) {
    throw new Refusal('not_included', 'phones');
  }
  return { phone: item.text('phone') ?? '', type: type === 'mobile' ? 'cellphone' : type };
}

function readBirthday(data: Fields): Birthday | null | undefined {
  const day = data.text('birthday');
  if (day === undefined || day === null) return day;
  if (!isDay(day)) throw new Refusal('invalid', 'birthday');
  const [year, month, date] = day.split('-').map(Number);
  return { year: year!, month: month!, day: date! };
}

function readSocials(data: Fields): ContactDraft['socials'] {
  const profiles = data.items('social_profiles');
  if (!profiles) return undefined;
  const named = (type: string) =>
    profiles.find((item) => item.text('type') === type)?.text('username') ?? null;
  return { facebook: named('facebook'), linkedin: named('linkedin'), skype: named('skype') };
}
