import type { ObjectType } from '#domain/records/object.ts';
import {
  fieldTypes,
  fieldTypesOf,
  property,
  propertyTypes,
  type FieldType,
  type Property,
  type PropertyFormat,
  type PropertyType,
} from '#domain/records/property.ts';
import type { WireProperty } from '../wire.ts';

/** Properties whose values stand in the ordered places, by object: what people sort lists by. */
const ordered: Record<string, string[]> = {
  contact: ['firstname', 'lastname', 'email', 'company', 'lifecyclestage', 'hubspot_owner_id'],
  company: ['name', 'domain', 'city', 'numberofemployees', 'annualrevenue', 'hubspot_owner_id'],
  deal: ['dealname', 'dealstage', 'amount', 'closedate', 'pipeline', 'hubspot_owner_id'],
  ticket: ['subject', 'hs_pipeline_stage', 'hs_ticket_priority', 'hs_pipeline', 'hubspot_owner_id'],
  line_item: ['name', 'hs_sku', 'price', 'quantity'],
  note: ['hs_timestamp'],
  task: ['hs_timestamp', 'hs_task_status', 'hs_task_subject'],
};

const formats: Record<string, Record<string, PropertyFormat>> = {
  contact: { email: 'email', website: 'url' },
  company: { domain: 'domain', website: 'url' },
};

/** A property definition of HubSpot's as the hub keeps it ("Properties API", HubSpot docs, read 2026-11). */
export function propertyOf(object: ObjectType, given: WireProperty): Property {
  const { name, label } = given;
  const type = typeOf(given.type);
  const place = (ordered[object.name] ?? object.title).indexOf(name);
  return property({
    ...{ name, label, type },
    description: given.description ?? '',
    fieldType: fieldTypeOf(given.fieldType, type),
    group: given.groupName ?? '',
    options: optionsOf(given),
    references: referenceOf(object, given),
    format: formats[object.name]?.[name] ?? null,
    required: object.requires.some((group) => group.length === 1 && group[0] === name),
    // HubSpot does not say so of a contact's email, and refuses a second one all the same.
    unique: given.hasUniqueValue === true || (object.name === 'contact' && name === 'email'),
    readOnly: given.modificationMetadata?.readOnlyValue === true || given.calculated === true,
    hidden: given.hidden === true,
    custom: given.hubspotDefined !== true,
    slot: place < 0 || place > 5 ? null : place + 1,
  });
}

function typeOf(given: string): PropertyType {
  return propertyTypes.find((type) => type === given) ?? 'string';
}

function fieldTypeOf(given: string, type: PropertyType): FieldType {
  return fieldTypes.find((fieldType) => fieldType === given) ?? fieldTypesOf[type][0]!;
}

function optionsOf({ options }: WireProperty): Property['options'] {
  const known = (options ?? []).map((option, place) => ({ ...option, place: option.displayOrder ?? place }));
  // -1 means: wherever.
  const sorted = known.every(({ place }) => place >= 0) ? known.sort((a, b) => a.place - b.place) : known;
  return sorted.map(({ value, label, hidden }) => ({ value, label, ...(hidden === true && { hidden }) }));
}

function referenceOf({ pipeline }: ObjectType, given: WireProperty): Property['references'] {
  if (given.name === pipeline?.pipeline) return 'pipeline';
  if (given.name === pipeline?.stage) return 'stage';
  if (given.name === 'hubspot_owner_id' || given.referencedObjectType === 'OWNER') return 'owner';
  return null;
}
