import { typeKey } from './lookups.ts';
import type { Hub } from './hub.ts';
import { conflict, invalid, notFound } from './refusal.ts';
import type { GroupRow, Property, PropertyRow, PropertyType } from './rows.ts';
import {
  dealProperties,
  lineItemProperties,
  noteProperties,
  productProperties,
  taskProperties,
  ticketProperties,
} from './standard/business.ts';
import { standardProperty, systemProperties } from './standard/define.ts';
import { companyProperties, contactProperties } from './standard/people.ts';

const standardOf: Record<string, Property[]> = {
  '0-1': contactProperties,
  '0-2': companyProperties,
  '0-3': dealProperties,
  '0-5': ticketProperties,
  '0-7': productProperties,
  '0-8': lineItemProperties,
  '0-27': taskProperties,
  '0-46': noteProperties,
};
const custom = [
  ...systemProperties('custominformation', 'hs_lastmodifieddate'),
  standardProperty('custominformation', 'hs_createdate', 'Object create date', 'datetime/date', {
    readOnlyValue: true,
  }),
];
const standardMaps = new Map(
  Object.entries(standardOf).map(([type, list]) => [type, new Map(list.map((one) => [one.name, one]))]),
);
const customMap = new Map(custom.map((one) => [one.name, one]));

const groupLabels: Record<string, string> = {
  contactinformation: 'Contact information',
  conversioninformation: 'Conversion information',
  companyinformation: 'Company information',
  dealinformation: 'Deal information',
  ticketinformation: 'Ticket information',
  productinformation: 'Product information',
  lineiteminformation: 'Line item information',
  engagement: 'Activity information',
  custominformation: 'Information',
};

const propertyId = (portal: number, type: string, name: string) => `${portal}/${type}/${name}`;

/** The definition of a property that is not archived: the account's own, or HubSpot's. */
export function propertyOf(hub: Hub, portal: number, type: string, name: string): Property | undefined {
  const own = hub.properties.get(propertyId(portal, type, name));
  if (own) return own.archivedAt === null ? own : undefined;
  return (standardMaps.get(type) ?? customMap).get(name);
}

/** All properties of a type: HubSpot's, with the account's changes, then the account's own. */
export function propertiesOf(hub: Hub, portal: number, type: string, archived = false): Property[] {
  const own = hub.by.propertiesOf.all(typeKey(portal, type));
  if (archived) return own.filter((row) => row.archivedAt !== null);
  const changed = new Map(own.map((row) => [row.name, row]));
  const standard = (standardOf[type] ?? custom).map((one) => changed.get(one.name) ?? one);
  return [...standard, ...own.filter((row) => !row.hubspotDefined && row.archivedAt === null)];
}

/** What a caller says of a property; what is undefined stays as it is. */
export interface PropertyDraft {
  label?: string | undefined;
  type?: PropertyType | undefined;
  fieldType?: string | undefined;
  groupName?: string | undefined;
  description?: string | undefined;
  hidden?: boolean | undefined;
  displayOrder?: number | undefined;
  formField?: boolean | undefined;
  hasUniqueValue?: boolean | undefined;
  options?: OptionDraft[] | undefined;
}
interface OptionDraft {
  label: string;
  value: string;
  displayOrder?: number | undefined;
  hidden?: boolean | undefined;
  description?: string | undefined;
}

// HubSpot docs "Properties API", read 2026-11.
const fieldTypes: Record<PropertyType, string[]> = {
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['booleancheckbox', 'checkbox', 'radio', 'select', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  string: ['text', 'textarea', 'file', 'html', 'phonenumber', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  phone_number: ['phonenumber'],
};
const mostUnique = 10;

/** Makes a property of the account's own. @throws HubError 400 and 409 */
export function createProperty(
  hub: Hub,
  portal: number,
  type: string,
  name: string,
  draft: PropertyDraft,
): PropertyRow {
  const id = propertyId(portal, type, name);
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(name)) {
    throw invalid(`Property name "${name}" is not valid: lower-case letters, digits and underscores only.`);
  }
  const before = hub.properties.get(id);
  if ((before && before.archivedAt === null) || propertyOf(hub, portal, type, name)) {
    throw conflict(`A property named '${name}' already exists.`, {
      subCategory: 'Properties.PROPERTY_EXISTS',
    });
  }
  const missing = (['label', 'type', 'fieldType', 'groupName'] as const).filter((key) => !draft[key]);
  if (missing.length > 0) {
    throw invalid(`Some required fields were not set: [${missing.join(', ')}]`);
  }
  const unique = hub.by.propertiesOf.all(typeKey(portal, type)).filter((row) => row.hasUniqueValue);
  if (draft.hasUniqueValue && unique.length >= mostUnique) {
    throw invalid(`At most ${mostUnique} properties of an object type can have unique values.`);
  }
  const base: Property = {
    name,
    label: name,
    type: 'string',
    fieldType: 'text',
    groupName: '',
    description: '',
    options: [],
    hasUniqueValue: false,
    formField: false,
    hidden: false,
    displayOrder: -1,
    hubspotDefined: false,
    readOnlyValue: draft.fieldType === 'calculation_equation',
    externalOptions: null,
  };
  return hub.commit(() => {
    hub.record('property.created', id, { portalId: portal, objectType: type, name });
    return put(hub, portal, type, base, draft);
  });
}

/** Changes a definition; of HubSpot's own, what the account sees of it. @throws HubError 400 and 404 */
export function changeProperty(
  hub: Hub,
  portal: number,
  type: string,
  name: string,
  draft: PropertyDraft,
): PropertyRow {
  const property = mustProperty(hub, portal, type, name);
  return hub.commit(() => {
    hub.record('property.updated', propertyId(portal, type, name), {
      portalId: portal,
      objectType: type,
      name,
    });
    return put(hub, portal, type, property, draft);
  });
}

/** Archives a property of the account's own. @throws HubError 400 for HubSpot's, 404 */
export function archiveProperty(hub: Hub, portal: number, type: string, name: string): void {
  const property = mustProperty(hub, portal, type, name);
  if (property.hubspotDefined) {
    throw invalid(`Property "${name}" is defined by HubSpot and cannot be deleted.`);
  }
  const row = hub.properties.get(propertyId(portal, type, name))!;
  hub.commit(() => {
    hub.properties.put({ ...row, archivedAt: hub.now() });
    hub.record('property.archived', row.id, { portalId: portal, objectType: type, name });
  });
}

/** The definition of a property. @throws HubError 404 */
export function mustProperty(hub: Hub, portal: number, type: string, name: string): Property {
  const property = propertyOf(hub, portal, type, name);
  if (!property) throw notFound(`Property "${name}" does not exist`);
  return property;
}

function put(hub: Hub, portal: number, type: string, before: Property, draft: PropertyDraft): PropertyRow {
  const { options, ...rest } = draft;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const after: Property = { ...before, ...given };
  if (options) {
    after.options = options.map(({ label, value, displayOrder, hidden, description }, order) => ({
      label,
      value,
      displayOrder: displayOrder ?? order,
      hidden: hidden ?? false,
      description: description ?? '',
    }));
    const twice = after.options.find(
      ({ value }, order) => after.options.findIndex((one) => one.value === value) < order,
    );
    if (twice) throw invalid(`Option value "${twice.value}" is used more than once.`);
  }
  if (!fieldTypes[after.type]?.includes(after.fieldType)) {
    throw invalid(`Property type '${after.type}' cannot have the field type '${after.fieldType}'.`);
  }
  if (!groupsOf(hub, portal, type).some((group) => group.name === after.groupName)) {
    throw invalid(`Property group "${after.groupName}" does not exist`);
  }
  const now = hub.now();
  const id = propertyId(portal, type, after.name);
  const createdAt = hub.properties.get(id)?.createdAt ?? now;
  return hub.properties.put({
    ...after,
    id,
    portal,
    objectType: type,
    archivedAt: null,
    createdAt,
    updatedAt: now,
  });
}

/** The groups of a type: those of HubSpot's properties, then the account's own. */
export function groupsOf(
  hub: Hub,
  portal: number,
  type: string,
): Omit<GroupRow, 'id' | 'portal' | 'objectType'>[] {
  const names = [...new Set((standardOf[type] ?? custom).map((one) => one.groupName))];
  const standard = names.map((name, displayOrder) => ({
    name,
    label: groupLabels[name] ?? name,
    displayOrder,
  }));
  return [...standard, ...hub.by.groupsOf.all(typeKey(portal, type))];
}

/** Makes or renames a group. */
export function putGroup(
  hub: Hub,
  portal: number,
  type: string,
  group: { name: string; label: string; displayOrder: number },
): GroupRow {
  return hub.groups.put({ ...group, id: propertyId(portal, type, group.name), portal, objectType: type });
}
