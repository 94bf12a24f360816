// What stands beside the records: lists, forms, timeline events.

export interface ListRow {
  id: string;
  portal: number;
  listId: string;
  name: string;
  objectTypeId: string;
  processingType: 'MANUAL' | 'SNAPSHOT' | 'DYNAMIC';
  filterBranch: unknown;
  deletedAt: number | null;
  createdAt: number;
  updatedAt: number;
}

export interface MembershipRow {
  id: string;
  list: string;
  /** `recordKey` of the member. */
  record: string;
  recordId: string;
  firstAddedAt: number;
  lastAddedAt: number;
}

export interface FormField {
  name: string;
  label: string;
  fieldType: string;
  required: boolean;
  hidden: boolean;
  defaultValue: string;
  options: { label: string; value: string }[];
}

export interface FormRow {
  id: string;
  portal: number;
  guid: string;
  name: string;
  fields: FormField[];
  thanks: string;
  createdAt: number;
  updatedAt: number;
}

export interface SubmissionRow {
  id: string;
  form: string;
  submittedAt: number;
  values: { name: string; value: string; objectTypeId: string }[];
  pageUrl: string;
  pageName: string;
  contactId: string;
}

export interface TokenDefinition {
  name: string;
  label: string;
  type: 'string' | 'number' | 'enumeration' | 'date';
  options: { label: string; value: string }[];
  objectPropertyName: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface TemplateRow {
  id: string;
  appId: number;
  name: string;
  objectType: 'contacts' | 'companies' | 'deals';
  headerTemplate: string;
  detailTemplate: string;
  tokens: TokenDefinition[];
  createdAt: number;
  updatedAt: number;
}

export interface TimelineRow {
  id: string;
  portal: number;
  templateId: string;
  eventId: string;
  record: string;
  objectId: string;
  email: string | null;
  utk: string | null;
  domain: string | null;
  tokens: Record<string, string>;
  extraData: unknown;
  timelineIFrame: unknown;
  timestamp: number;
  createdAt: number;
}
