import type { Contact, ContactFields, CrmPort, PhoneType } from '../port.ts';

/** A contact as an action's input describes it, before anybody looked for it. */
export interface Person {
  /** Lowercase, trimmed. */
  email: string;
  name: string | null;
  phone: string | null;
  phoneType: PhoneType;
}

/** A person together with what the CRM has under that email, read at most once in an attempt. */
export interface Sought {
  person: Person;
  /** Contacts with the email, the newest updated first. */
  found(): Promise<Contact[]>;
  /** The same, read again. */
  foundNow(): Promise<Contact[]>;
  /** Whether they were read already. */
  seen(): boolean;
}

/** Text of one value, or one per person: a list, or texts set apart by semicolons or line breaks. */
export type Several = string | string[] | null;

/**
 * The people an input names. Emails may also be set apart by commas; names and phones belong to the email in the same
 * place. Emails that repeat, and blanks, are left out.
 */
export function peopleOf(input: {
  emails: Several;
  names: Several;
  phones: Several;
  phoneType: PhoneType;
}): Person[] {
  const emails = split(input.emails, /[;,\n]/);
  const names = split(input.names, /[;\n]/);
  const phones = split(input.phones, /[;\n]/);
  const people = emails.map((email, index) => ({
    email: email.toLowerCase(),
    name: names[index] || null,
    phone: phones[index] || null,
    phoneType: input.phoneType,
  }));
  return people.filter(
    (person, index) => person.email !== '' && people.findIndex((one) => one.email === person.email) === index,
  );
}

function split(value: Several, separator: RegExp): string[] {
  const parts = Array.isArray(value) ? value : (value ?? '').split(separator);
  return parts.map((part) => part.trim());
}

/** Remembers the search for a person's contacts for the length of an attempt. */
export function seek(crm: Pick<CrmPort, 'findContactsByEmail'>, person: Person): Sought {
  let contacts: Promise<Contact[]> | null = null;
  const foundNow = (): Promise<Contact[]> => (contacts = crm.findContactsByEmail(person.email));
  return { person, found: () => contacts ?? foundNow(), foundNow, seen: () => contacts !== null };
}

/** What a new contact is made with. RD wants a name of two characters or more; without one the email stands in. */
export function newContactFields(person: Person): ContactFields & { name: string; email: string } {
  return {
    name: person.name && person.name.length >= 2 ? person.name : person.email,
    email: person.email,
    ...(person.phone ? { phone: { number: person.phone, type: person.phoneType } } : {}),
  };
}
