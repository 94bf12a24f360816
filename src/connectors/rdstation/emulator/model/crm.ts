import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import type { Index, Table } from '#kit/emulator/table.ts';
import { createHooks, type Hooks } from './hooks.ts';
import { Refusal } from './refusal.ts';
import type {
  ContactRow,
  DealRow,
  FieldRow,
  LabelRow,
  NoteRow,
  OrganizationRow,
  PipelineRow,
  ProductRow,
  StageRow,
  TaskRow,
  UserRow,
} from './rows.ts';

/** The account: its tables, the ways to look things up in them, and its webhooks. API v1, API v2 and the pages share it. */
export interface Crm {
  users: Table<UserRow>;
  pipelines: Table<PipelineRow>;
  stages: Table<StageRow>;
  labels: Table<LabelRow>;
  fields: Table<FieldRow>;
  deals: Table<DealRow>;
  contacts: Table<ContactRow>;
  organizations: Table<OrganizationRow>;
  notes: Table<NoteRow>;
  tasks: Table<TaskRow>;
  products: Table<ProductRow>;
  by: Lookups;
  hooks: Hooks;
  now(): number;
  /** A fresh 24-digit id; later ids of one process sort after earlier ones. */
  newId(): string;
  /** Makes several writes one. */
  commit<T>(work: () => T): T;
  /** Puts a committed effect on the ledger. */
  record(kind: string, id: string, data: unknown): void;
}

interface Lookups {
  token: Index<UserRow>;
  pipeline: Index<StageRow>;
  fieldOwner: Index<FieldRow>;
  dealName: Index<DealRow>;
  dealStage: Index<DealRow>;
  dealOrganization: Index<DealRow>;
  /** Deals by `customKey`. */
  dealCustom: Index<DealRow>;
  /** Contacts by lower-case e-mail. */
  email: Index<ContactRow>;
  contactDeal: Index<ContactRow>;
  contactOrganization: Index<ContactRow>;
  /** Organizations by `nameKey`. */
  organizationName: Index<OrganizationRow>;
  noteDeal: Index<NoteRow>;
  taskDeal: Index<TaskRow>;
}

/** What names are compared by where they must be unique. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

/** The key of a text value of a custom field. */
export function customKey(fieldId: string, value: string): string {
  return `${fieldId} ${value}`;
}

/** Opens the account kept in the parts' journal. */
export function openCrm(parts: EmulatorParts): Crm {
  const { journal, clock } = parts;
  const tables = {
    users: journal.table<UserRow>('users'),
    pipelines: journal.table<PipelineRow>('pipelines'),
    stages: journal.table<StageRow>('stages'),
    labels: journal.table<LabelRow>('labels'),
    fields: journal.table<FieldRow>('custom_fields'),
    deals: journal.table<DealRow>('deals'),
    contacts: journal.table<ContactRow>('contacts'),
    organizations: journal.table<OrganizationRow>('organizations'),
    notes: journal.table<NoteRow>('notes'),
    tasks: journal.table<TaskRow>('tasks'),
    products: journal.table<ProductRow>('products'),
  };
  return {
    ...tables,
    by: openLookups(tables),
    hooks: createHooks(parts),
    now: () => clock.now(),
    newId: objectIds(parts),
    commit: (work) => journal.commit(work),
    record: (kind, id, data) => journal.record(kind, id, data),
  };
}

type Tables = Omit<Crm, 'by' | 'hooks' | 'now' | 'newId' | 'commit' | 'record'>;

function openLookups(tables: Tables): Lookups {
  return {
    token: tables.users.index((row) => row.token),
    pipeline: tables.stages.index((row) => row.pipelineId),
    fieldOwner: tables.fields.index((row) => row.for),
    dealName: tables.deals.index((row) => row.name),
    dealStage: tables.deals.index((row) => row.stageId),
    dealOrganization: tables.deals.index((row) => row.organizationId),
    dealCustom: tables.deals.index((row) =>
      Object.entries(row.customFields).flatMap(([id, value]) =>
        typeof value === 'string' ? [customKey(id, value)] : [],
      ),
    ),
    email: tables.contacts.index((row) => row.emails.map(({ email }) => email.toLowerCase())),
    contactDeal: tables.contacts.index((row) => row.dealIds),
    contactOrganization: tables.contacts.index((row) => row.organizationId),
    organizationName: tables.organizations.index((row) => nameKey(row.name)),
    noteDeal: tables.notes.index((row) => row.dealId),
    taskDeal: tables.tasks.index((row) => row.dealId),
  };
}

// As MongoDB makes them: seconds, five bytes of this process, a counter.
function objectIds(parts: EmulatorParts): () => string {
  const process = parts.newId().replaceAll('-', '').slice(-10);
  let count = 0;
  return () => {
    const seconds = Math.floor(parts.clock.now() / 1000)
      .toString(16)
      .padStart(8, '0');
    count = (count + 1) & 0xffffff;
    return `${seconds}${process}${count.toString(16).padStart(6, '0')}`;
  };
}

/**
 * The row of an id.
 * @param noun what the vendor calls such a record, in English
 * @throws Refusal `not_found`
 */
export function must<Row extends { id: string }>(table: Table<Row>, id: string, noun: string): Row {
  const row = table.get(id);
  if (!row) throw new Refusal('not_found', noun);
  return row;
}

/** Ids of the contacts linked to a deal, in the order they were made. */
export function contactIdsOf(crm: Crm, dealId: string): string[] {
  return crm.by.contactDeal.all(dealId).map((contact) => contact.id);
}

/** Whether a user sees a record of that owner; what a user does not see answers as if it were not there. */
export function sees(user: UserRow, ownerId: string | null): boolean {
  return user.visibility === 'geral' || ownerId === null || ownerId === user.id;
}

/** Pipelines in the account's order; the first one is the default. */
export function pipelinesInOrder(crm: Crm): PipelineRow[] {
  return crm.pipelines.all().sort((a, b) => a.order - b.order);
}

/** A pipeline's stages, first to last. */
export function stagesOf(crm: Crm, pipelineId: string): StageRow[] {
  return crm.by.pipeline.all(pipelineId).sort((a, b) => a.order - b.order);
}
