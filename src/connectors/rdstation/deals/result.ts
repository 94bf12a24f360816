import type { ActionResult } from '#kit/connector.ts';
import type { JsonObject } from '#std/json.ts';
import type { Desk } from '../desk.ts';
import { recordUrl } from '../links.ts';
import { stageIn } from '../lists.ts';
import type { SettledOrganization } from '../people/organization.ts';
import type { Deal } from '../port.ts';
import type { LinkedContact } from './people.ts';

type Touched = NonNullable<ActionResult['touched']>;
export type RecordOutcome = Touched[number]['outcome'];

/** A deal as later steps see it: names beside ids, RD's own page, and what this step did to it. */
export async function dealOutput(desk: Desk, deal: Deal, outcome: RecordOutcome): Promise<JsonObject> {
  const pipeline = deal.pipelineId === null ? null : await desk.lists.pipeline(deal.pipelineId);
  return {
    id: deal.id,
    title: deal.title,
    url: recordUrl(desk.context, 'deal', deal.id),
    pipeline: pipeline?.name ?? null,
    pipeline_id: deal.pipelineId,
    stage: stageIn(pipeline, deal.stageId)?.name ?? null,
    stage_id: deal.stageId,
    status: deal.outcome,
    value: deal.amount,
    owner_id: deal.ownerId,
    outcome,
  };
}

/** Stands for a contact that was not asked for, so that later steps find the same places empty. */
const noContact: JsonObject = { id: null, name: null, email: null, outcome: null };
/** Stands for an organization that was not asked for. */
export const noOrganization: JsonObject = { id: null, name: null, outcome: null };

/** A contact as later steps see it. */
export function contactOutput({ contact, email, outcome }: LinkedContact): JsonObject {
  return { id: contact.id, name: contact.name, email, outcome };
}

/** An organization as later steps see it. */
export function organizationOutput({ organization, outcome }: SettledOrganization): JsonObject {
  return { id: organization.id, name: organization.name, outcome };
}

/** What `deal.upsert` gives: the deal, its contacts, its organization. */
export async function upsertResult(
  desk: Desk,
  parts: {
    deal: Deal;
    outcome: RecordOutcome;
    contacts: LinkedContact[];
    organization: SettledOrganization | null;
    noteId: string | null;
  },
): Promise<ActionResult> {
  const { deal, outcome, contacts, organization, noteId } = parts;
  const [first] = contacts;
  return {
    output: {
      deal: await dealOutput(desk, deal, outcome),
      contact: first ? contactOutput(first) : noContact,
      contacts: contacts.map(contactOutput),
      organization: organization ? organizationOutput(organization) : noOrganization,
      note: noteId === null ? null : { id: noteId },
    },
    terms: [deal.title, deal.id, ...contacts.map((one) => one.email)],
    touched: [
      { object: 'deal', id: deal.id, title: deal.title, outcome },
      ...contacts.map(touchedContact),
      ...(organization ? [touchedOrganization(organization)] : []),
    ],
  };
}

/** A contact as something a step touched. */
export function touchedContact({ contact, outcome }: LinkedContact): Touched[number] {
  return { object: 'contact', id: contact.id, title: contact.name, outcome };
}

/** An organization as something a step touched. */
export function touchedOrganization({ organization, outcome }: SettledOrganization): Touched[number] {
  return { object: 'organization', id: organization.id, title: organization.name, outcome };
}
