import type { Index } from '#kit/emulator/table.ts';
import type { Tables } from './hub.ts';
import type * as rows from './rows.ts';
import type * as beside from './rows-beside.ts';
import { contactProperties } from './standard/people.ts';

/** The id of a record's row. */
export function recordKey(portal: number, type: string, objectId: string): string {
  return `${portal}/${type}/${objectId}`;
}

/** Where a property of a type lives. */
export function typeKey(portal: number, type: string): string {
  return `${portal}/${type}`;
}

/** The key a record is found by through a unique value; case does not matter. */
export function uniqueKey(portal: number, type: string, property: string, value: string): string {
  return `${portal}/${type}/${property}=${value.trim().toLowerCase()}`;
}

/** Records of one type, a hundred consecutive ids together: a page is read without looking at the others. */
export function blockKey(portal: number, type: string, block: number): string {
  return `${portal}/${type}/#${block}`;
}
/** Ids of one block. */
export const blockSize = 100;

export interface Lookups {
  /** Records by `blockKey`, archived ones included. */
  block: Index<rows.RecordRow>;
  /** Live records by `uniqueKey`. */
  unique: Index<rows.RecordRow>;
  /** Live records by `typeKey`; reads them all, for searches and counts. */
  type: Index<rows.RecordRow>;
  /** Links by `recordKey` of where they begin. */
  from: Index<rows.AssociationRow>;
  ownersOf: Index<rows.OwnerRow>;
  propertiesOf: Index<rows.PropertyRow>;
  groupsOf: Index<rows.GroupRow>;
  pipelinesOf: Index<rows.PipelineRow>;
  schemasOf: Index<rows.SchemaRow>;
  /** Labels by `portal/from/to`. */
  labelsOf: Index<rows.LabelRow>;
  listsOf: Index<beside.ListRow>;
  members: Index<beside.MembershipRow>;
  /** Memberships by `recordKey`. */
  memberOf: Index<beside.MembershipRow>;
  formsOf: Index<beside.FormRow>;
  submissionsOf: Index<beside.SubmissionRow>;
  templatesOf: Index<beside.TemplateRow>;
  /** Timeline events by `recordKey`. */
  timelineOf: Index<beside.TimelineRow>;
}

const standardUnique = new Map([
  ['0-1', contactProperties.filter((one) => one.hasUniqueValue).map((one) => one.name)],
]);

/** Indexes over the tables, kept up to date from here on. */
export function openLookups(tables: Tables): Lookups {
  const ownUnique = tables.properties.index((row) =>
    row.hasUniqueValue ? typeKey(row.portal, row.objectType) : null,
  );
  const uniqueOf = (row: rows.RecordRow): string[] => {
    if (row.archivedAt !== null) return [];
    const own = ownUnique.all(typeKey(row.portal, row.type)).map((property) => property.name);
    const keys = [...(standardUnique.get(row.type) ?? []), ...own].flatMap((name) => {
      const value = row.values[name];
      return value ? [uniqueKey(row.portal, row.type, name, value)] : [];
    });
    // Secondary addresses are unique too, and find the contact by `email`. HubSpot docs "Contacts", read 2026-11.
    const more = row.type === '0-1' ? (row.values['hs_additional_emails']?.split(';') ?? []) : [];
    return [...keys, ...more.map((email) => uniqueKey(row.portal, row.type, 'email', email))];
  };
  const of = (row: { portal: number }) => String(row.portal);
  return {
    block: tables.records.index((row) =>
      blockKey(row.portal, row.type, Math.floor(Number(row.objectId) / blockSize)),
    ),
    unique: tables.records.index(uniqueOf),
    type: tables.records.index((row) => (row.archivedAt === null ? typeKey(row.portal, row.type) : null)),
    from: tables.associations.index((row) => recordKey(row.portal, row.fromType, row.fromId)),
    ownersOf: tables.owners.index(of),
    propertiesOf: tables.properties.index((row) => typeKey(row.portal, row.objectType)),
    groupsOf: tables.groups.index((row) => typeKey(row.portal, row.objectType)),
    pipelinesOf: tables.pipelines.index((row) => typeKey(row.portal, row.objectType)),
    schemasOf: tables.schemas.index(of),
    labelsOf: tables.labels.index((row) => `${row.portal}/${row.fromType}/${row.toType}`),
    listsOf: tables.lists.index(of),
    members: tables.memberships.index((row) => row.list),
    memberOf: tables.memberships.index((row) => row.record),
    formsOf: tables.forms.index(of),
    submissionsOf: tables.submissions.index((row) => row.form),
    templatesOf: tables.templates.index((row) => String(row.appId)),
    timelineOf: tables.timeline.index((row) => row.record),
  };
}
