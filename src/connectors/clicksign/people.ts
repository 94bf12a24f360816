import { isObject, type JsonObject } from '#std/json.ts';
import { text, time, type Body } from './body.ts';

/** A signer as triggers offer it. */
export interface Person {
  key: string | null;
  name: string | null;
  email: string | null;
  phone: string | null;
  documentation: string | null;
  sign_as: string | null;
  signed_at: string | null;
}

/** The signers of a body, each with the time of its signature where there is one. */
export function peopleOf(body: Body): Person[] {
  const signatures = signaturesOf(body);
  const listed = body.signers.map((signer) => {
    const person = personOf(signer);
    const found = signatures.find((signature) => isSame(signature, person));
    return found ? { ...person, signed_at: found.signed_at } : person;
  });
  // A body without a list of signers still names whoever signed.
  if (listed.length === 0) return signatures;
  return listed;
}

/** Who the event is about: `event.data.signer`, completed from the list of signers. Null when nobody is named. */
export function actorOf(body: Body, people: Person[]): Person | null {
  const given = body.data.signer;
  if (!isObject(given)) return null;
  const person = personOf(given);
  const listed = people.find((each) => isSame(each, person));
  if (!listed) return person;
  return {
    key: listed.key ?? person.key,
    name: person.name ?? listed.name,
    email: person.email ?? listed.email,
    phone: person.phone ?? listed.phone,
    documentation: person.documentation ?? listed.documentation,
    sign_as: person.sign_as ?? listed.sign_as,
    signed_at: listed.signed_at,
  };
}

/** Whoever signed last; where no times are known, the last of the list. */
export function lastToSign(people: Person[]): Person | null {
  let last = people.at(-1) ?? null;
  let latest = -Infinity;
  for (const person of people) {
    const at = time(person.signed_at);
    if (at !== null && at >= latest) {
      latest = at;
      last = person;
    }
  }
  return last;
}

/** How a signer is named in a dedupe key: its key, or else its email. */
export function identityOf(person: Person): string | null {
  return person.key ?? person.email?.toLowerCase() ?? null;
}

function signaturesOf(body: Body): Person[] {
  const found: Person[] = [];
  const add = (data: unknown, at: string | null) => {
    const signer = isObject(data) ? data.signer : null;
    if (!isObject(signer)) return;
    const person = { ...personOf(signer), signed_at: at };
    if (!found.some((each) => isSame(each, person))) found.push(person);
  };
  if (body.name === 'sign') add(body.data, body.occurredAt);
  for (const event of body.events) {
    if (event.name === 'sign') add(event.data, text(event.occurred_at));
  }
  return found;
}

function personOf(signer: JsonObject): Person {
  return {
    key: text(signer.key),
    name: text(signer.name),
    email: text(signer.email),
    phone: text(signer.phone_number),
    documentation: text(signer.documentation),
    sign_as: roleOf(signer),
    signed_at: null,
  };
}

/** A refusal carries a list of roles, everything else a single one. */
function roleOf(signer: JsonObject): string | null {
  const role = signer.sign_as;
  return Array.isArray(role) ? text(role[0]) : text(role);
}

function isSame(left: Person, right: Person): boolean {
  if (left.key !== null && right.key !== null) return left.key === right.key;
  if (left.email === null || right.email === null) return false;
  return left.email.toLowerCase() === right.email.toLowerCase();
}
