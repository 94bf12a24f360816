import { Unrecognized, type ParsedEvent } from '#kit/connector.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { noticeOf, textOf, type Notice } from './notice.ts';

/**
 * Facts of a webhook's body: up to a hundred events, in any order, some of them a second time. What is no event of a
 * record is passed over, as long as something else is. Pure.
 * @throws Unrecognized when nothing in the body is an event
 */
export function parse(body: Json): ParsedEvent[] {
  if (!Array.isArray(body) || body.length === 0) throw new Unrecognized('The body is no list of events.');
  const notices = body.map(noticeOf).filter((notice) => notice !== null);
  if (notices.length === 0) throw new Unrecognized('None of the events in the body is known.');
  return notices.flatMap(factsOf);
}

function factsOf(notice: Notice): ParsedEvent[] {
  switch (notice.kind) {
    case 'creation':
      // A record is made once, whatever else is said of it.
      return [fact('record.created', notice, [], {})];
    case 'deletion':
      return [fact('record.deleted', notice, [notice.occurredAt], {})];
    case 'privacyDeletion':
      return [fact('contact.erased', notice, [], {})];
    case 'restore':
      return [fact('record.restored', notice, [notice.occurredAt], {})];
    case 'merge':
      return [merged(notice)];
    case 'associationChange':
      return [associated(notice)];
    case 'propertyChange':
      return changed(notice);
  }
}

/**
 * One change is one event for workflows about any property, and one more for those about stages. Event ids are not unique
 * and retries may have others, so what makes it the same change is the record, the property, the time and the value.
 */
function changed(notice: Notice): ParsedEvent[] {
  const { object, raw, occurredAt, id } = notice;
  const property = textOf(raw['propertyName']);
  if (property === null) return [];
  const value =
    typeof raw['propertyValue'] === 'string' ? raw['propertyValue'] : textOf(raw['propertyValue']);
  const key = [property, occurredAt, value ?? ''];
  const change = { change: { property, value: value === '' ? null : value } };
  const facts = [fact('record.changed', notice, key, change)];
  if (object === 'deal' && property === 'dealstage') {
    facts.push(fact('deal.stage_changed', notice, key, { ...change, deal: { id, stage_id: value } }));
  }
  if (object === 'contact' && property === 'lifecyclestage') {
    facts.push(
      fact('contact.lifecycle_changed', notice, key, { ...change, contact: { id, lifecycle_stage: value } }),
    );
  }
  return facts;
}

function merged(notice: Notice): ParsedEvent {
  const { raw, occurredAt, id } = notice;
  const list = raw['mergedObjectIds'];
  const ids = (Array.isArray(list) ? list : []).map(textOf).filter((one) => one !== null);
  const primary = textOf(raw['primaryObjectId']) ?? id;
  const made = fact('record.merged', notice, [occurredAt, primary, ...ids.toSorted()], {
    merge: { primary_id: primary, merged_ids: ids, new_id: id },
  });
  const records = [...new Set([id, primary, ...ids])].map((externalId) => ({
    object: notice.object,
    externalId,
  }));
  return { ...made, records };
}

/** Both directions come, and a primary association once more as the plain one: each is a fact of its own. */
function associated(notice: Notice): ParsedEvent {
  const { raw, occurredAt } = notice;
  const type = textOf(raw['associationType']);
  const to = textOf(raw['toObjectId']);
  const [removed, primary] = [raw['associationRemoved'] === true, raw['isPrimaryAssociation'] === true];
  return fact(
    'record.associated',
    notice,
    [type ?? '', to ?? '', String(removed), String(primary), occurredAt],
    {
      association: { type, to_id: to, removed, primary },
    },
  );
}

function fact(trigger: string, notice: Notice, key: (string | number)[], more: JsonObject): ParsedEvent {
  const { account, object, id, occurredAt, source, sourceId, type } = notice;
  return {
    trigger,
    dedupeKey: [notice.kind, account, object, id, ...key].join(':'),
    occurredAt,
    account,
    title: `${object} ${id}`,
    terms: [id],
    records: [{ object, externalId: id }],
    data: {
      account,
      record: { object, id },
      event: { type, occurred_at: new Date(occurredAt).toISOString(), source, source_id: sourceId },
      ...more,
    },
  };
}
