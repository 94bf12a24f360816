import type { Hub } from './hub.ts';
import { liveRecord } from './hub.ts';
import { uniqueKey } from './lookups.ts';
import { propertyOf } from './properties.ts';
import { createRecord, updateRecord, type Actor } from './records.ts';
import { conflict, HubError, invalid, notFound } from './refusal.ts';
import type { RecordRow } from './rows.ts';
import type { TemplateRow, TimelineRow } from './rows-beside.ts';
import { standardType, type ObjectType } from './types.ts';
import { momentOf } from './values.ts';

/** An event as the timeline API takes it. */
export interface TimelineDraft {
  id?: string | undefined;
  email?: string | undefined;
  objectId?: string | undefined;
  utk?: string | undefined;
  domain?: string | undefined;
  timestamp?: string | undefined;
  tokens: Record<string, string>;
  extraData?: unknown;
  timelineIFrame?: unknown;
}

/**
 * Puts an event on a record's timeline. Contacts by objectId or e-mail (which makes or changes the contact), companies
 * by objectId or domain, deals by objectId. HubSpot docs "Timeline events", read 2026-11.
 * @throws HubError 400, 404 for the record, 409 for a repeated id unless repeats are ignored
 */
export function addTimelineEvent(
  hub: Hub,
  actor: Actor,
  template: TemplateRow,
  draft: TimelineDraft,
): TimelineRow {
  const eventId = draft.id ?? hub.newId();
  const id = `${actor.portal}/${template.id}/${eventId}`;
  const before = hub.timeline.get(id);
  if (before) {
    if (hub.settings().timelineRepeat === 'ignore') return before;
    throw conflict(`An event with the id ${eventId} already exists for event type ${template.id}`);
  }
  const stranger = Object.keys(draft.tokens).find(
    (name) => !template.tokens.some((token) => token.name === name),
  );
  if (stranger !== undefined) {
    throw invalid(`Token ${stranger} is not defined on event template ${template.id}`);
  }
  const timestamp = draft.timestamp === undefined ? hub.now() : momentOf(draft.timestamp);
  if (timestamp === null) throw invalid(`timestamp ${draft.timestamp} is not valid`);
  return hub.commit(() => {
    const type = standardType(template.objectType)!;
    const record = stamped(hub, actor, type, template, draft, recordFor(hub, actor, type, draft));
    hub.record('timeline.created', eventId, {
      portalId: actor.portal,
      template: template.name,
      objectId: record.objectId,
    });
    return hub.timeline.put({
      id,
      portal: actor.portal,
      templateId: template.id,
      eventId,
      record: record.id,
      objectId: record.objectId,
      email: draft.email ?? null,
      utk: draft.utk ?? null,
      domain: draft.domain ?? null,
      tokens: draft.tokens,
      extraData: draft.extraData ?? null,
      timelineIFrame: draft.timelineIFrame ?? null,
      timestamp,
      createdAt: hub.now(),
    });
  });
}

function recordFor(hub: Hub, actor: Actor, type: ObjectType, draft: TimelineDraft): RecordRow {
  const { portal } = actor;
  if (draft.objectId !== undefined) {
    const row = liveRecord(hub, portal, type.id, draft.objectId);
    if (!row) throw notFound(`No ${type.singular} with the id ${draft.objectId}`);
    if (type.id !== '0-1' || !draft.email) return row;
    return updateRecord(hub, actor, type, row, { email: draft.email });
  }
  if (type.id === '0-1' && draft.email) {
    const row = hub.by.unique.first(uniqueKey(portal, '0-1', 'email', draft.email));
    return row ?? createRecord(hub, actor, type, { email: draft.email });
  }
  if (type.id === '0-2' && draft.domain) {
    const row = hub.by.type.all(`${portal}/0-2`).find((one) => one.values['domain'] === draft.domain);
    if (row) return row;
    throw notFound(`No company with the domain ${draft.domain}`);
  }
  throw invalid(`An event for ${template(type)} must name its record`);
}
const template = (type: ObjectType) => type.plural;

// Tokens may set a property of the record; one the account does not have is passed over.
function stamped(
  hub: Hub,
  actor: Actor,
  type: ObjectType,
  { tokens }: TemplateRow,
  draft: TimelineDraft,
  row: RecordRow,
): RecordRow {
  const values = tokens.flatMap(({ name, objectPropertyName }): [string, string][] => {
    const value = draft.tokens[name];
    const known = objectPropertyName && propertyOf(hub, actor.portal, type.id, objectPropertyName);
    return known && value !== undefined ? [[objectPropertyName, value]] : [];
  });
  if (values.length === 0) return row;
  return updateRecord(hub, actor, type, row, Object.fromEntries(values));
}

/** The text of a template with an event's tokens: `{{name}}` and dotted names of extraData; other helpers stay as they are. */
export function rendered(text: string, event: TimelineRow): string {
  return text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, path: string) => {
    const token = event.tokens[path];
    if (token !== undefined) return token;
    const [root, ...rest] = path.split('.');
    let value: unknown = root === 'extraData' ? event.extraData : undefined;
    for (const step of rest) {
      value =
        value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[step] : undefined;
    }
    return typeof value === 'string' || typeof value === 'number'
      ? String(value)
      : root === 'extraData'
        ? ''
        : whole;
  });
}

/** @throws HubError 404 */
export function mustTemplate(hub: Hub, appId: number, id: string): TemplateRow {
  const row = hub.templates.get(id);
  if (row?.appId !== appId) throw notFound(`No event template ${id}`);
  return row;
}

/** Names and count of a template's tokens. @throws HubError 400 */
export function checkTokens(tokens: { name: string }[]): void {
  const reserved = tokens.find(({ name }) => name === 'log' || name === 'lookup');
  if (reserved) {
    throw new HubError(400, `Token name ${reserved.name} is reserved`, { category: 'VALIDATION_ERROR' });
  }
  if (tokens.length > 500) throw invalid('An event template can have at most 500 tokens.');
  const twice = tokens.find(({ name }, place) => tokens.findIndex((one) => one.name === name) < place);
  if (twice) throw invalid(`Token ${twice.name} is defined more than once`);
}
