import { must, type Crm } from './crm.ts';
import { contactEffect } from './effects.ts';
import { given } from './given.ts';
import { Refusal } from './refusal.ts';
import type { Birthday, ContactRow, CustomValues, LegalBasis, Phone } from './rows.ts';

/** What a caller says about a contact; what is undefined stays as it is. */
export interface ContactDraft {
  name?: string | null | undefined;
  title?: string | null | undefined;
  emails?: string[] | undefined;
  phones?: Phone[] | undefined;
  birthday?: Birthday | null | undefined;
  organizationId?: string | null | undefined;
  dealIds?: string[] | undefined;
  customFields?: CustomValues | undefined;
  legalBases?: LegalBasis[] | undefined;
  socials?: Partial<ContactRow['socials']> | undefined;
  notes?: string | null | undefined;
}

const blank = {
  title: null,
  emails: [],
  phones: [],
  birthday: null,
  organizationId: null,
  dealIds: [],
  customFields: {},
  legalBases: [],
  socials: { facebook: null, linkedin: null, skype: null },
  notes: null,
};

/**
 * Adds a contact. E-mails need not be unique: the vendor keeps as many contacts of one address as it is sent.
 * @throws Refusal for a name under two characters or an unknown organization or deal
 */
export function createContact(crm: Crm, draft: ContactDraft): ContactRow {
  return crm.commit(() => {
    const now = crm.now();
    const row = apply(crm, { id: crm.newId(), name: '', ...blank, createdAt: now, updatedAt: now }, draft);
    crm.contacts.put(row);
    contactEffect(crm, 'created', row);
    return row;
  });
}

/** Changes a contact: lists that are given replace the kept ones, custom values are merged. */
export function changeContact(crm: Crm, row: ContactRow, draft: ContactDraft): ContactRow {
  return crm.commit(() => {
    const changed = crm.contacts.put({ ...apply(crm, row, draft), updatedAt: crm.now() });
    contactEffect(crm, 'updated', changed);
    return changed;
  });
}

/** Deletes a contact, which only people can do: no API has it. */
export function deleteContact(crm: Crm, row: ContactRow): void {
  crm.commit(() => {
    crm.contacts.delete(row.id);
    contactEffect(crm, 'deleted', row);
  });
}

function apply(crm: Crm, row: ContactRow, draft: ContactDraft): ContactRow {
  const name = draft.name === undefined ? row.name : (draft.name ?? '').trim();
  if (name === '') throw new Refusal('blank', 'name');
  if ([...name].length < 2) throw new Refusal('too_short', 'name', '2');
  if (draft.organizationId) must(crm.organizations, draft.organizationId, 'Organization');
  for (const id of draft.dealIds ?? []) must(crm.deals, id, 'Deal');
  const { emails, dealIds, customFields, socials, ...rest } = draft;
  return {
    ...row,
    ...given(rest),
    name,
    emails: emails?.map((email) => keptEmail(crm, row, email)) ?? row.emails,
    dealIds: dealIds ? [...new Set(dealIds)] : row.dealIds,
    customFields: { ...row.customFields, ...customFields },
    socials: { ...row.socials, ...socials },
  };
}

function keptEmail(crm: Crm, row: ContactRow, email: string): { id: string; email: string } {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new Refusal('invalid', 'emails', 'is not a valid e-mail');
  return row.emails.find((kept) => kept.email === email) ?? { id: crm.newId(), email };
}

/** Digits of a phone number without Brazil's country code, so that "+55…", "55…" and the national form are one. */
export function nationalDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.startsWith('55') && digits.length > 11 ? digits.slice(2) : digits;
}
