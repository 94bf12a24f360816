/** Types and field types are HubSpot's (docs "Properties API", read 2026-11). */
export const propertyTypes = [
  'string',
  'number',
  'date',
  'datetime',
  'bool',
  'enumeration',
  'phone_number',
  'json',
  'object_coordinates',
] as const;
export type PropertyType = (typeof propertyTypes)[number];

export const fieldTypes = [
  'text',
  'textarea',
  'html',
  'file',
  'phonenumber',
  'number',
  'date',
  'booleancheckbox',
  'checkbox',
  'radio',
  'select',
  'calculation_equation',
] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Which ways of entering fit which type; the first is the usual one. */
export const fieldTypesOf: Record<PropertyType, readonly FieldType[]> = {
  string: ['text', 'textarea', 'file', 'html', 'phonenumber', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  phone_number: ['phonenumber'],
  json: ['text'],
  object_coordinates: ['text'],
};

export interface PropertyOption {
  value: string;
  label: string;
  hidden?: boolean;
}

/** What a value is beyond its type, so that it is checked and shown as such. */
export type PropertyFormat = 'email' | 'domain' | 'url';

/** A field of an object. */
export interface Property {
  name: string;
  label: string;
  description: string;
  type: PropertyType;
  fieldType: FieldType;
  /** Heading it stands under. */
  group: string;
  /** In order: an enumeration that moves forward only moves along it. */
  options: PropertyOption[];
  /** Values that stand in another table of the CRM. */
  references: 'owner' | 'pipeline' | 'stage' | null;
  format: PropertyFormat | null;
  /** A person creating a record by hand is asked for it. */
  required: boolean;
  /** No two records that are not archived have the same value. */
  unique: boolean;
  /** Written by the CRM alone. */
  readOnly: boolean;
  /** Not shown to people unless they ask. */
  hidden: boolean;
  /** Made by people of the account, so people may change and remove it. */
  custom: boolean;
  /** Which of a record's six ordered places its values stand in; null: lists sorted by it are sorted when asked for. */
  slot: number | null;
}

/** How many properties of an object can have an ordered place. */
export const slots = 6;

/** Whether several options may be chosen: texts with `;` between. */
export function isMultiple(property: Pick<Property, 'type' | 'fieldType'>): boolean {
  return property.type === 'enumeration' && property.fieldType === 'checkbox';
}

/** A property, with what is usual where nothing is said. */
export function property(
  given: Pick<Property, 'name' | 'label'> & Partial<Omit<Property, 'name' | 'label'>>,
): Property {
  const type = given.type ?? 'string';
  return {
    description: '',
    type,
    fieldType: fieldTypesOf[type][0]!,
    group: '',
    options: [],
    references: null,
    format: null,
    required: false,
    unique: false,
    readOnly: false,
    hidden: false,
    custom: false,
    slot: null,
    ...given,
  };
}
