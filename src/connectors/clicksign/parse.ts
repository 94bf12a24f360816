import { Unrecognized, type ParsedEvent } from '#kit/connector.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { eventNameOf, readBody, text, time, type Body } from './body.ts';
import { documentData, filenameOf, present } from './document.ts';
import { isAcceptance, isHeard, isOther, type HeardEvent } from './event-names.ts';
import { actorOf, identityOf, lastToSign, peopleOf, type Person } from './people.ts';

/** What a body says happened. */
interface Fact {
  trigger: string;
  dedupeKey: string;
  signer: Person | null;
  /** Beside document, signer and event. */
  more?: JsonObject;
}

/** Facts of a webhook's body. Pure, and without a schema: it runs thousands of times a second. */
export function parse(body: Json): ParsedEvent[] {
  const name = eventNameOf(body);
  if (isAcceptance(name)) return [];
  if (!isHeard(name) && !isOther(name)) throw new Unrecognized(`The event "${name}" is not known.`);
  const read = readBody(body);
  if (!isHeard(name)) return [];
  const people = peopleOf(read);
  return [eventOf(read, people, factOf(name, read, people))];
}

function factOf(name: HeardEvent, body: Body, people: Person[]): Fact {
  switch (name) {
    case 'sign':
      return personal('document.signed', 'sign', body, people);
    case 'refusal':
      return { ...personal('document.refused', 'refusal', body, people), more: { refusal: refusalOf(body) } };
    case 'cancel':
      return canceled(body, 'manual');
    case 'deadline':
      return atDeadline(body, people);
    case 'auto_close':
    case 'close':
      return completed(body, people);
    case 'document_closed':
      return endedByDeadline(body) ? closedByDeadline(body, people) : completed(body, people);
  }
}

function personal(trigger: string, prefix: string, body: Body, people: Person[]): Fact {
  const signer = actorOf(body, people);
  const identity = signer && identityOf(signer);
  if (!identity) throw new Unrecognized(`The body of event "${body.name}" does not say who the signer is.`);
  return { trigger, dedupeKey: `${prefix}:${body.key}:${identity}`, signer };
}

function completed(body: Body, people: Person[]): Fact {
  return { trigger: 'document.completed', dedupeKey: `completed:${body.key}`, signer: lastToSign(people) };
}

function closedByDeadline(body: Body, people: Person[]): Fact {
  const signed = people.filter((person) => person.signed_at !== null);
  return {
    trigger: 'document.closed_by_deadline',
    dedupeKey: `deadline:${body.key}`,
    signer: lastToSign(signed),
  };
}

function canceled(body: Body, reason: 'manual' | 'deadline'): Fact {
  return { trigger: 'document.canceled', dedupeKey: `cancel:${body.key}`, signer: null, more: { reason } };
}

/** At the deadline a document with signatures closes and one without is canceled; the status has the last word. */
function atDeadline(body: Body, people: Person[]): Fact {
  const status = text(body.document.status);
  const signed = people.some((person) => person.signed_at !== null);
  const closes = status === 'closed' || (status !== 'canceled' && signed);
  return closes ? closedByDeadline(body, people) : canceled(body, 'deadline');
}

/** The signed file of a document that its deadline closed is announced like any other: only the history tells. */
function endedByDeadline(body: Body): boolean {
  let deadline = false;
  for (const event of body.events) {
    if (event.name === 'auto_close' || event.name === 'close') return false;
    if (event.name === 'deadline') deadline = true;
  }
  return deadline;
}

function refusalOf(body: Body): JsonObject {
  const given = body.data.refusal;
  const refusal = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
  const reasons = Array.isArray(refusal.reasons)
    ? refusal.reasons.filter((each) => typeof each === 'string')
    : [];
  return present({ reasons, comment: text(refusal.comment) });
}

function eventOf(body: Body, people: Person[], fact: Fact): ParsedEvent {
  const title = filenameOf(body);
  return {
    trigger: fact.trigger,
    dedupeKey: fact.dedupeKey,
    occurredAt: time(body.occurredAt),
    title,
    terms: termsOf(body.key, title, people, fact.signer),
    data: {
      event: present({ name: body.name, occurred_at: body.occurredAt }),
      document: documentData(body, people),
      ...(fact.signer && { signer: present({ ...fact.signer }) }),
      ...fact.more,
    },
  };
}

function termsOf(key: string, title: string, people: Person[], signer: Person | null): string[] {
  const terms = new Set([title, key]);
  for (const person of signer ? [signer, ...people] : people) {
    if (person.email !== null) terms.add(person.email);
    if (person.name !== null) terms.add(person.name);
  }
  return [...terms];
}
