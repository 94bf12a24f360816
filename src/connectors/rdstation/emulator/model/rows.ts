/** What the emulated RD Station CRM account keeps. Times are milliseconds since the epoch, ids 24 hex digits. */

interface Kept {
  id: string;
  createdAt: number;
  updatedAt: number;
}

/** A person of the account. `token` is the API v1 token; null until "Gerar token" was pressed. */
export interface UserRow extends Kept {
  name: string;
  email: string;
  phone: string | null;
  active: boolean;
  token: string | null;
  /** What the user, and thus the token, sees: everything, or only what the user owns. */
  visibility: 'geral' | 'restrito';
}

export interface PipelineRow extends Kept {
  name: string;
  order: number;
}

export interface StageRow extends Kept {
  pipelineId: string;
  name: string;
  nickname: string;
  order: number;
  objective: string | null;
  description: string | null;
}

export type LabelKind = 'source' | 'campaign' | 'lost_reason' | 'segment';

/** Sources, campaigns, lost reasons and segments: things that are little more than a name. */
export interface LabelRow extends Kept {
  kind: LabelKind;
  name: string;
  description: string | null;
}

export const fieldOwners = ['deal', 'contact', 'organization', 'product'] as const;
export type FieldOwner = (typeof fieldOwners)[number];
export const fieldTypes = ['text', 'option', 'date', 'multiple_choice'] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A custom field. `slug` is what API v2 calls it. */
export interface FieldRow extends Kept {
  for: FieldOwner;
  label: string;
  slug: string;
  type: FieldType;
  opts: string[];
  order: number;
  required: boolean;
  unique: boolean;
  allowNew: boolean;
  visible: boolean;
}

export type CustomValue = string | string[] | null;
/** Values by the id of their custom field. */
export type CustomValues = Record<string, CustomValue>;

export interface DealProduct {
  id: string;
  productId: string | null;
  name: string;
  description: string | null;
  basePrice: number;
  price: number;
  amount: number;
  discount: number;
  discountType: 'value' | 'percentage';
  recurrence: 'spare' | 'monthly';
  createdAt: number;
}

export type DealStatus = 'ongoing' | 'won' | 'lost';

export interface DealRow extends Kept {
  name: string;
  stageId: string;
  ownerId: string;
  rating: number;
  status: DealStatus;
  /** Paused. */
  hold: boolean;
  closedAt: number | null;
  /** YYYY-MM-DD. */
  expectedCloseDate: string | null;
  sourceId: string | null;
  campaignId: string | null;
  lostReasonId: string | null;
  lostNote: string | null;
  organizationId: string | null;
  customFields: CustomValues;
  products: DealProduct[];
  /** The stages it went through, oldest first; the last one has no end. */
  stays: { id: string; stageId: string; from: number; to: number | null }[];
}

export interface Phone {
  phone: string;
  /** v1's words: cellphone, home, work, fax. */
  type: string | null;
}
export interface Birthday {
  day: number;
  month: number;
  year: number;
}
export interface LegalBasis {
  category: string;
  type: string;
  status: string;
}

/** A contact keeps the list of its deals, as the vendor's `deal_ids` does. */
export interface ContactRow extends Kept {
  name: string;
  title: string | null;
  emails: { id: string; email: string }[];
  phones: Phone[];
  birthday: Birthday | null;
  organizationId: string | null;
  dealIds: string[];
  customFields: CustomValues;
  legalBases: LegalBasis[];
  socials: { facebook: string | null; linkedin: string | null; skype: string | null };
  notes: string | null;
}

export interface OrganizationRow extends Kept {
  name: string;
  resume: string | null;
  url: string | null;
  address: string | null;
  segmentIds: string[];
  ownerId: string | null;
  customFields: CustomValues;
}

/** A note ("anotação"; API v1 says activity). Notes are never changed. */
export interface NoteRow extends Kept {
  dealId: string;
  userId: string;
  text: string;
}

export const taskTypes = ['call', 'email', 'meeting', 'task', 'lunch', 'visit', 'whatsapp'] as const;
export type TaskType = (typeof taskTypes)[number];

export interface TaskRow extends Kept {
  dealId: string;
  subject: string;
  type: TaskType;
  notes: string | null;
  /** When it is due. */
  dueAt: number | null;
  userIds: string[];
  createdById: string | null;
  doneAt: number | null;
  doneById: string | null;
}

export interface ProductRow extends Kept {
  name: string;
  description: string | null;
  basePrice: number;
  visible: boolean;
}

/** A webhook: one address for one event. */
export interface HookRow extends Kept {
  /** A UUID, unlike all other ids. */
  id: string;
  name: string | null;
  eventType: string;
  url: string;
  status: 'active' | 'suspended' | 'inactive';
  createdVia: string;
}
