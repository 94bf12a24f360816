import type { RehearsedChange, RehearsedRecord } from '#kit/rehearsal.ts';
import type { Json } from '#std/json.ts';
import type { Desk } from '../desk.ts';
import { recordUrl } from '../links.ts';
import type { Contact, CrmObject, CustomValues, Deal, Organization } from '../port.ts';
import type { Imagined, Written } from './imagined.ts';

/** Records as people read them: names instead of ids, field by field. */

type Face = Record<string, Json>;

/** What would become of a written record: its fields before and after, those that stay left out. */
export async function recordOf(
  desk: Desk,
  object: CrmObject,
  { before, after }: { before: Face | null; after: Face },
  names: { id: string; title: string; beforeTitle: string | null },
): Promise<RehearsedRecord> {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])];
  const labels = await customLabels(desk, object, fields);
  const changes = fields.flatMap((field): RehearsedChange[] => {
    const [was, becomes] = [blankless(before?.[field]), blankless(after[field])];
    if (JSON.stringify(was) === JSON.stringify(becomes)) return [];
    return [{ field, label: labels.get(field) ?? null, before: was, after: becomes }];
  });
  return {
    object,
    title: names.title,
    would: before === null ? 'create' : changes.length > 0 ? 'update' : 'nothing',
    existing: before && {
      id: names.id,
      title: names.beforeTitle ?? names.title,
      url: recordUrl(desk.context, object, names.id),
    },
    changes,
  };
}

const blankless = (value: Json | undefined): Json =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value;

async function customLabels(desk: Desk, object: CrmObject, fields: string[]): Promise<Map<string, string>> {
  if (!fields.some((field) => field.startsWith('custom:'))) return new Map();
  const known = await desk.lists.customFields(object);
  return new Map(known.map(({ key, label }) => [`custom:${key}`, label]));
}

/** A deal that would be written. */
export async function dealRecord(
  desk: Desk,
  imagined: Imagined,
  { before, after }: Written<Deal>,
): Promise<RehearsedRecord> {
  const faces = {
    before: before && (await dealFace(desk, imagined, before)),
    after: await dealFace(desk, imagined, after),
  };
  const names = { id: after.id, title: after.title, beforeTitle: before?.title ?? null };
  return recordOf(desk, 'deal', faces, names);
}

async function dealFace(desk: Desk, imagined: Imagined, deal: Deal): Promise<Face> {
  const { lists } = desk;
  const pipeline = deal.pipelineId === null ? null : await lists.pipeline(deal.pipelineId);
  const named = async (id: string | null, load: () => Promise<{ id: string; name: string }[]>) =>
    id === null ? null : ((await load()).find((one) => one.id === id)?.name ?? id);
  return {
    title: deal.title,
    pipeline: pipeline?.name ?? deal.pipelineId,
    stage: pipeline?.stages.find((stage) => stage.id === deal.stageId)?.name ?? deal.stageId,
    status: deal.outcome,
    value: deal.amount,
    owner: await named(deal.ownerId, () => lists.users()),
    source: await named(deal.sourceId, () => lists.sources()),
    campaign: await named(deal.campaignId, () => lists.campaigns()),
    organization: organizationName(imagined, deal.organizationId),
    contacts: (deal.contactIds ?? []).map((id) => contactName(imagined, id)),
    rating: deal.rating,
    close_date: deal.closeOn,
    ...customFace(deal.custom),
  };
}

/** A contact that would be written. */
export function contactRecord(
  desk: Desk,
  imagined: Imagined,
  { before, after }: Written<Contact>,
): Promise<RehearsedRecord> {
  const face = (contact: Contact): Face => ({
    name: contact.name,
    title: contact.jobTitle,
    email: contact.emails.join(', '),
    phone: contact.phones.join(', '),
    organization: organizationName(imagined, contact.organizationId),
    deals: (contact.deals ?? []).map(({ id }) => imagined.deals.known(id)?.title ?? id),
    ...customFace(contact.custom),
  });
  const names = { id: after.id, title: after.name, beforeTitle: before?.name ?? null };
  return recordOf(desk, 'contact', { before: before && face(before), after: face(after) }, names);
}

/** An organization that would be written. */
export function organizationRecord(
  desk: Desk,
  { before, after }: Written<Organization>,
): Promise<RehearsedRecord> {
  const face = ({ name, summary, url, custom }: Organization): Face => ({
    name,
    resume: summary,
    url,
    ...customFace(custom),
  });
  const names = { id: after.id, title: after.name, beforeTitle: before?.name ?? null };
  return recordOf(desk, 'organization', { before: before && face(before), after: face(after) }, names);
}

function customFace(custom: CustomValues): Face {
  return Object.fromEntries(Object.entries(custom).map(([key, value]) => [`custom:${key}`, value]));
}

function organizationName(imagined: Imagined, id: string | null): string | null {
  return id === null ? null : (imagined.organizations.known(id)?.name ?? id);
}

function contactName(imagined: Imagined, id: string): string {
  const contact = imagined.contacts.known(id);
  return contact ? [contact.name, contact.emails[0]].filter(Boolean).join(' · ') : id;
}
