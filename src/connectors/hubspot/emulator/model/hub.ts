import type { EmulatorParts } from '#kit/emulator/emulator.ts';
import type { Table } from '#kit/emulator/table.ts';
import { openLag, type Lag } from './lag.ts';
import { openLookups, recordKey, type Lookups } from './lookups.ts';
import { notFound } from './refusal.ts';
import type * as rows from './rows.ts';
import type * as beside from './rows-beside.ts';
import { defaultSettings, type Settings } from './settings.ts';

/** Everything HubSpot keeps here: the accounts and their records, the developer's apps, and who hears of changes. */
export interface Hub extends Tables {
  parts: EmulatorParts;
  by: Lookups;
  /** What a search still sees of records that changed a moment ago. */
  lag: Lag;
  /** Told of each change that webhooks may be subscribed to; the sender puts itself here. */
  announce(event: Announcement): void;
  settings(): Settings;
  changeSettings(change: Partial<Settings>): Settings;
  now(): number;
  newId(): string;
  /** The next number of a sequence; part of the surrounding commit. */
  next(sequence: string): number;
  /** The last number `next` gave; 0 when there is none. */
  last(sequence: string): number;
  commit<T>(work: () => T): T;
  record(kind: string, id: string, data: unknown): void;
}

/** A change of an account's records, before it is known who subscribed to it. */
export interface Announcement {
  portal: number;
  /** The type id, "0-1". */
  type: string;
  kind:
    | 'creation'
    | 'deletion'
    | 'merge'
    | 'restore'
    | 'propertyChange'
    | 'associationChange'
    | 'privacyDeletion';
  source: rows.Source;
  /** For propertyChange. */
  propertyName?: string;
  /** What the event carries besides ids and time. */
  body: Record<string, unknown>;
}

/** The tables of the journal. */
export interface Tables {
  accounts: Table<rows.AccountRow>;
  owners: Table<rows.OwnerRow>;
  records: Table<rows.RecordRow>;
  history: Table<rows.HistoryRow>;
  associations: Table<rows.AssociationRow>;
  labels: Table<rows.LabelRow>;
  properties: Table<rows.PropertyRow>;
  groups: Table<rows.GroupRow>;
  pipelines: Table<rows.PipelineRow>;
  schemas: Table<rows.SchemaRow>;
  lists: Table<beside.ListRow>;
  memberships: Table<beside.MembershipRow>;
  forms: Table<beside.FormRow>;
  submissions: Table<beside.SubmissionRow>;
  templates: Table<beside.TemplateRow>;
  timeline: Table<beside.TimelineRow>;
}

const firstNumbers: Record<string, number> = {
  typeId: 100,
  object: 100,
  list: 10,
  label: 600,
  template: 1_000_000,
};

/** Opens what the parts' journal keeps. */
export function openHub(parts: EmulatorParts): Hub {
  const { journal, clock } = parts;
  const tables: Tables = {
    accounts: journal.table('accounts'),
    owners: journal.table('owners'),
    records: journal.table('records'),
    history: journal.table('history'),
    associations: journal.table('associations'),
    labels: journal.table('labels'),
    properties: journal.table('properties'),
    groups: journal.table('groups'),
    pipelines: journal.table('pipelines'),
    schemas: journal.table('schemas'),
    lists: journal.table('lists'),
    memberships: journal.table('memberships'),
    forms: journal.table('forms'),
    submissions: journal.table('submissions'),
    templates: journal.table('templates'),
    timeline: journal.table('timeline'),
  };
  const counters = journal.table<{ id: string; last: number }>('counters');
  const settings = journal.table<Settings & { id: string }>('settings');
  const current = (): Settings => ({ ...defaultSettings, ...settings.get('settings') });
  const last = (sequence: string) =>
    counters.get(sequence)?.last ?? firstNumbers[sequence.split('/')[0]!] ?? 0;
  return {
    ...tables,
    parts,
    by: openLookups(tables),
    lag: openLag(clock, () => current().searchLagMs),
    announce: () => undefined,
    settings: current,
    changeSettings: (change) => settings.put({ ...current(), ...change, id: 'settings' }),
    now: () => clock.now(),
    newId: parts.newId,
    last,
    next(sequence) {
      const number = last(sequence) + 1;
      counters.put({ id: sequence, last: number });
      return number;
    },
    commit: (work) => journal.commit(work),
    record: (kind, id, data) => journal.record(kind, id, data),
  };
}

/** The account of a portal id. @throws HubError 404 */
export function accountOf(hub: Hub, portal: number): rows.AccountRow {
  const account = hub.accounts.get(String(portal));
  if (!account) throw notFound();
  return account;
}

/** A record that is not archived, or undefined. */
export function liveRecord(hub: Hub, portal: number, type: string, id: string): rows.RecordRow | undefined {
  const row = hub.records.get(recordKey(portal, type, id));
  return row?.archivedAt === null ? row : undefined;
}
