/**
 * What the connector needs of RD Station CRM, whichever of its two APIs is behind it. Ids are the vendor's 24 hex
 * digits, moments are milliseconds since the epoch, days are `YYYY-MM-DD`, money is a plain number in the account's
 * currency. Every method throws `VendorError`; a read by id gives null when the record is gone or not visible.
 */
export interface CrmPort {
  /** Which side holds the link between a contact and a deal: v1 writes `contact.deal_ids`, v2 `deal.contact_ids`. */
  linkSide: 'contact' | 'deal';
  account(): Promise<{ account: string; details: Record<string, string> }>;

  pipelines(): Promise<Named[]>;
  /** A pipeline with its stages in order, or null when it is gone. */
  pipeline(id: string): Promise<Pipeline | null>;
  users(): Promise<User[]>;
  sources(): Promise<Named[]>;
  campaigns(): Promise<Named[]>;
  lostReasons(): Promise<Named[]>;
  products(): Promise<Named[]>;
  customFields(of: CrmObject): Promise<CustomField[]>;

  getDeal(id: string): Promise<Deal | null>;
  /** Deals newest first; every given condition holds for each of them. */
  findDeals(query: DealQuery): Promise<Deal[]>;
  /** Deals of a contact; closed ones only when asked for. */
  dealsOfContact(contact: Contact, query: { pipelineId: string | null; closed: boolean }): Promise<Deal[]>;
  /** One call. v1 creates the product line along with the deal; v2 cannot, so its deal comes back with no amount. */
  createDeal(fields: DealFields & { title: string }, line: ValueLine | null): Promise<Deal>;
  updateDeal(id: string, fields: DealFields): Promise<Deal>;
  /** Product lines of a deal. */
  lines(dealId: string): Promise<DealLine[]>;
  addLine(dealId: string, line: ValueLine): Promise<DealLine>;
  updateLine(dealId: string, lineId: string, line: ValueLine): Promise<DealLine>;

  getContact(id: string): Promise<Contact | null>;
  /** Contacts with exactly this email (case-insensitive), the newest updated first. */
  findContactsByEmail(email: string): Promise<Contact[]>;
  createContact(fields: ContactFields & { name: string }): Promise<Contact>;
  updateContact(id: string, fields: ContactFields): Promise<Contact>;

  getOrganization(id: string): Promise<Organization | null>;
  /** Organizations with exactly this name (case-insensitive), the newest updated first. */
  findOrganizationsByName(name: string): Promise<Organization[]>;
  createOrganization(fields: OrganizationFields & { name: string }): Promise<Organization>;
  updateOrganization(id: string, fields: OrganizationFields): Promise<Organization>;

  notesOf(dealId: string): Promise<Note[]>;
  createNote(note: { dealId: string; text: string; userId?: string }): Promise<Note>;
  tasksOf(dealId: string): Promise<Task[]>;
  createTask(task: NewTask): Promise<Task>;

  webhooks(): Promise<WebhookSubscription[]>;
  createWebhook(webhook: { event: string; url: string }): Promise<WebhookSubscription>;
  /** Does nothing when it is gone already. */
  deleteWebhook(id: string): Promise<void>;
}

export type CrmObject = 'deal' | 'contact' | 'organization';

export interface Named {
  id: string;
  name: string;
}

export interface User extends Named {
  email: string | null;
  active: boolean;
}

export interface Stage extends Named {
  order: number;
}

export interface Pipeline extends Named {
  /** From first to last. */
  stages: Stage[];
}

export interface CustomField {
  id: string;
  /** What the API calls it in a record: its id in v1, its slug in v2. */
  key: string;
  label: string;
  type: 'text' | 'option' | 'multiple_choice' | 'date';
  choices: string[];
  /** Whether values outside the choices are accepted. */
  allowsNew: boolean;
}

/** Text, several choices, or nothing. */
export type CustomValue = string | string[] | null;

/** By `CustomField.key`. */
export type CustomValues = Record<string, CustomValue>;

export type DealOutcome = 'open' | 'won' | 'lost';

export interface Deal {
  id: string;
  title: string;
  outcome: DealOutcome;
  /** Null when the answer does not say (v1 lists). */
  pipelineId: string | null;
  stageId: string | null;
  ownerId: string | null;
  sourceId: string | null;
  campaignId: string | null;
  organizationId: string | null;
  rating: number | null;
  /** Day the deal is predicted to close. */
  closeOn: string | null;
  amount: number | null;
  custom: CustomValues;
  /** Linked contacts; null when the answer does not say (v1). */
  contactIds: string[] | null;
  /** Emails of linked contacts, lowercase; null when the answer does not say. */
  contactEmails: string[] | null;
  createdAt: number | null;
  /** Read from a list that leaves things out (v1: source, campaign, pipeline): read it by id before filling what looks empty. */
  partial: boolean;
}

export interface DealFields {
  title?: string;
  stageId?: string;
  /** v2 wants it beside the stage; in v1 the stage decides. */
  pipelineId?: string;
  ownerId?: string;
  sourceId?: string;
  campaignId?: string;
  organizationId?: string;
  rating?: number;
  closeOn?: string;
  custom?: CustomValues;
  contactIds?: string[];
  outcome?: 'won' | 'lost';
  lostReasonId?: string;
  lostNote?: string;
}

export interface DealQuery {
  /** Exact, case and all. */
  title?: string;
  pipelineId?: string;
  /** Exact value of a custom field. */
  custom?: { key: string; value: string };
  outcome?: DealOutcome;
}

/** One product line that carries a value: amount 1, no discount, not recurring. */
export interface ValueLine {
  productId: string;
  productName: string;
  price: number;
}

export interface DealLine {
  id: string;
  productId: string | null;
  total: number;
}

export interface Phone {
  number: string;
  type: PhoneType;
}

/** v1 says `cellphone` where v2 says `mobile`. */
export const phoneTypes = ['mobile', 'work', 'home', 'fax'] as const;
export type PhoneType = (typeof phoneTypes)[number];

export interface Contact {
  id: string;
  name: string;
  jobTitle: string | null;
  /** Lowercase. */
  emails: string[];
  phones: string[];
  organizationId: string | null;
  custom: CustomValues;
  /** Deals as far as the answer says (v1); null otherwise. */
  deals: { id: string; outcome: DealOutcome | null }[] | null;
  updatedAt: number | null;
}

export interface ContactFields {
  name?: string;
  jobTitle?: string;
  email?: string;
  phone?: Phone;
  organizationId?: string;
  custom?: CustomValues;
  /** The whole list (v1 only). */
  dealIds?: string[];
}

export interface Organization {
  id: string;
  name: string;
  /** RD's `resume` (v1) or `description` (v2). */
  summary: string | null;
  url: string | null;
  custom: CustomValues;
  updatedAt: number | null;
}

export interface OrganizationFields {
  name?: string;
  summary?: string;
  url?: string;
  custom?: CustomValues;
}

export interface Note {
  id: string;
  text: string;
  createdAt: number | null;
}

export const taskTypes = ['call', 'email', 'meeting', 'task', 'lunch', 'visit', 'whatsapp'] as const;
export type TaskType = (typeof taskTypes)[number];

export interface NewTask {
  dealId: string;
  subject: string;
  type: TaskType;
  /** Day it is due. */
  day: string;
  /** `HH:MM` in the account's zone. */
  hour: string;
  notes?: string;
  userIds: string[];
}

export interface Task {
  id: string;
  subject: string;
  createdAt: number | null;
}

export interface WebhookSubscription {
  id: string;
  event: string;
  url: string;
  active: boolean;
}
