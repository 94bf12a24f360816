import type { Crm } from '../model/crm.ts';
import { nationalDigits, type ContactDraft } from '../model/contacts.ts';
import { readCustomList } from '../model/custom-fields.ts';
import { textsOf, type Fields } from '../model/fields.ts';
import { readLegalBasis } from '../model/legal-basis.ts';
import { brasilia, isDay } from '../model/moment.ts';
import { Refusal } from '../model/refusal.ts';
import type { Birthday, ContactRow, Phone } from '../model/rows.ts';
import { valuesWithFields } from './custom-shape.ts';
import { ids } from './reply.ts';

/** A contact by id: with the ids of its deals and its organization. */
export function contactShape(crm: Crm, row: ContactRow) {
  const organization = crm.organizations.get(row.organizationId ?? '');
  return {
    ...base(crm, row),
    contact_c_f: {},
    deal_ids: row.dealIds,
    emails: emails(row),
    organization: organization
      ? {
          ...ids(organization.id),
          name: organization.name,
          resume: organization.resume,
          url: organization.url,
        }
      : null,
    phones: row.phones.map(({ phone, type }) => ({ phone, type, created_at: null, updated_at: null })),
  };
}

/** A contact in a list. `deals` are there only in the account's own list, which is how deals are found by e-mail. */
export function contactListItem(crm: Crm, row: ContactRow, options: { deals: boolean }) {
  return {
    ...base(crm, row),
    ...(options.deals && { deals: row.dealIds.flatMap((id) => briefDeal(crm, id)) }),
    emails: emails(row),
    phones: row.phones.map(phoneWithWhatsapp),
  };
}

/** A contact inside a deal or an organization of a list: without ids. */
export function embeddedContact(row: ContactRow) {
  const { name, title, notes, phones } = row;
  return {
    birthday: row.birthday,
    emails: row.emails.map(({ email }) => ({ email })),
    ...row.socials,
    name,
    notes,
    phones,
    title,
  };
}

function base(crm: Crm, row: ContactRow) {
  return {
    ...ids(row.id),
    birthday: row.birthday,
    contact_custom_fields: valuesWithFields(crm, row.customFields).map(({ field, value }) => ({
      custom_field_id: field.id,
      value,
      created_at: null,
      updated_at: null,
    })),
    created_at: brasilia(row.createdAt),
    ...row.socials,
    legal_bases: row.legalBases,
    name: row.name,
    notes: row.notes,
    organization_id: row.organizationId,
    title: row.title,
    updated_at: brasilia(row.updatedAt),
  };
}

function emails(row: ContactRow) {
  return row.emails.map(({ id, email }) => ({ _id: id, email, created_at: null, updated_at: null }));
}

function briefDeal(crm: Crm, id: string) {
  const deal = crm.deals.get(id);
  if (!deal) return [];
  return [
    {
      ...ids(id),
      name: deal.name,
      win: deal.status === 'ongoing' ? null : deal.status === 'won',
      closed_at: deal.closedAt && brasilia(deal.closedAt),
      prediction_date: deal.expectedCloseDate,
      deal_lost_reason_id: deal.lostReasonId,
    },
  ];
}

function phoneWithWhatsapp({ phone, type }: Phone) {
  const digits = nationalDigits(phone);
  const mobile = digits.length === 11;
  return {
    phone,
    type,
    created_at: null,
    updated_at: null,
    whatsapp: mobile,
    whatsapp_full_internacional: mobile
      ? `+55 ${digits.slice(0, 2)} ${digits.slice(2, 7)}-${digits.slice(7)}`
      : `+${digits}`,
    whatsapp_url_web: `https://web.whatsapp.com/send?phone=55${digits}`,
  };
}

/** Reads the attributes of a contact, in POST/PUT contacts and inside POST deals. */
export function readContact(crm: Crm, body: Fields): ContactDraft {
  return {
    name: body.text('name'),
    title: body.text('title'),
    emails: body.items('emails')?.map((item) => item.text('email') ?? ''),
    phones: body.items('phones')?.map(readPhone),
    birthday: readBirthday(body),
    organizationId: body.text('organization_id'),
    dealIds: textsOf(body, 'deal_ids'),
    customFields: readCustomList(crm, 'contact', body, 'contact_custom_fields'),
    legalBases: body.items('legal_bases')?.map(readLegalBasis),
    socials: readSocials(body),
    notes: body.text('notes'),
  };
}

function readSocials(body: Fields): Partial<ContactRow['socials']> {
  const names = ['facebook', 'linkedin', 'skype'] as const;
  return Object.fromEntries(
    names.filter((name) => body.has(name)).map((name) => [name, body.text(name) ?? null]),
  );
}

function readPhone(item: Fields): Phone {
  const type = item.text('type') ?? null;
  if (type !== null && !['cellphone', 'home', 'work', 'fax'].includes(type)) {
    throw new Refusal('not_included', 'phones');
  }
  return { phone: item.text('phone') ?? '', type };
}

function readBirthday(body: Fields): Birthday | null | undefined {
  const given = body.object('birthday');
  if (!given) return given;
  const [day, month, year] = [given.number('day'), given.number('month'), given.number('year')];
  const two = (part: number | null | undefined) => String(part ?? '').padStart(2, '0');
  if (!isDay(`${String(year ?? '').padStart(4, '0')}-${two(month)}-${two(day)}`)) {
    throw new Refusal('invalid', 'birthday');
  }
  return { day: day!, month: month!, year: year! };
}
