import { z } from 'zod';
import type { ParsedEvent } from '#kit/connector.ts';
import { Unrecognized } from '#kit/connector.ts';
import type { Json, JsonObject } from '#std/json.ts';
import { at, isObject } from '#std/json.ts';
import { given, moment, text } from './wire.ts';

/**
 * RD's webhook bodies as facts. One body form for both APIs. Source: "crm-v1-webhooks" and "webhooks-payload-crm",
 * read 2026-11: `event_name`, `document`, `event_timestamp`, `transaction_uuid`.
 */

const envelope = z.object({
  event_name: z.string(),
  event_timestamp: text,
  transaction_uuid: text,
  document: z.looseObject({ id: z.string(), name: text, updated_at: text }),
});
type Envelope = z.output<typeof envelope>;

/** The facts of one body; none for events that no trigger knows. Throws `Unrecognized` for other bodies. */
export function eventsOf(body: Json): ParsedEvent[] {
  const result = envelope.safeParse(body);
  if (!result.success) throw new Unrecognized('The body has no event_name and document with an id.');
  const read = readers[result.data.event_name];
  return read ? read(result.data, isObject(body) && isObject(body['document']) ? body['document'] : {}) : [];
}

type Reader = (body: Envelope, document: JsonObject) => ParsedEvent[];

const readers: Record<string, Reader> = {
  crm_deal_created: (body, document) => [
    plain('deal.created', body, dealData(document)),
    ...stageEvents(body, document, true),
    ...closedEvents(body, document),
  ],
  crm_deal_updated: (body, document) => [
    plain('deal.updated', body, dealData(document)),
    ...stageEvents(body, document, false),
    ...closedEvents(body, document),
  ],
  crm_contact_created: (body, document) => [plain('contact.created', body, contactData(document))],
  crm_contact_updated: (body, document) => [plain('contact.updated', body, contactData(document))],
};

/**
 * A delivery's own fact. A redelivery carries the same transaction; the documented samples of "created" and "updated"
 * share one, and a bulk change may, so event and record belong to the key.
 */
function plain(trigger: string, body: Envelope, data: JsonObject): ParsedEvent {
  const once =
    given(body.transaction_uuid) ?? given(body.event_timestamp) ?? given(body.document.updated_at) ?? '';
  return event(trigger, `${body.event_name}:${body.document.id}:${once}`, body, data);
}

/**
 * "Changed stage" is not an event of RD: it is read off every deal body. Keyed by deal and stage, so a deal that is
 * edited within its stage does not fire again and the next stage does. When the body tells when the stage was entered,
 * that is in the key too, so coming back to a stage counts again. A new deal's first stage takes its key and is marked,
 * so the first edit is not mistaken for a change.
 */
function stageEvents(body: Envelope, document: JsonObject, created: boolean): ParsedEvent[] {
  const stage = at(document, 'deal_stage.id');
  if (typeof stage !== 'string' || stage === '') return [];
  const key = `stage:${body.document.id}:${stage}${enteredAt(document, stage)}`;
  return [event('deal.stage_changed', key, body, { ...dealData(document), created })];
}

/** Start of the running stay in a stage, from `deal_stage_histories`, which webhooks are not documented to carry. */
function enteredAt(document: JsonObject, stage: string): string {
  const stays = document['deal_stage_histories'];
  if (!Array.isArray(stays)) return '';
  const last = stays.filter((stay) => at(stay, 'deal_stage_id') === stage).at(-1);
  const start = at(last, 'start_date');
  return typeof start === 'string' ? `:${start}` : '';
}

/** Won and lost are read off the status; keyed by the closing time, so a deal closed anew counts again. */
function closedEvents(body: Envelope, document: JsonObject): ParsedEvent[] {
  const status = document['status'];
  if (status !== 'won' && status !== 'lost') return [];
  const closedAt = document['closed_at'];
  const key = `${status}:${body.document.id}:${typeof closedAt === 'string' ? closedAt : ''}`;
  return [event(`deal.${status}`, key, body, dealData(document))];
}

function event(trigger: string, dedupeKey: string, body: Envelope, data: JsonObject): ParsedEvent {
  const { id, name } = body.document;
  const emails = at(data, 'contact.emails');
  return {
    trigger,
    dedupeKey,
    occurredAt: moment(body.event_timestamp),
    data: { ...data, event: { name: body.event_name, transaction: body.transaction_uuid ?? null } },
    terms: [id, name ?? '', ...(Array.isArray(emails) ? emails.map(String) : [])].filter(
      (term) => term !== '',
    ),
    title: name ?? id,
  };
}

const nothing = (value: Json | undefined): Json => value ?? null;

/** A deal in our words; `status` is RD's own (ongoing, won, lost, paused). */
function dealData(document: JsonObject): JsonObject {
  const get = (path: string): Json => nothing(at(document, path));
  return {
    deal: {
      id: get('id'),
      title: get('name'),
      status: get('status'),
      pipeline: get('deal_pipeline.name'),
      pipeline_id: get('deal_pipeline.id'),
      stage: get('deal_stage.name'),
      stage_id: get('deal_stage.id'),
      owner: get('user.name'),
      owner_id: get('user.id'),
      owner_email: get('user.email'),
      value: get('amount_total'),
      rating: get('rating'),
      close_date: get('prediction_date'),
      source: get('deal_source.name'),
      campaign: get('campaign.name'),
      lost_reason: get('deal_lost_reason.name'),
      closed_at: get('closed_at'),
      created_at: get('created_at'),
      updated_at: get('updated_at'),
      custom: customById(document['deal_custom_fields']),
    },
  };
}

function customById(rows: Json | undefined): JsonObject {
  const entries = (Array.isArray(rows) ? rows : []).flatMap((row): [string, Json][] => {
    const id = at(row, 'custom_field.id');
    return typeof id === 'string' ? [[id, nothing(at(row, 'value'))]] : [];
  });
  return Object.fromEntries(entries);
}

function contactData(document: JsonObject): JsonObject {
  const list = (key: string, part: string): Json[] => {
    const rows = document[key];
    return (Array.isArray(rows) ? rows : []).map((row) => nothing(at(row, part)));
  };
  const emails = list('emails', 'email');
  const phones = list('phones', 'phone');
  return {
    contact: {
      id: nothing(document['id']),
      name: nothing(document['name']),
      title: nothing(document['job_title']),
      email: emails[0] ?? null,
      emails,
      phone: phones[0] ?? null,
      phones,
      organization_id: nothing(document['organization_id']),
      custom: nothing(document['custom_fields']),
      created_at: nothing(document['created_at']),
      updated_at: nothing(document['updated_at']),
    },
  };
}
