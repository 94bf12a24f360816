import { isObject, type Json, type JsonObject } from '#std/json.ts';
import { standardType } from './objects/types.ts';

/** What happened to a record, in HubSpot's words. */
const kinds = [
  'creation',
  'deletion',
  'privacyDeletion',
  'merge',
  'restore',
  'propertyChange',
  'associationChange',
] as const;
export type NoticeKind = (typeof kinds)[number];

/** One event of a webhook's body, as far as it is understood. */
export interface Notice {
  /** `contact.propertyChange` */
  type: string;
  kind: NoticeKind;
  /** Portal the event is about. */
  account: string;
  /** Our name of the object, or the id of an account's own. */
  object: string;
  id: string;
  /** Milliseconds since the epoch. */
  occurredAt: number;
  source: string | null;
  sourceId: string | null;
  /** The event itself. */
  raw: JsonObject;
}

/**
 * Reads one event ("Webhooks API", HubSpot docs, read 2026-11). One table of those docs calls `subscriptionType`
 * `eventType`; both are taken. Null for what is no event of a record: conversations, custom events, anything else.
 */
export function noticeOf(event: Json): Notice | null {
  if (!isObject(event)) return null;
  const type = textOf(event['subscriptionType']) ?? textOf(event['eventType']);
  const account = textOf(event['portalId']);
  const occurredAt = Number(event['occurredAt']);
  const [noun = '', verb = ''] = (type ?? '').split('.');
  const kind = kinds.find((one) => one === verb);
  const id = idOf(event, kind);
  if (type === null || account === null || id === null || !kind || !Number.isFinite(occurredAt)) return null;
  const object = objectOf(event, noun);
  if (object === null) return null;
  const source = textOf(event['changeSource']);
  return {
    type,
    kind,
    account,
    object,
    id,
    occurredAt,
    source,
    sourceId: textOf(event['sourceId']),
    raw: event,
  };
}

function idOf(event: JsonObject, kind: NoticeKind | undefined): string | null {
  if (kind === 'associationChange') return textOf(event['fromObjectId']);
  if (kind === 'merge') {
    return textOf(event['newObjectId']) ?? textOf(event['primaryObjectId']) ?? textOf(event['objectId']);
  }
  return textOf(event['objectId']);
}

const nouns = ['contact', 'company', 'deal', 'ticket', 'product', 'line_item'];

/** The generic `object.…` events say which object in `objectTypeId`. */
function objectOf(event: JsonObject, noun: string): string | null {
  if (noun !== 'object') return nouns.includes(noun) ? noun : null;
  const typeId = textOf(event['objectTypeId']);
  return typeId === null ? null : (standardType(typeId)?.name ?? typeId);
}

/** Ids are numbers in one place and texts in another. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
