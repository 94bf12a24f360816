import { Unrecognized } from '#kit/connector.ts';
import { isObject, type Json, type JsonObject } from '#std/json.ts';

/** A webhook's body with its tolerated variants straightened out. */
export interface Body {
  name: string;
  /** `event.data`; an empty object where the vendor sends null. */
  data: JsonObject;
  /** The vendor's text; null when neither the event nor the document's history tells. */
  occurredAt: string | null;
  key: string;
  document: JsonObject;
  signers: JsonObject[];
  /** The document's history, newest first. */
  events: JsonObject[];
}

/** The event's name, read before anything else is asked of the body. Throws `Unrecognized`. */
export function eventNameOf(body: Json): string {
  const event = isObject(body) ? body.event : undefined;
  const name = isObject(event) ? event.name : undefined;
  if (typeof name === 'string' && name !== '') return name;
  throw new Unrecognized('The body has no event.name.');
}

/**
 * Reads a body about a document. `document` may be an array of one (document_closed), and older bodies have `signers`
 * and `events` beside it ("Evento Document Closed", read 2026-11). Throws `Unrecognized` without a document key.
 */
export function readBody(body: Json): Body {
  const name = eventNameOf(body);
  const root = body as JsonObject;
  const event = root.event as JsonObject;
  const document = Array.isArray(root.document) ? root.document[0] : root.document;
  const key = isObject(document) ? text(document.key) : null;
  if (!isObject(document) || key === null) {
    throw new Unrecognized(`The body of event "${name}" has no document.key.`);
  }
  const events = objects(document.events ?? root.events);
  return {
    name,
    data: isObject(event.data) ? event.data : {},
    occurredAt: text(event.occurred_at) ?? text(events.find((item) => item.name === name)?.occurred_at),
    key,
    document,
    signers: objects(document.signers ?? root.signers),
    events,
  };
}

/** What stands in a stored body for a value that is never kept. Read back, it counts as absent. */
export const masked = '***';

/** A text that is there and says something, or null. */
export function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' && value !== masked ? value : null;
}

/** Milliseconds since the epoch, or null. Clicksign mixes "Z" and "-03:00", so times are never compared as text. */
export function time(value: string | null): number | null {
  const ms = value === null ? NaN : Date.parse(value);
  return Number.isNaN(ms) ? null : ms;
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
