import type { JsonObject } from '#std/json.ts';

/** A kind of event to hear of. `property` for changes alone: HubSpot tells of each property that is asked for. */
export interface Wanted {
  eventType: string;
  property: string | null;
}

const nouns = ['contact', 'company', 'deal', 'ticket'];

/**
 * Properties whose changes are heard of at once; all others are seen when changes are read. The times of the last change
 * cannot be subscribed to ("Webhooks API", HubSpot docs, read 2026-11).
 */
const heard: Record<string, string[]> = {
  contact: [
    ...['email', 'firstname', 'lastname', 'phone', 'mobilephone', 'company', 'jobtitle', 'city', 'country'],
    ...['lifecyclestage', 'hs_lead_status', 'hubspot_owner_id'],
  ],
  company: ['name', 'domain', 'phone', 'city', 'country', 'industry', 'lifecyclestage', 'hubspot_owner_id'],
  deal: ['dealname', 'dealstage', 'pipeline', 'amount', 'closedate', 'hubspot_owner_id'],
  ticket: [
    'subject',
    'content',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'hubspot_owner_id',
  ],
};

/** Event names of what happens to records, as triggers name them: with the property behind a colon. */
export function eventNames(
  kind: 'creation' | 'deletion' | 'merge' | 'restore' | 'associationChange',
): string[] {
  return nouns.map((noun) => `${noun}.${kind}`);
}

/** Event names of the properties that are heard of. */
export const changeNames = Object.entries(heard).flatMap(([noun, properties]) =>
  properties.map((property) => `${noun}.propertyChange:${property}`),
);

/** Reads an event's name as triggers give it. */
export function wantedOf(name: string): Wanted {
  const [eventType = '', property = null] = name.split(':');
  return { eventType, property };
}

const further = /^(contact|company|deal|ticket)\.([a-z0-9_]+)$/;

/** What people add in the connection's setting: `contact.city, deal.amount`. What is none of that form is passed over. */
export function furtherNames(settings: JsonObject): string[] {
  const given = settings['webhook_properties'];
  const parts = typeof given === 'string' ? given.toLowerCase().split(/[\s,;]+/) : [];
  return parts.flatMap((part) => {
    const [, noun, property] = further.exec(part) ?? [];
    return noun && property ? [`${noun}.propertyChange:${property}`] : [];
  });
}
