/** A HubSpot account ("portal", "hub"). */
export interface AccountRow {
  id: string;
  portalId: number;
  name: string;
  domain: string;
  timeZone: string;
  currency: string;
}

/** Somebody who uses an account: an owner of records and, signed in, who grants access. */
export interface OwnerRow {
  id: string;
  portal: number;
  ownerId: string;
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}

/** Where a value came from, as property history tells it. */
export interface Source {
  /** API, INTEGRATION, CRM_UI, FORM, IMPORT … */
  type: string;
  id: string | null;
  label: string | null;
  userId: number | null;
}

/** A record of any type. `values` holds what is set; times and ids are kept beside it. */
export interface RecordRow {
  id: string;
  portal: number;
  type: string;
  objectId: string;
  values: Record<string, string>;
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  mergedInto: string | null;
  source: Source;
}

export interface Version {
  /** Empty when it was cleared. */
  value: string;
  at: number;
  source: Source;
}

/** Values of a record that changed since its creation, oldest version first, the one of the creation included. */
export interface HistoryRow {
  id: string;
  versions: Record<string, Version[]>;
}

export interface AssociationKind {
  category: 'HUBSPOT_DEFINED' | 'USER_DEFINED' | 'INTEGRATOR_DEFINED';
  typeId: number;
  label: string | null;
}

/** One direction of a link between two records. */
export interface AssociationRow {
  id: string;
  portal: number;
  fromType: string;
  fromId: string;
  toType: string;
  toId: string;
  kinds: AssociationKind[];
}

/** A label people made for links from one type to another; its inverse is a row of its own. */
export interface LabelRow {
  id: string;
  portal: number;
  fromType: string;
  toType: string;
  typeId: number;
  name: string;
  label: string | null;
  inverseId: number;
}

export interface OptionRow {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
  description: string;
}

export type PropertyType =
  'bool' | 'enumeration' | 'date' | 'datetime' | 'string' | 'number' | 'phone_number';

export interface Property {
  name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  groupName: string;
  description: string;
  options: OptionRow[];
  hasUniqueValue: boolean;
  formField: boolean;
  hidden: boolean;
  displayOrder: number;
  hubspotDefined: boolean;
  readOnlyValue: boolean;
  /** Options come from elsewhere: owners, pipelines, stages. */
  externalOptions: 'OWNER' | 'PIPELINE' | 'STAGE' | null;
}

/** A property of an account's own, or a changed standard one. */
export interface PropertyRow extends Property {
  id: string;
  portal: number;
  objectType: string;
  archivedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export interface GroupRow {
  id: string;
  portal: number;
  objectType: string;
  name: string;
  label: string;
  displayOrder: number;
}

export interface StageRow {
  id: string;
  label: string;
  displayOrder: number;
  metadata: Record<string, string>;
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface PipelineRow {
  id: string;
  portal: number;
  objectType: string;
  pipelineId: string;
  label: string;
  displayOrder: number;
  stages: StageRow[];
  createdAt: number;
  updatedAt: number;
}

/** A custom object type. */
export interface SchemaRow {
  id: string;
  portal: number;
  typeId: string;
  name: string;
  labels: { singular: string; plural: string };
  requiredProperties: string[];
  searchableProperties: string[];
  primaryDisplayProperty: string | null;
  secondaryDisplayProperties: string[];
  associatedTypes: string[];
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}
